/** One fault in what a user gave: where, what would be right, what was got. */
export interface Problem {
  /** As typed in the file, from the platform down: `apphub.redpanda.brokers`. */
  readonly path: string;
  /** What would be right, as a phrase that follows the path: `must be at most 1 with 1 broker(s)`. */
  readonly message: string;
  /** The value found; absent where nothing was given. Never a secret's value. */
  readonly got?: unknown;
}

/** A user's mistake: printed as it is, without a stack, and ends the command with exit code 1 or 2 as the command documents. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** All faults of one file at once, in the order of the schema. */
export class ConfigError extends UserError {
  constructor(
    readonly file: string,
    readonly problems: readonly Problem[],
  ) {
    super(formatProblems(file, problems));
  }
}

/** `FILE has N problem(s)`, then a line each with the paths aligned. */
export function formatProblems(file: string, problems: readonly Problem[]): string {
  const width = Math.max(...problems.map((p) => p.path.length));
  const lines = problems.map((p) => {
    const got = p.got === undefined ? "" : `, got ${JSON.stringify(p.got)}`;
    return `  ${p.path.padEnd(width)}  ${p.message}${got}`;
  });
  return [`${file} has ${problems.length} problem(s)`, ...lines].join("\n");
}
