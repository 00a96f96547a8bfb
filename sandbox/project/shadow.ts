import fs from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse, stringify } from "yaml";
import type { GuardConfig } from "../../core/config/policies";
import { readIfExists, writeFileAtomically, writeIfChanged } from "../files";
import { REPOSITORY } from "../layout";
import type { SandboxLayout } from "../layout";
import { PROJECT } from "./committed";
import type { ProviderChoice } from "./providers";

/** What the shadow project is made of. */
export interface ShadowInputs {
  readonly layout: SandboxLayout;
  /** The committed `Pulumi.<stack>.yaml`. */
  readonly stackFile: string;
  /** Replaces `streaming:access`. */
  readonly access: Readonly<Record<string, unknown>>;
  readonly providers: readonly ProviderChoice[];
  /** Replaces `streaming:guard`; absent: as committed. */
  readonly guard?: GuardConfig | undefined;
}

/** The repository's `Pulumi.yaml`. */
type RootProject = Readonly<Record<string, unknown>> & { readonly main: string };

/** A stack file's content: config, and what the CLI keeps beside it (`encryptionsalt`). */
type StackFile = Readonly<Record<string, unknown>> & { readonly config?: Readonly<Record<string, unknown>> };

/**
 * Writes `Pulumi.yaml` and the stack file of the project that the sandbox runs: the repository's program, the committed config, the sandbox's
 * addresses and providers. Secrets that were made for it stay; committed ones are left out, as nobody here can decrypt them.
 */
export function writeShadowProject({ layout, stackFile, access, providers, guard }: ShadowInputs): void {
  fs.mkdirSync(layout.project, { recursive: true });
  const root = parse(fs.readFileSync(path.join(REPOSITORY, "Pulumi.yaml"), "utf8")) as RootProject;
  const main = path.relative(layout.project, path.join(REPOSITORY, root.main));
  const plugins = { providers: providers.map(({ name, folder }) => ({ name, path: folder })) };
  writeIfChanged(path.join(layout.project, "Pulumi.yaml"), yaml({ ...root, main, plugins }));

  const file = shadowStackFile(layout);
  const committed = (parse(fs.readFileSync(stackFile, "utf8"), { merge: true }) ?? {}) as StackFile;
  const before = (parse(readIfExists(file) ?? "") ?? {}) as StackFile;
  const after = shadowStack(committed, before, access, guard);
  // The CLI writes this file too, in its own layout, so contents are compared and not texts.
  if (!isDeepStrictEqual(before, after)) writeFileAtomically(file, yaml(after));
}

export const shadowStackFile = (layout: SandboxLayout): string =>
  path.join(layout.project, `Pulumi.${layout.stack}.yaml`);

/** The shadow's stack file by the committed one's content and its own earlier content. */
export function shadowStack(
  committed: StackFile,
  before: StackFile,
  access: Readonly<Record<string, unknown>>,
  guard?: GuardConfig,
): StackFile {
  const plain = Object.entries(committed.config ?? {})
    .map(([key, value]) => [key.includes(":") ? key : `${PROJECT}:${key}`, value] as const)
    .filter(([, value]) => !isSecure(value));
  const secrets = Object.entries(before.config ?? {}).filter(([, value]) => isSecure(value));
  const config = Object.fromEntries(plain);
  const monitoring = config["streaming:monitoring"];
  return {
    ...before,
    config: {
      ...config,
      "streaming:access": access,
      // The sandbox plays the operators and whoever watches; there is nothing to install.
      "streaming:operators": { install: false },
      ...(guard === undefined ? {} : { "streaming:guard": guard }),
      ...(isMap(monitoring) ? { "streaming:monitoring": { ...monitoring, install: false } } : {}),
      ...Object.fromEntries(secrets),
    },
  };
}

const isMap = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);
const isSecure = (value: unknown): boolean => typeof value === "object" && value !== null && "secure" in value;

/** Every text in quotes: the CLI's reader would take a bare date for a timestamp, and 010 for eight. */
const yaml = (value: unknown): string =>
  stringify(value, {
    defaultStringType: "QUOTE_DOUBLE",
    defaultKeyType: "PLAIN",
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
