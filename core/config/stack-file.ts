/**
 * Reads `Pulumi.<stack>.yaml` into the same texts that the Pulumi CLI hands to the program, without the CLI.
 * Whatever the CLI would read differently from what is written (dates, octals, `1.0`) is refused, so both ways in agree.
 */
import { readFileSync } from "node:fs";
import { type Document, type Pair, type YAMLMap, isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";
import { ConfigError, type Problem, UserError } from "../problems";
import { type Fault, type Path, asProblem } from "./faults";

export interface StackFile {
  /** Full key (`streaming:target`) to text; objects as JSON with sorted keys. An encrypted value is `ENCRYPTED`. */
  readonly values: Readonly<Record<string, string>>;
  /** Full keys whose value is, or contains, an encrypted one. */
  readonly secretKeys: readonly string[];
}

/** Stands where the file has `secure: …`: nothing is decrypted here. */
export const ENCRYPTED = "[secret]";

const KNOWN_SECTIONS = ["config", "secretsprovider", "encryptionsalt", "encryptedkey"];

export function readStackFile(path: string, project: string, shownAs = path): StackFile {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`${shownAs} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return parseStackFile(text, project, shownAs);
}

/** All faults are thrown at once, in the order of the file. Keys without a namespace get the project's, as in the CLI. */
export function parseStackFile(text: string, project: string, file: string): StackFile {
  const document = parseDocument(text, { merge: true, uniqueKeys: false, prettyErrors: true });
  if (document.errors.length > 0)
    throw new UserError(document.errors.map((e) => `${file} isn't valid YAML: ${e.message.trim()}`).join("\n"));
  const faults = [...sectionFaults(document), ...nodeFaults(document.contents, [], project)];
  if (faults.length > 0) throw new ConfigError(file, faults.map(asProblem));
  const root: unknown = document.toJS();
  const config = isRecord(root) && isRecord(root["config"]) ? root["config"] : {};
  const entries = Object.entries(config).map(([key, value]) => [fullKey(key, project), value] as const);
  const twice = entries.filter(([key], i) => entries.findIndex(([other]) => other === key) !== i);
  if (twice.length > 0)
    throw new ConfigError(
      file,
      twice.map(([key]): Problem => ({ path: key, message: "is given twice" })),
    );
  return {
    values: Object.fromEntries(entries.map(([key, value]) => [key, asText(value)])),
    secretKeys: entries.filter(([, value]) => holdsSecret(value)).map(([key]) => key),
  };
}

const fullKey = (key: string, project: string): string => (key.includes(":") ? key : `${project}:${key}`);

function sectionFaults(document: Document): readonly Fault[] {
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return [];
  if (!isMap(contents)) return [{ path: ["config"], message: "is required: the file must be a map with this key" }];
  const faults = contents.items.flatMap(({ key }): Fault[] => {
    const name = String(key);
    if (name === "environment")
      return [
        { path: [name], message: "can't be used here: environments of Pulumi Cloud aren't read without the CLI" },
      ];
    return KNOWN_SECTIONS.includes(name)
      ? []
      : [{ path: [name], message: `is no section of a stack file; known are ${KNOWN_SECTIONS.join(", ")}` }];
  });
  const config: unknown = contents.get("config", true);
  const absent = config === undefined || isMap(config) || (isScalar(config) && config.value === null);
  return absent ? faults : [...faults, { path: ["config"], message: "must be a map of settings" }];
}

/** What the CLI would read otherwise than it is written. Paths start below `config`, without the project's namespace. */
function nodeFaults(node: unknown, path: Path, project: string): readonly Fault[] {
  if (isMap(node)) return node.items.flatMap((pair) => pairFaults(node, pair, path, project));
  if (isSeq(node)) return node.items.flatMap((item, i) => nodeFaults(item, [...path, i], project));
  if (isAlias(node) || !isScalar(node)) return [];
  if (node.tag !== undefined)
    return [{ path: shown(path, project), message: "must have no YAML tag; write the plain value" }];
  const message = node.type === "PLAIN" && node.source !== undefined ? rewritten(node.source) : undefined;
  return message === undefined ? [] : [{ path: shown(path, project), message }];
}

function pairFaults(map: YAMLMap, { key, value }: Pair, path: Path, project: string): readonly Fault[] {
  const name = isScalar(key) ? (key.source ?? String(key.value)) : String(key);
  const here = shown([...path, name], project);
  const faults: Fault[] = [];
  if (!isScalar(key) || (typeof key.value !== "string" && typeof key.value !== "symbol"))
    faults.push({ path: here, message: `must be a text as key: write "${name}"` });
  else if (
    map.items.findIndex((other) => isScalar(other.key) && other.key.value === key.value) !==
    map.items.findIndex((other) => other.key === key)
  )
    faults.push({ path: here, message: "is given twice" });
  if (path.length === 1 && name.split(":").length > 2)
    faults.push({ path: here, message: "must be NAME or NAMESPACE:NAME as key" });
  return [...faults, ...nodeFaults(value, [...path, name], project)];
}

function shown(path: Path, project: string): Path {
  const [section, key, ...rest] = path;
  if (section !== "config" || key === undefined) return path;
  return [String(key).startsWith(`${project}:`) ? String(key).slice(project.length + 1) : key, ...rest];
}

/** Texts that Go's YAML reader takes for a number: decimal, octal, hexadecimal, binary, floating, with `_` anywhere. */
const GO_NUMBER =
  /^[-+]?(0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|\d[\d_]*|(\.\d[\d_]*|\d[\d_]*\.[\d_]*|\d[\d_]*)([eE][-+]?\d+)?|\.(inf|Inf|INF))$|^\.(nan|NaN|NAN)$/;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}([Tt ].*)?$/;

function rewritten(source: string): string | undefined {
  if (DATE.test(source)) return `must be quoted: Pulumi takes it for a date and changes it; write "${source}"`;
  const number = Number(source);
  if (!GO_NUMBER.test(source) || String(number) === source || exponential(number) === source) return undefined;
  return `must be quoted, or written as a plain decimal number: Pulumi would change it; write "${source}"`;
}

/** How the CLI writes very large and very small numbers: `1.5e-07`. */
const exponential = (number: number): string => number.toExponential().replace(/e([+-])(\d)$/, "e$10$2");

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isEncrypted = (value: unknown): boolean =>
  isRecord(value) && Object.keys(value).length === 1 && typeof value["secure"] === "string";

function holdsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isEncrypted(value) || (isRecord(value) && Object.values(value).some(holdsSecret));
}

/** As Go prints it: texts as they are, nothing as the empty text, the rest as JSON with sorted keys and HTML's letters escaped. */
function asText(value: unknown): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (isEncrypted(value)) return ENCRYPTED;
  return JSON.stringify(sorted(value)).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (isEncrypted(value)) return ENCRYPTED;
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
