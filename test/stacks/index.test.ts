import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import boot from "../../stacks/index";
import { parseConfig } from "../../stacks/config";
import { secretKeys } from "../../stacks/secrets";
import { fillSecrets } from "../../tools/secrets/fill";
import { run } from "../checks/plan/programs";
import { multiNode, singleNode, values } from "./values";

/** What a run with this config says when it is refused; else its warnings. */
async function outcome(config: Record<string, string>): Promise<unknown> {
  try {
    return (await run(boot, config, [], "test")).warnings;
  } catch (error) {
    return error;
  }
}

describe("what the CLI runs", () => {
  test("refuses a faulty file by its name and without a stack", async () => {
    const error = await outcome({ ...values(singleNode()), "streaming:aphub": "{}" });
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(error).toHaveProperty(
      "message",
      "Pulumi.test.yaml has 1 problem(s)\n  aphub  is not a setting; did you mean apphub?, got {}",
    );
  });

  test("names every missing secret before anything is made", async () => {
    const error = await outcome(values(singleNode()));
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      message: expect.stringMatching(/2 problem.*SuperuserPassword.*apphubSequencerDbPassword/s) as string,
    });
  });

  test("runs with all of them", async () => {
    const secrets = { "streaming:apphubSequencerDbSuperuserPassword": "a", "streaming:apphubSequencerDbPassword": "b" };
    expect(await outcome({ ...values(singleNode()), ...secrets })).toEqual([]);
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
      expect(await outcome(config)).toMatchObject({
        message: expect.stringMatching(/8 problem.*RedpandaAdminPassword.*RedpandaCertificate/s) as string,
      });
      expect(await outcome({ ...config, ...(await secrets()) })).toEqual([]);
    });

    test("refuses a certificate that came without its key", async () => {
      const key = "streaming:apphubRedpandaCertificate";
      const made = await secrets();
      const keyless = (made[key] ?? "").replace(/-----BEGIN PRIVATE KEY[\s\S]*/, "");
      expect(await outcome({ ...config, ...made, [key]: keyless })).toMatchObject({
        message: expect.stringContaining(
          `${key}  must be PEM: a certificate, its authority's certificate, and the private key`,
        ) as string,
      });
    });

    test("warns of a certificate that runs out", async () => {
      expect(await outcome({ ...config, ...(await secrets(700)) })).toEqual([
        expect.stringMatching(/RedpandaCertificate: the certificate runs out in (29|30) day\(s\); npm run secrets/),
      ]);
    });
  });
});
