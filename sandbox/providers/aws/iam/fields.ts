/** What names of IAM's things may look like. */
import type { Field } from "../../bridged/schema";

export function iamName(maxLength: number): NonNullable<Field["validate"]> {
  return (value, name) => {
    if (typeof value !== "string" || value === "") return undefined;
    if (value.length > maxLength) {
      return `expected length of ${name} to be in the range (1 - ${maxLength}), got ${value}`;
    }
    return /^[\w+=,.@-]*$/.test(value) ? undefined : `invalid value for ${name} (must match [\\w+=,.@-])`;
  };
}

/** `name` and `namePrefix`, of which a program gives one at most. */
export function nameFields(maxLength: number) {
  return {
    name: {
      type: "string",
      computed: true,
      forceNew: true,
      autoNamed: { maxLength: 255 },
      conflictsWith: "namePrefix",
      validate: iamName(maxLength),
    },
    namePrefix: { type: "string", computed: true, forceNew: true, validate: iamName(maxLength - 26) },
  } as const satisfies Readonly<Record<string, Field>>;
}

/** `arn:aws:iam::123456789012:policy/name` */
export const validArn: NonNullable<Field["validate"]> = (value, name) =>
  typeof value !== "string" || value === "" || /^arn:[\w-]*:[\w-]+:[\w-]*:(\d{12}|aws)?:.+$/.test(value)
    ? undefined
    : `${JSON.stringify(name)} (${value}) is an invalid ARN: arn: invalid prefix`;

export const NOT_FOUND = ["NoSuchEntity"];
