/** `npm run policy`: the rules of the policy pack, without the CLI, a cluster or credentials. */
import { join, resolve } from "node:path";
import { EXIT, chosen, runCommand } from "../core/cli";
import { readStackFile } from "../core/config/stack-file";
import { ConfigError, UserError } from "../core/problems";
import type { Pack } from "../policy/framework/crossguard";
import { RULES } from "../policy/rules";
import { packFor, stackSettings } from "../policy/target";
import { planStack, projectName, stackNameOf } from "./plan";
import { printJson } from "./policy/formats/json";
import { printJunit } from "./policy/formats/junit";
import { printMarkdown } from "./policy/formats/markdown";
import { printSarif } from "./policy/formats/sarif";
import { printText } from "./policy/formats/text";
import { type Loaded, loadManifests } from "./policy/manifests";
import { type Report, isRefused, judge } from "./policy/report";
import { loadResources, planned } from "./policy/resources";
import { readTargetFile } from "./policy/target-file";

const ROOT = join(__dirname, "..");

type Print = (report: Report, file: string) => string;
const FORMATS: ReadonlyMap<string, Print> = new Map<string, Print>([
  ["text", printText],
  ["json", printJson],
  ["sarif", printSarif],
  ["junit", printJunit],
  ["md", printMarkdown],
]);

interface Given {
  readonly loaded: Loaded;
  readonly pack: Pack;
  /** What findings without a place of their own are about. */
  readonly file: string;
}

void runCommand(
  {
    name: "policy",
    about:
      "Judges a stack, or any Kubernetes YAML, by the rules of the policy pack (docs/policies.md): the same as --policy-pack policy, in seconds and\n" +
      "without a cluster. A finding of a mandatory rule that no waiver covers makes it exit with 1.",
    options: {
      stack: { type: "string", value: "NAME", about: "The stack; its config is Pulumi.NAME.yaml." },
      config: { type: "string", value: "FILE", about: "Another file with a stack's config." },
      manifests: {
        type: "string",
        value: "DIR",
        about: "A folder of Kubernetes YAML or JSON, with all folders in it; needs --target-config.",
      },
      resources: {
        type: "string",
        value: "FILE",
        about: "A list of {type, name, props, opts, parent}; needs --target-config.",
      },
      "target-config": {
        type: "string",
        value: "FILE",
        about: "YAML: the value of streaming:target; beside it workload, policies and waivers, each optional.",
      },
      format: { type: "string", value: "FORMAT", about: `One of ${[...FORMATS.keys()].join(", ")}; text if absent.` },
    },
  },
  async ({ format = "text", ...args }) => {
    const print = chosen("policy", "format", FORMATS, format);
    const { loaded, pack, file } = await readable(given(args));
    const report = judge(RULES, loaded, pack);
    process.stdout.write(print(report, file));
    return isRefused(report) ? EXIT.findings : EXIT.clean;
  },
);

/** Where the stack's or the target's file is faulty nothing was judged: that is no finding. */
async function readable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof ConfigError ? new UserError(error.message) : error;
  }
}

interface Arguments {
  readonly stack: string | undefined;
  readonly config: string | undefined;
  readonly manifests: string | undefined;
  readonly resources: string | undefined;
  readonly "target-config": string | undefined;
}

async function given({ stack, config, manifests, resources, "target-config": target }: Arguments): Promise<Given> {
  const today = new Date().toISOString().slice(0, 10);
  const ways = [stack ?? config, manifests, resources].filter((way) => way !== undefined);
  if (ways.length !== 1)
    throw new UserError(
      "npm run policy needs one of --stack NAME, --manifests DIR, --resources FILE; see npm run policy -- --help",
    );
  if (manifests === undefined && resources === undefined) {
    if (target !== undefined)
      throw new UserError("--target-config goes with --manifests or --resources: a stack has its own");
    return ofStack(stack, config, today);
  }
  if (target === undefined)
    throw new UserError(
      `${manifests === undefined ? "--resources" : "--manifests"} needs --target-config FILE: rules differ for one node and several; see npm run policy -- --help`,
    );
  const pack = readTargetFile(resolve(target), today);
  return manifests === undefined
    ? { loaded: loadResources(resolve(String(resources))), pack, file: String(resources) }
    : { loaded: loadManifests(resolve(manifests)), pack, file: target };
}

async function ofStack(stack: string | undefined, config: string | undefined, today: string): Promise<Given> {
  const file = config ?? `Pulumi.${String(stack)}.yaml`;
  const path = config === undefined ? join(ROOT, file) : resolve(config);
  const plan = await planStack({ projectDir: ROOT, stackFile: path, stack: stack ?? stackNameOf(path) });
  const { values } = readStackFile(path, projectName(ROOT), file);
  const pack = packFor(
    stackSettings((key) => values[key]),
    today,
    file,
  );
  return { loaded: { resources: planned(plan), sources: new Map(), skipped: [] }, pack, file };
}
