/** A provider's own configuration: the SDK sends everything but text as JSON, and the environment fills gaps. */
import { UNKNOWN, type CheckFailure, type DiffResult, type Props, type Value } from "../kind";
import { isArray, isObject } from "./schema";

/** Reads typed settings; what the program leaves out comes from the environment, in the order of the names given. */
export class ConfigReader {
  constructor(
    private readonly config: Props,
    private readonly environment: NodeJS.ProcessEnv = process.env,
  ) {}

  isUnknown(key: string): boolean {
    return this.config[key] === UNKNOWN;
  }

  text(key: string, ...variables: readonly string[]): string | undefined {
    const value = this.config[key]; // as it is: text isn't sent as JSON
    if (typeof value === "string" && value !== "") return value;
    return this.fallback(variables);
  }

  integer(key: string, ...variables: readonly string[]): number | undefined {
    const value = this.value(key);
    if (typeof value === "number") return value;
    const given = typeof value === "string" ? value : this.fallback(variables);
    return given === undefined || !/^-?\d+$/.test(given) ? undefined : Number(given);
  }

  flag(key: string, ...variables: readonly string[]): boolean | undefined {
    const value = this.value(key);
    if (typeof value === "boolean") return value;
    const given = typeof value === "string" ? value : this.fallback(variables);
    return given === undefined ? undefined : ["1", "t", "true"].includes(given.toLowerCase());
  }

  list(key: string): readonly Value[] {
    const value = this.value(key);
    return isArray(value) ? value : [];
  }

  texts(key: string): readonly string[] {
    return this.list(key).filter((element) => typeof element === "string");
  }

  object(key: string): Props | undefined {
    const value = this.value(key);
    return isObject(value) ? value : undefined;
  }

  private value(key: string): Value | undefined {
    const raw = this.config[key];
    if (typeof raw !== "string" || !/^(\[|\{|true$|false$|-?\d+$)/.test(raw)) return raw;
    try {
      return JSON.parse(raw) as Value;
    } catch {
      return raw; // text that merely looks like JSON
    }
  }

  private fallback(variables: readonly string[]): string | undefined {
    return variables.map((name) => this.environment[name]).find((value) => value !== undefined && value !== "");
  }
}

/** Settings that the provider knows pass as they are; others are refused by name. */
export function checkConfig(
  known: readonly string[],
  news: Props,
): { inputs: Props; failures: readonly CheckFailure[] } {
  const ours = [...known, "version", "pluginDownloadURL"];
  const failures = Object.keys(news)
    .filter((key) => !key.startsWith("__") && !ours.includes(key))
    .map((key) => ({
      property: "",
      reason: `could not validate provider configuration: Invalid or unknown key. Examine values at '${key}'.`,
    }));
  return { inputs: news, failures };
}

/** No setting of these providers asks for new resources: where to connect is no part of an object. */
export function diffConfig(oldInputs: Props, news: Props): DiffResult {
  const keys = [...new Set([...Object.keys(oldInputs), ...Object.keys(news)])].filter((key) => !key.startsWith("__"));
  const changed = keys.filter(
    (key) => news[key] === UNKNOWN || JSON.stringify(oldInputs[key]) !== JSON.stringify(news[key]),
  );
  return {
    detailed: Object.fromEntries(changed.map((key) => [key, { kind: "update" as const, inputDiff: true }])),
    deleteBeforeReplace: false,
  };
}
