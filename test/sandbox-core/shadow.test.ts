import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { REPOSITORY, sandboxLayout } from "../../sandbox/layout";
import type { SandboxLayout } from "../../sandbox/layout";
import { shadowStack, shadowStackFile, writeShadowProject } from "../../sandbox/project/shadow";

const ACCESS = { kubernetes: { context: "sandbox-dev" } };

describe("the shadow's stack file", () => {
  test("is the committed config with the sandbox's addresses, and with nothing to install", () => {
    const committed = { config: { "streaming:target": { kind: "single-node" }, "streaming:access": { apphub: {} } } };
    expect(shadowStack(committed, {}, ACCESS)).toEqual({
      config: {
        "streaming:target": { kind: "single-node" },
        "streaming:access": ACCESS,
        "streaming:operators": { install: false },
      },
    });
  });

  test("keeps the secrets and the salt that the sandbox made", () => {
    const before = {
      encryptionsalt: "v1:abc",
      config: { "streaming:password": { secure: "own" }, "streaming:old": 1 },
    };
    const after = shadowStack({ config: {} }, before, ACCESS);
    expect(after).toMatchObject({ encryptionsalt: "v1:abc", config: { "streaming:password": { secure: "own" } } });
    expect(after.config).not.toHaveProperty("streaming:old");
  });

  test("leaves out committed secrets and their salt, which nobody here can decrypt", () => {
    const committed = { encryptionsalt: "v1:theirs", config: { "streaming:password": { secure: "theirs" } } };
    const after = shadowStack(committed, {}, ACCESS);
    expect(after).not.toHaveProperty("encryptionsalt");
    expect(after.config).not.toHaveProperty("streaming:password");
  });
});

describe("writing the shadow project", () => {
  let layout: SandboxLayout;
  let stackFile: string;
  beforeEach(() => {
    layout = sandboxLayout("dev", fs.mkdtempSync(path.join(os.tmpdir(), "shadow-")));
    stackFile = path.join(layout.root, "Pulumi.dev.yaml");
    fs.writeFileSync(stackFile, `config:\n  streaming:day: "2026-01-01"\n  streaming:octal: "010"\n`);
  });
  afterEach(() => fs.rmSync(layout.root, { recursive: true }));

  const write = () =>
    writeShadowProject({
      layout,
      stackFile,
      access: ACCESS,
      providers: [{ name: "kafka", kind: "stand-in", folder: "/stand-ins/kafka" }],
    });

  test("runs the repository's program with the chosen providers", () => {
    write();
    const project = parse(fs.readFileSync(path.join(layout.project, "Pulumi.yaml"), "utf8")) as {
      readonly name: string;
      readonly main: string;
      readonly plugins: object;
    };
    const root = parse(fs.readFileSync(path.join(REPOSITORY, "Pulumi.yaml"), "utf8")) as { readonly main: string };
    expect(project).toMatchObject({
      name: "streaming",
      plugins: { providers: [{ name: "kafka", path: "/stand-ins/kafka" }] },
    });
    expect(path.resolve(layout.project, project.main)).toBe(path.join(REPOSITORY, root.main));
  });

  test("quotes texts that the CLI would read as a timestamp or an octal number", () => {
    write();
    const text = fs.readFileSync(shadowStackFile(layout), "utf8");
    expect(text).toContain('streaming:day: "2026-01-01"');
    expect(text).toContain('streaming:octal: "010"');
  });

  test("leaves a file alone whose content is right in another layout, as the CLI writes it", () => {
    write();
    const own = `# the CLI's layout\n${fs.readFileSync(shadowStackFile(layout), "utf8")}`;
    fs.writeFileSync(shadowStackFile(layout), own);
    write();
    expect(fs.readFileSync(shadowStackFile(layout), "utf8")).toBe(own);
  });
});
