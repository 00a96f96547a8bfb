/** Borders and habits that nobody has to remember: each failure names the file and what belongs there. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT, type TypeScriptSource, committedFiles, parse, read } from "./sources";

const files = committedFiles();
/** Written by `npm run schemas`, not by people. */
const GENERATED = /^schemas\/types\//;
const code = files.filter((path) => /\.(ts|js|mjs)$/.test(path) && !GENERATED.test(path)).map(read);
const sources = code.filter(({ path }) => path.endsWith(".ts")).map(parse);
const under = (folder: string) => sources.filter(({ path }) => path.startsWith(`${folder}/`));

/** Decides, but touches nothing: no Pulumi, no files, no processes. */
const PURE = /^(core\/(?!cli\.ts|config\/stack-file\.ts)|components\/(.+\/)?(config|plan|names)\.ts$)/;

/** `path: what it imports` for every import that isn't allowed. */
function wrongImports(
  from: readonly TypeScriptSource[],
  isWrong: (target: string, typeOnly: boolean, path: string) => boolean,
): readonly string[] {
  return from.flatMap(({ path, imports }) =>
    imports.filter((i) => isWrong(i.from, i.typeOnly, path)).map((i) => `${path}: ${i.from}`),
  );
}
const isPulumi = (target: string) => target.startsWith("@pulumi/");
const isIn = (target: string, ...folders: string[]) =>
  folders.some((folder) => target === folder || target.startsWith(`${folder}/`));

describe("borders", () => {
  test("what is pure knows neither Pulumi nor the machine", () => {
    const isMachine = (target: string) => target.startsWith("node:") && target !== "node:crypto";
    expect(
      wrongImports(
        sources.filter(({ path }) => PURE.test(path)),
        (target) => isPulumi(target) || isMachine(target),
      ),
    ).toEqual([]);
  });

  test("only files that define a component make resources; others may know the SDKs' types", () => {
    const plain = under("components").filter(
      ({ text }) => !/extends (PlatformComponent|pulumi\.ComponentResource)\b/.test(text),
    );
    expect(wrongImports(plain, (target, typeOnly) => isPulumi(target) && !typeOnly)).toEqual([]);
  });

  test("the runtime of Pulumi is reached into in one place only", () => {
    const others = sources.filter(
      ({ path }) =>
        !isIn(
          path,
          "components",
          "stacks",
          "checks/plan",
          "policy",
          "sandbox/providers",
          "tools/bench",
          "tools/language-host",
          "test",
        ),
    );
    expect(wrongImports(others, isPulumi)).toEqual([]);
    const inside = (target: string) => isIn(target, "@pulumi/pulumi/runtime", "@pulumi/pulumi/proto");
    expect(wrongImports([...under("components"), ...under("stacks"), ...under("policy")], inside)).toEqual([]);
  });

  test("each layer knows only what lies below it", () => {
    expect(
      wrongImports(under("core"), (target) =>
        isIn(target, "components", "stacks", "policy", "checks", "sandbox", "tools"),
      ),
    ).toEqual([]);
    expect(
      wrongImports(under("components"), (target) => isIn(target, "stacks", "policy", "checks", "sandbox", "tools")),
    ).toEqual([]);
    expect(wrongImports(under("stacks"), (target) => isIn(target, "policy", "checks", "sandbox", "tools"))).toEqual([]);
    expect(wrongImports(under("checks"), (target) => isIn(target, "sandbox", "tools"))).toEqual([]);
  });

  test("nothing depends on tests", () => {
    expect(
      wrongImports(
        sources.filter(({ path }) => !isIn(path, "test")),
        (target) => isIn(target, "test"),
      ),
    ).toEqual([]);
  });

  test("the stack's name is read in one place, so no code can depend on it", () => {
    const readers = sources.filter(
      ({ path, text }) => isIn(path, "core", "components", "stacks", "policy") && /\bgetStack\(/.test(text),
    );
    expect(readers.map(({ path }) => path)).toEqual(["stacks/index.ts"]);
  });
});

describe("files", () => {
  test("have at most 200 lines, tests 300", () => {
    const most = (path: string) => (isIn(path, "test") ? 300 : 200);
    expect(code.filter(({ path, lines }) => lines > most(path)).map(({ path, lines }) => `${path}: ${lines}`)).toEqual(
      [],
    );
  });

  test("say what they mean instead of any and !", () => {
    expect(sources.flatMap(({ path, looseTypes }) => looseTypes.map((found) => `${path} ${found}`))).toEqual([]);
  });

  test("silence neither the compiler nor the linter, and leave nothing to do", () => {
    const forbidden = /@ts-(expect-error|ignore|nocheck)|eslint[-]disable|\bTO[D]O\b|\bFIX[M]E\b/;
    expect(code.filter(({ text }) => forbidden.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test("in tests skip nothing and run nothing alone", () => {
    expect(
      under("test")
        .filter(({ text }) => /\b(test|it|describe)(\.\w+)*\.(skip|only|todo|fixme)\b/.test(text))
        .map(({ path }) => path),
    ).toEqual([]);
  });
});

describe("names", () => {
  test("a component's token is streaming:<its folder>:<its class>", () => {
    const tokens = [...under("components"), ...under("stacks")].flatMap(({ path, text }) =>
      [...text.matchAll(/class (\w+) extends[\s\S]*?static readonly token = "([^"]+)"/g)].map(([, name, token]) => ({
        token,
        right: `streaming:${path.startsWith("stacks/") ? "stacks" : String(path.split("/")[1])}:${String(name)}`,
      })),
    );
    expect(tokens.length).toBeGreaterThan(0);
    expect(tokens.map(({ token }) => token)).toEqual(tokens.map(({ right }) => right));
  });

  test("tests stand in a folder named as the one that they test", () => {
    const folders = new Set(
      under("test")
        .filter(({ path }) => path.endsWith(".test.ts") && path.split("/").length > 2)
        .map(({ path }) => String(path.split("/")[1])),
    );
    expect([...folders].filter((folder) => !existsSync(join(ROOT, ELSEWHERE[folder] ?? folder)))).toEqual([]);
  });
});

/** Unit tests of the sandbox can't stand in test/sandbox, which needs the tools. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  alerts: "core/alerts",
  capacity: "core/capacity",
  providers: "sandbox/providers",
  operators: "sandbox/operators",
  "sandbox-core": "sandbox",
};

describe("what is committed", () => {
  const texts = files.filter((path) => !/\.(lock|sum|png|svg)$/.test(path)).map(read);

  test("names no host of a package registry", () => {
    const hosts = [
      "registry.npmjs",
      "registry.yarnpkg",
      "repo.maven.apache",
      "repo1.maven",
      "proxy.golang",
      "pypi.org",
      "files.pythonhosted",
    ].map((host) => host.split(".").join("\\."));
    const registry = new RegExp(hosts.map((host) => `//${host}`).join("|"));
    expect(texts.filter(({ text }) => registry.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test("names no folder of somebody's machine", () => {
    const own = new RegExp(`(^|[\\s"'\`=(:])/(${["root", "work", "home", "Users"].join("|")})/[\\w.-]`, "m");
    expect(texts.filter(({ text }) => own.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test("documents every command in the README", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const names = Object.keys(scripts).map((name) =>
      ["start", "test"].includes(name) ? `npm ${name}` : `npm run ${name}`,
    );
    const readme = names.length === 0 ? "" : read("README.md").text;
    expect(names.filter((name) => !readme.includes(name))).toEqual([]);
  });
});
