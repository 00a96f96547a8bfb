/**
 * What all commands have in common: stdout carries the result alone, everything else goes to stderr; a user's mistake is told without a stack.
 * Exit codes: 0 clean, 1 refused or findings, 2 could not run.
 */
import { parseArgs, styleText } from "node:util";
import { ConfigError, UserError } from "./problems";

export const EXIT = { clean: 0, findings: 1, couldNotRun: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface Option {
  readonly type: "string" | "boolean";
  readonly about: string;
  /** Stands for the value in the help: `DIR`. */
  readonly value?: string;
  readonly required?: boolean;
}
type Options = Readonly<Record<string, Option>>;

type Value<O extends Option> = O["type"] extends "boolean"
  ? boolean
  : O["required"] extends true
    ? string
    : string | undefined;
export type Arguments<O extends Options> = { readonly [K in keyof O]: Value<O[K]> };

export interface Command<O extends Options> {
  /** As typed after `npm run`. */
  readonly name: string;
  /** One sentence or a few. */
  readonly about: string;
  readonly options: O;
}

/** Runs the command for this process's arguments and sets its exit code. */
export async function runCommand<const O extends Options>(
  command: Command<O>,
  run: (args: Arguments<O>) => ExitCode | Promise<ExitCode>,
): Promise<void> {
  // A reader that has seen enough (`| head`) isn't an error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  try {
    const args = process.argv.slice(2);
    if (args.includes("--help") || args.includes("-h")) process.stdout.write(helpOf(command));
    else process.exitCode = await run(argumentsOf(command, args));
  } catch (error) {
    process.exitCode = tell(error);
  }
}

/** Says on stderr what went wrong; a bug keeps its stack. */
export function tell(error: unknown): ExitCode {
  const isUsers = error instanceof UserError;
  const text = isUsers ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${paint("red", text, process.stderr)}\n`);
  return error instanceof ConfigError ? EXIT.findings : EXIT.couldNotRun;
}

export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Coloured on a terminal, plain elsewhere and where NO_COLOR says so. */
export function paint(
  colour: "red" | "green" | "yellow" | "dim" | "bold",
  text: string,
  stream: NodeJS.WriteStream = process.stdout,
): string {
  return styleText(colour, text, { stream });
}

export function argumentsOf<const O extends Options>(
  { name, options }: Command<O>,
  args: readonly string[],
): Arguments<O> {
  const values = parse(name, options, args);
  const missing = Object.entries(options).filter(
    ([key, option]) => option.required === true && values[key] === undefined,
  );
  if (missing.length > 0)
    throw new UserError(
      `npm run ${name} needs ${missing.map(([key, option]) => `--${key} ${option.value ?? "VALUE"}`).join(" and ")}; see npm run ${name} -- --help`,
    );
  return values as Arguments<O>;
}

/** What `--OPTION` chooses among. */
export function chosen<T>(command: string, option: string, choices: ReadonlyMap<string, T>, given: string): T {
  const choice = choices.get(given);
  if (choice === undefined)
    throw new UserError(
      `--${option} must be one of ${[...choices.keys()].join(", ")}, got ${JSON.stringify(given)}; see npm run ${command} -- --help`,
    );
  return choice;
}

function parse(name: string, options: Options, args: readonly string[]): Record<string, string | boolean | undefined> {
  try {
    const types = Object.fromEntries(Object.entries(options).map(([key, { type }]) => [key, { type }]));
    const { values } = parseArgs({ args: [...args], options: types, strict: true, allowPositionals: false });
    return Object.fromEntries(
      Object.entries(options).map(([key, { type }]) => [key, values[key] ?? (type === "boolean" ? false : undefined)]),
    );
  } catch (error) {
    const [first = "is wrong"] = (error instanceof Error ? error.message : String(error)).split(". ");
    throw new UserError(`${first}; see npm run ${name} -- --help`);
  }
}

export function helpOf({ name, about, options }: Command<Options>): string {
  const lines = Object.entries(options).map(([key, { value, about: text, required }]) => [
    `--${key}${value === undefined ? "" : ` ${value}`}`,
    required === true ? `${text} Required.` : text,
  ]);
  const rows = [...lines, ["--help", "Shows this."]];
  const width = Math.max(...rows.map(([left = ""]) => left.length));
  return `npm run ${name} -- [options]\n\n${about}\n\n${rows.map(([left = "", right = ""]) => `  ${left.padEnd(width)}  ${right}\n`).join("")}\nExit codes: 0 clean, 1 refused or findings, 2 could not run.\n`;
}
