import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test, vi } from "vitest";
import boot from "../../stacks/index";
import { parseConfig } from "../../stacks/config";
import { secretKeys } from "../../stacks/secrets";
import { fillSecrets } from "../../tools/secrets/fill";
import { multiNode, singleNode, values } from "./values";

beforeAll(() =>
  pulumi.runtime.setMocks(
    { newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }), call: () => ({}) },
    "streaming",
    "test",
  ),
);

/** What a run with this config says when it is refused. */
function refusal(config: Record<string, string>): unknown {
  pulumi.runtime.setAllConfig(config);
  try {
    boot();
    return "accepted";
  } catch (error) {
    return error;
  }
}

describe("what the CLI runs", () => {
  test("refuses a faulty file by its name and without a stack", () => {
    const error = refusal({ ...values(singleNode()), "streaming:aphub": "{}" });
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(error).toHaveProperty(
      "message",
      "Pulumi.test.yaml has 1 problem(s)\n  aphub  is not a setting; did you mean apphub?, got {}",
    );
  });

  test("names every missing secret before anything is made", () => {
    const error = refusal(values(singleNode()));
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      message: expect.stringMatching(/2 problem.*SuperuserPassword.*apphubSequencerDbPassword/s) as string,
    });
  });

  test("runs with all of them", () => {
    const secrets = { "streaming:apphubSequencerDbSuperuserPassword": "a", "streaming:apphubSequencerDbPassword": "b" };
    expect(refusal({ ...values(singleNode()), ...secrets })).toBe("accepted");
  });

  describe("on many nodes", () => {
    const config = values(multiNode());

    /** Every secret that the stack needs, made `days` ago. */
    async function secrets(days = 0): Promise<Record<string, string>> {
      const made: Record<string, string> = {};
      const store = {
        has: (key: string) => key in made,
        read: (key: string) => Promise.resolve(made[key] ?? ""),
        write: (key: string, value: string) => Promise.resolve(void (made[key] = value)),
      };
      await fillSecrets(secretKeys(parseConfig(config)), store, new Date(Date.now() - days * 86_400_000));
      return made;
    }

    test("needs the brokers' passwords and certificates too", async () => {
      expect(refusal(config)).toMatchObject({
        message: expect.stringMatching(/8 problem.*RedpandaAdminPassword.*RedpandaCertificate/s) as string,
      });
      expect(refusal({ ...config, ...(await secrets()) })).toBe("accepted");
    });

    test("refuses a certificate that came without its key", async () => {
      const key = "streaming:apphubRedpandaCertificate";
      const made = await secrets();
      const keyless = (made[key] ?? "").replace(/-----BEGIN PRIVATE KEY[\s\S]*/, "");
      expect(refusal({ ...config, ...made, [key]: keyless })).toMatchObject({
        message: expect.stringContaining(
          `${key}  must be PEM: a certificate, its authority's certificate, and the private key`,
        ) as string,
      });
    });

    test("warns of a certificate that runs out", async () => {
      const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
      expect(refusal({ ...config, ...(await secrets()) })).toBe("accepted");
      expect(warn).not.toHaveBeenCalled();
      expect(refusal({ ...config, ...(await secrets(700)) })).toBe("accepted");
      expect(warn).toHaveBeenCalledExactlyOnceWith(
        expect.stringMatching(/RedpandaCertificate: the certificate runs out in (29|30) day\(s\); npm run secrets/),
      );
      warn.mockRestore();
    });
  });
});
