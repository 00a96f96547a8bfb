/** `npm run pr`: what a pull request does, before anything changes. Needs no CLI, cluster or credentials. */
import { join, resolve } from "node:path";
import { EXIT, progress, chosen, runCommand } from "../core/cli";
import { UserError } from "../core/problems";
import { checkOut } from "./guard/base";
import { plansOf } from "./guard/base-plans";
import { stackNames } from "./plan";
import { printJunit } from "./policy/formats/junit";
import { printSarif } from "./policy/formats/sarif";
import { reportOf } from "./pr/findings";
import { jsonOf } from "./pr/json";
import { markdownOf } from "./pr/markdown";
import type { Base } from "./pr/base-side";
import type { PullRequest } from "./pr/pull-request";
import { type Review, review } from "./pr/review";
import { verdictOf } from "./pr/verdict";

const ROOT = join(__dirname, "..");

/** Findings of a stack stand in its own file; all have one. */
const ROOT_FILE = "Pulumi.yaml";

type Print = (pullRequest: PullRequest) => string;
const FORMATS: ReadonlyMap<string, Print> = new Map<string, Print>([
  ["md", markdownOf],
  ["sarif", ({ reviews }) => printSarif(reportOf(reviews), ROOT_FILE)],
  ["junit", ({ reviews }) => printJunit(reportOf(reviews))],
  ["json", (pullRequest) => `${JSON.stringify(jsonOf(pullRequest), null, 2)}\n`],
]);

void runCommand(
  {
    name: "pr",
    about:
      "Compares the working tree, uncommitted edits included, with another revision or with what is deployed: what each change does to the data,\n" +
      "capacity before and after, what the rules find, which alerts change. A change that loses data is refused unless a waiver covers exactly it.",
    options: {
      base: { type: "string", value: "REF", about: "The revision to compare with: a branch, tag or commit." },
      "base-modules": {
        type: "string",
        value: "DIR",
        about: "That revision's node_modules, where its lockfile differs.",
      },
      state: {
        type: "string",
        value: "FILE",
        about: "Instead of --base: what pulumi stack export --file FILE wrote; with --stack.",
      },
      stack: { type: "string", value: "NAME", about: "One stack, or all (if absent)." },
      format: {
        type: "string",
        value: "FORMAT",
        about: `One of ${[...FORMATS.keys()].join(", ")}; md, a comment on a pull request, if absent.`,
      },
    },
  },
  async ({ base, "base-modules": modules, state, stack = "all", format = "md" }) => {
    const print = chosen("pr", "format", FORMATS, format);
    if ((base === undefined) === (state === undefined))
      throw new UserError("npm run pr needs --base REF or --state FILE; see npm run pr -- --help");
    if (state !== undefined && modules !== undefined)
      throw new UserError("--base-modules goes with --base: a state holds what was deployed; see npm run pr -- --help");
    if (state !== undefined && stack === "all")
      throw new UserError("--state FILE is one stack's: name it with --stack; see npm run pr -- --help");
    const stacks = stack === "all" ? stackNames(ROOT) : [stack];
    const compared = baseOf(stacks, base, state, modules);
    const today = new Date().toISOString().slice(0, 10);
    const reviews: Review[] = [];
    // One after the other: a program is planned in this process, and the runtime has room for one.
    for (const name of stacks) reviews.push(await review({ root: ROOT, stack: name, base: compared.base, today }));
    process.stdout.write(print({ reviews, base: compared.shown, removedStacks: compared.removedStacks }));
    const verdict = verdictOf(reviews);
    progress(verdict);
    return verdict === "clean" ? EXIT.clean : EXIT.findings;
  },
);

function baseOf(
  stacks: readonly string[],
  ref: string | undefined,
  state: string | undefined,
  modules: string | undefined,
): Compared {
  if (state !== undefined)
    return { base: { kind: "state", file: resolve(state) }, shown: `what is deployed (${state})`, removedStacks: [] };
  const revision = checkOut(ROOT, String(ref), modules === undefined ? undefined : resolve(modules));
  const here = stackNames(ROOT);
  return {
    base: { kind: "revision", revision, plans: plansOf(revision, stacks) },
    shown: `${String(ref)} (${revision.commit.slice(0, 12)})`,
    removedStacks: stackNames(revision.dir).filter((stack) => !here.includes(stack)),
  };
}

interface Compared extends Pick<PullRequest, "removedStacks"> {
  readonly base: Base;
  readonly shown: string;
}
