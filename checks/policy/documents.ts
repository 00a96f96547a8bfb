/** The documents of one file, each with its line. */
import { LineCounter, parseAllDocuments } from "yaml";
import { isMap } from "../../core/config/lenient";

export interface Document {
  readonly line: number;
  readonly content?: unknown;
  /** Why it can't be read. */
  readonly fault?: string;
}

/** Aliases that one document may expand to; a file that has more is an attack or a mistake. */
const MOST_ALIASES = 10_000;
/** Levels of lists and maps in one another; a document that has more holds itself, or was made to be refused. */
const DEEPEST = 200;
const TOO_DEEP = `is nested more than ${DEEPEST} levels deep`;

export function documentsOf(text: string): readonly Document[] {
  // JSON is YAML too, but ten times as fast to read as what it mostly is.
  const documents = /^\s*[[{]/.test(text) ? (json(text) ?? yaml(text)) : yaml(text);
  return documents.map((document) =>
    isTooDeep(document.content) ? { line: document.line, fault: TOO_DEEP } : document,
  );
}

function isTooDeep(content: unknown): boolean {
  let level: readonly unknown[] = [content];
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth += 1) level = level.flatMap(within);
  return level.length > 0;
}

const within = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : isMap(value) ? Object.values(value) : [];

function json(text: string): readonly Document[] | undefined {
  try {
    return [{ line: 1, content: JSON.parse(text) as unknown }];
  } catch {
    return undefined;
  }
}

function yaml(text: string): readonly Document[] {
  const lines = new LineCounter();
  try {
    const documents = parseAllDocuments(text, {
      merge: true,
      uniqueKeys: false,
      strict: false,
      logLevel: "silent",
      lineCounter: lines,
    });
    if ("empty" in documents) return [];
    return documents.flatMap((document): readonly Document[] => {
      const line = lines.linePos(document.contents?.range[0] ?? document.range[0]).line;
      const [error] = document.errors;
      if (error !== undefined) return [{ line: error.linePos?.[0].line ?? line, fault: faultOf(error) }];
      try {
        const content: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
        // Nothing between two separators isn't a document that somebody forgot.
        return content === null || content === undefined ? [] : [{ line, content }];
      } catch (error) {
        return [{ line, fault: faultOf(error) }];
      }
    });
  } catch (error) {
    return [{ line: 1, fault: faultOf(error) }];
  }
}

/** The first line of the parser's message, without the place, which stands before it. */
function faultOf(error: unknown): string {
  const [text = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return text.includes("call stack") ? TOO_DEEP : `isn't YAML: ${text.replace(/ at line \d+, column \d+:?$/, "")}`;
}
