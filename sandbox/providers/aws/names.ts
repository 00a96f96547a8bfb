/** Names that Terraform makes up, and how AWS says things are called. */

const SUFFIX = /\d{18}[0-9a-f]{8}$/;
let counter = 0;

/** The prefix with the time and a counter: 26 characters that no other name of this run has. */
export function uniqueName(prefix: string, now = new Date()): string {
  const time = now.toISOString().replace(/\D/g, "").slice(0, 17);
  counter += 1;
  return `${prefix}${time.padEnd(18, "0")}${counter.toString(16).padStart(8, "0")}`;
}

/** The prefix of a name that was made so; empty for any other. */
export function prefixOf(name: string): string {
  return SUFFIX.test(name) ? name.replace(SUFFIX, "") : "";
}

export const US_EAST_1 = "us-east-1";

/** What is wrong with a bucket's name. The oldest region has older rules. */
export function bucketNameComplaint(name: string, region: string): string | undefined {
  const quoted = JSON.stringify(name);
  if (region === US_EAST_1) {
    if (name.length < 3 || name.length > 255) return `${quoted} must contain from 3 to 255 characters`;
    return /^[0-9A-Za-z._-]+$/.test(name)
      ? undefined
      : `only alphanumeric characters, hyphens, periods, and underscores allowed in ${quoted}`;
  }
  if (name.length < 3 || name.length > 63) return `${quoted} must contain from 3 to 63 characters`;
  if (!/^[0-9a-z.-]+$/.test(name)) return `only lowercase alphanumeric characters and hyphens allowed in ${quoted}`;
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return `${quoted} must not be formatted as an IP address`;
  if (name.startsWith(".")) return `${quoted} cannot start with a period`;
  if (name.endsWith(".")) return `${quoted} cannot end with a period`;
  return name.includes("..") ? `${quoted} can be only one period between labels` : undefined;
}
