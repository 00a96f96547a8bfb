import { StackConfig } from "../../stacks/config";
import { ALL_SECRETS } from "../../stacks/secrets";
import { rows } from "./tables";
import { type Setting, settingsOf } from "./settings";

/** `docs/config.md`: one table per key of a stack's config. */
export function configPage(): string {
  const settings = settingsOf(StackConfig);
  const groups = [...new Set(settings.map(({ path }) => firstOf(path)))];
  return `${[HEAD, ...groups.map((group) => sectionOf(group, settings)), SECRETS, rows(["Key", "Meaning"], secrets())].join("\n\n")}\n`;
}

const HEAD = `<!-- Made by \`npm run docs\` from the schemas; edits here are lost. -->

# Settings of a stack

A stack's settings stand in \`Pulumi.<stack>.yaml\` under \`config:\`, each key with \`streaming:\` before it. \`npm run check\` reads them as
\`pulumi up\` does and tells everything that is wrong at once. Editors that read JSON Schema find one in \`schemas/stack-config.schema.json\`.`;

const SECRETS = `## Secrets

Each has a key of its own and is encrypted: \`npm run secrets -- --stack <stack>\` makes the missing ones.`;

const secrets = () => ALL_SECRETS.map(({ key, description }) => [`\`${key}\``, description]);

const firstOf = (path: string): string => /^\w+/.exec(path)?.[0] ?? path;

function sectionOf(group: string, settings: readonly Setting[]): string {
  const [own, ...others] = settings.filter(({ path }) => firstOf(path) === group);
  const table = others.map(({ path, takes, need, about }) => [
    `\`${path.slice(group.length).replace(/^\./, "")}\``,
    takes ?? "",
    needText(need),
    about,
  ]);
  return `## \`streaming:${group}\`\n\n${own?.about ?? ""} ${own === undefined ? "" : needText(own.need)}\n\n${rows(["Setting", "Takes", "Default", "Meaning"], table)}`.replace(
    " \n",
    "\n",
  );
}

function needText(need: Setting["need"]): string {
  if (need === "required") return "**required**";
  return need === "optional"
    ? ""
    : `\`${typeof need.default === "string" ? need.default : JSON.stringify(need.default)}\``;
}
