import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";

/** `runtime.options` of Pulumi.yaml or PulumiPolicy.yaml. */
export interface RuntimeOptions {
  /** Arguments of Node itself, before the program. */
  readonly nodeArgs: readonly string[];
  /** What the SDK reads from its environment. */
  readonly env: Readonly<Record<string, string>>;
}

export function runtimeOptions(info: ProgramInfo | undefined): RuntimeOptions {
  const given = info?.getOptions()?.toJavaScript() ?? {};
  const text = (name: string): string => (typeof given[name] === "string" ? given[name] : "");
  const tsconfig = text("tsconfig");
  return {
    nodeArgs: splitArguments(text("nodeargs")),
    env: {
      // Absent means true, as in the real host: the SDK then registers its own TypeScript loader.
      ...(given["typescript"] === false ? {} : { PULUMI_NODEJS_TYPESCRIPT: "true" }),
      ...(tsconfig === "" ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
    },
  };
}

/** Splits at spaces as a shell does; quotes keep spaces together. */
export function splitArguments(text: string): readonly string[] {
  const words = text.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ""),
  );
}
