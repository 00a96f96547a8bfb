/** `npm run bench`: what a stack costs in time and memory, beside a program that creates the same objects without this project. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { EXIT, chosen, progress, runCommand } from "../../core/cli";
import { UserError } from "../../core/problems";
import { sandboxLayout } from "../../sandbox/layout";
import { type Sandbox, resetSandbox, startSandbox } from "../../sandbox/lifecycle";
import { committedStackFile } from "../../sandbox/project/committed";
import { type Contestant, bare, streaming } from "./contestants";
import { type Timed, timedPreview, timedUp } from "./deployments";
import { type Figure, figureCells, spreadOf, table } from "./figures";
import { type Started, startProgram } from "./program";

interface Measured {
  readonly resources: number;
  readonly starts: readonly Started[];
  readonly previews: readonly Timed[];
  readonly ups: readonly Timed[];
}

interface Report {
  readonly stack: string;
  readonly runs: number;
  readonly resources: { readonly streaming: number; readonly bare: number };
  readonly figures: readonly Figure[];
}

/** Each run deploys on a sandbox that has nothing yet; programs and previews run once before they are measured, as caches fill. */
async function measure(sandbox: Sandbox, runs: number, whose: "streaming" | "bare"): Promise<Measured> {
  const starts: Started[] = [];
  const previews: Timed[] = [];
  const ups: Timed[] = [];
  let resources = 0;
  for (let run = 1; run <= runs; run += 1) {
    progress(`${whose}, run ${run} of ${runs}`);
    await resetSandbox(sandbox);
    await startSandbox(sandbox);
    const { program, place } = await contestant(sandbox, whose);
    resources = (await startProgram(program)).resources.length;
    starts.push(await startProgram(program));
    ups.push(await timedUp(place));
    await timedPreview(place);
    previews.push(await timedPreview(place));
  }
  await resetSandbox(sandbox);
  return { resources, starts, previews, ups };
}

async function contestant({ layout }: Sandbox, whose: "streaming" | "bare"): Promise<Contestant> {
  const own = await streaming(layout);
  return whose === "streaming" ? own : bare(layout, (await startProgram(own.program)).resources);
}

function figuresOf(own: Measured, other: Measured): readonly Figure[] {
  const figure = (
    what: string,
    unit: Figure["unit"],
    values: (measured: Measured) => readonly (number | undefined)[],
    aim?: number,
  ): Figure => {
    const spread = (measured: Measured) => spreadOf(values(measured).filter((value) => value !== undefined));
    return { what, unit, streaming: spread(own), bare: spread(other), ...(aim !== undefined && { aim }) };
  };
  const programs = ({ starts, previews, ups }: Measured) => [
    ...starts.map(({ mebibytes }) => mebibytes),
    ...[...previews, ...ups].map(({ programMebibytes }) => programMebibytes),
  ];
  return [
    figure("program start, to its first resource", "s", ({ starts }) => starts.map((s) => s.startSeconds), 1.5),
    figure("program start, to its last resource", "s", ({ starts }) => starts.map((s) => s.registeredSeconds)),
    figure("preview, nothing to do", "s", ({ previews }) => previews.map((p) => p.seconds), 8),
    figure("up, from nothing", "s", ({ ups }) => ups.map((u) => u.seconds)),
    figure("memory, the program", "MiB", programs),
    figure("memory, the CLI", "MiB", ({ previews, ups }) => [...previews, ...ups].map((t) => t.cliMebibytes)),
  ];
}

const FORMATS: ReadonlyMap<string, (report: Report) => string> = new Map([
  ["text", textOf],
  ["json", (report: Report) => `${JSON.stringify(report, null, 2)}\n`],
]);

function textOf({ stack, runs, resources, figures }: Report): string {
  const head = [`${stack}: median of ${runs} (least–most)`, "streaming", "bare program", ""];
  const counts = ["resources", String(resources.streaming), String(resources.bare), ""];
  return table([head, counts, ...figures.map(figureCells)]);
}

void runCommand(
  {
    name: "bench",
    about:
      "Measures a stack on a sandbox of its own, beside a bare Pulumi program that creates the same objects: one statement for each, no component,\n" +
      "no config, no plan. A program starts when its process does, and has started when its first resource arrives at the engine: by then\n" +
      "everything is loaded, checked, planned and declared. Memory is the most that a process held at a time. Takes some minutes for each run.",
    options: {
      stack: { type: "string", value: "NAME", about: "The stack; default prod." },
      runs: { type: "string", value: "NUMBER", about: "How often each is measured; default 3." },
      format: { type: "string", value: "NAME", about: `${[...FORMATS.keys()].join(" or ")}; default text.` },
    },
  },
  async ({ stack = "prod", runs = "3", format = "text" }) => {
    const print = chosen("bench", "format", FORMATS, format);
    if (!/^[1-9]\d?$/.test(runs)) throw new UserError(`--runs must be 1 to 99, got ${JSON.stringify(runs)}`);
    const work = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
    // PostgreSQL runs as another user where this one is root, and has to get at its data.
    fs.chmodSync(work, 0o755);
    const sandbox = { layout: sandboxLayout(stack, work), stackFile: committedStackFile(stack) };
    try {
      const own = await measure(sandbox, Number(runs), "streaming");
      const other = await measure(sandbox, Number(runs), "bare");
      const resources = { streaming: own.resources, bare: other.resources };
      process.stdout.write(print({ stack, runs: Number(runs), resources, figures: figuresOf(own, other) }));
      return EXIT.clean;
    } finally {
      await resetSandbox(sandbox);
      fs.rmSync(work, { recursive: true, force: true });
    }
  },
);
