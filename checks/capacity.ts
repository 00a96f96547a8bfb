/** `npm run capacity`: sizes a stack from its config and proves that it fits. Needs no cluster. */
import { join, resolve } from "node:path";
import { readStackFile } from "../core/config/stack-file";
import { EXIT, chosen, runCommand } from "../core/cli";
import { UserError } from "../core/problems";
import { parseCapacityConfig, rawOf, type Raw } from "./capacity/config";
import { capacityOf, type Capacity } from "./capacity/model";
import { pageOf } from "./capacity/page";
import { podList } from "./capacity/pods";
import { reportOf } from "./capacity/report";

const ROOT = join(__dirname, "..");

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

type Print = (stack: string, raw: Raw, capacity: Capacity) => string;
const FORMATS: ReadonlyMap<string, Print> = new Map<string, Print>([
  ["md", (stack, raw, capacity) => pageOf(reportOf(stack, raw, capacity))],
  ["json", (stack, raw, capacity) => json(reportOf(stack, raw, capacity))],
  ["pods", (_stack, _raw, capacity) => json(podList(capacity))],
]);

void runCommand(
  {
    name: "capacity",
    about:
      "Sizes a stack from its config, and proves that everything fits: pods on nodes, also with a node or zone lost, data on volumes, connections,\n" +
      "quotas. Says what gives way first when the load grows. A proof that fails is a finding.",
    options: {
      stack: { type: "string", value: "NAME", about: "The stack; its config is Pulumi.NAME.yaml." },
      config: { type: "string", value: "FILE", about: "Another file with a stack's config." },
      format: {
        type: "string",
        value: "FORMAT",
        about:
          "md, a report to read (if absent); json, the same as data; pods, bare pods for kubectl apply on a cluster to try.",
      },
    },
  },
  ({ stack, config, format = "md" }) => {
    const print = chosen("capacity", "format", FORMATS, format);
    const { shown, file } = fileOf(stack, config);
    const raw = rawOf(readStackFile(file, "streaming", shown).values);
    const capacity = capacityOf(parseCapacityConfig(raw, shown));
    process.stdout.write(print(stack ?? shown, raw, capacity));
    return capacity.assessment.ok ? EXIT.clean : EXIT.findings;
  },
);

function fileOf(
  stack: string | undefined,
  config: string | undefined,
): { readonly shown: string; readonly file: string } {
  if ((stack === undefined) === (config === undefined))
    throw new UserError("npm run capacity needs --stack NAME or --config FILE; see npm run capacity -- --help");
  if (config !== undefined) return { shown: config, file: resolve(config) };
  const shown = `Pulumi.${String(stack)}.yaml`;
  return { shown, file: join(ROOT, shown) };
}
