import type { Item } from "./resource";
import { type Value, UNKNOWN, isValueList, isValueMap, ownEntry } from "./value";

/** A rule needed a value that only the deployment knows: nothing is proved, neither way. */
export class CannotProve extends Error {
  override readonly name = "CannotProve";
  constructor(
    readonly path: string,
    /** What the value belongs to. */
    readonly owner: Item | undefined,
  ) {
    super(`${path} is known only once the stack is deployed`);
  }
}

/**
 * A place in a resource, with its path for messages. What is absent, or of another type than asked for, reads as undefined;
 * what is unknown can't be read at all.
 */
export class Field {
  constructor(
    readonly path: string,
    private readonly raw: Value | undefined,
    private readonly owner?: Item,
  ) {}

  /** @throws CannotProve */
  get value(): Exclude<Value, typeof UNKNOWN> | undefined {
    if (this.raw === UNKNOWN) throw new CannotProve(this.path, this.owner);
    return this.raw;
  }

  get isUnknown(): boolean {
    return this.raw === UNKNOWN;
  }

  /** Neither absent nor null. */
  get isSet(): boolean {
    return this.raw !== undefined && this.raw !== null;
  }

  /** Steps down by keys: `at("spec", "replicas")`. */
  at(...keys: readonly (string | number)[]): Field {
    let { raw, path }: { raw: Value | undefined; path: string } = { raw: this.raw, path: this.path };
    for (const key of keys) {
      if (raw === UNKNOWN) throw new CannotProve(path, this.owner);
      path = joined(path, key);
      raw =
        typeof key === "number"
          ? isValueList(raw)
            ? raw[key]
            : undefined
          : isValueMap(raw)
            ? ownEntry(raw, key)
            : undefined;
    }
    return new Field(path, raw, this.owner);
  }

  /** Entries of a list; of anything else none. */
  get list(): readonly Field[] {
    const { value } = this;
    return isValueList(value) ? value.map((item, i) => new Field(joined(this.path, i), item, this.owner)) : [];
  }

  /** Entries of a map; of anything else none. */
  get entries(): readonly (readonly [string, Field])[] {
    const { value } = this;
    return isValueMap(value)
      ? Object.entries(value).map(([key, item]) => [key, new Field(joined(this.path, key), item, this.owner)])
      : [];
  }

  get isMap(): boolean {
    return isValueMap(this.value);
  }

  /** A text; numbers and booleans as they are written, as many settings take either. */
  get text(): string | undefined {
    const { value } = this;
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : undefined;
  }

  /** A number, also when it is written as a text. */
  get number(): number | undefined {
    const { text } = this;
    if (text === undefined || text.trim() === "" || typeof this.value === "boolean") return undefined;
    const number = Number(text);
    return Number.isFinite(number) ? number : undefined;
  }

  /** A number of copies or instances: whole, not negative, and no more than a model of them can hold. */
  get count(): number | undefined {
    const { number } = this;
    return number === undefined ? undefined : Math.min(Math.max(0, Math.floor(number)), MOST_COPIES);
  }

  /** True or false, also when it is written as a text. */
  get flag(): boolean | undefined {
    const { text } = this;
    return text === "true" ? true : text === "false" ? false : undefined;
  }
}

export const MOST_COPIES = 10_000;
const PLAIN = /^[A-Za-z_][\w-]*$/;

/** `spec.template`, `containers[0]`, `config["retention.ms"]`. */
function joined(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  if (!PLAIN.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}
