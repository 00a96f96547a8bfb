/** Commands of the runbook pages, run by a real shell with a kubectl that only notes how it was called. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BOOKS } from "../../../checks/docs/runbooks";
import { pageMarkdown } from "../../../components/monitoring/pages/markdown";

export interface Block {
  /** `streamflow/kafka-broker-down #3`. */
  readonly title: string;
  readonly text: string;
}

/** Every fenced block of shell, as it stands on the page. */
export const BLOCKS: readonly Block[] = BOOKS.flatMap(({ watch, pages }) =>
  pages.flatMap((page) =>
    [...pageMarkdown(page, []).matchAll(/^( *)```bash\n([\s\S]*?)\n\1```$/gm)].map(([, indent = "", text = ""], i) => ({
      title: `${watch.platform}/${page.slug} #${i + 1}`,
      text: text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    })),
  ),
);

export interface Ran {
  readonly code: number | null;
  readonly stderr: string;
  /** Arguments of each call of kubectl. */
  readonly calls: readonly (readonly string[])[];
}

/** What kubectl says where a block asks it for a name. */
const ANSWERS = [
  ["currentPrimary", "streamflow-postgres-1"],
  [".items[0].metadata.name", "flink-jobmanager-taskmanager-1-1"],
] as const;

/** `folder`: an empty one for the stand-ins. */
export function runBlock(folder: string, { text }: Block): Ran {
  const log = join(folder, "calls");
  rmSync(log, { force: true });
  const answers = ANSWERS.map(([asked, answer]) => `case "$*" in *'${asked}'*) echo ${answer};; esac`).join("\n");
  const scripts = {
    kubectl: `#!/bin/bash\n{ printf '%s\\0' "$@"; printf '\\1\\0'; } >> '${log}'\n${answers}\n`,
    curl: "#!/bin/bash\n",
    jq: "#!/bin/bash\n",
    npm: "#!/bin/bash\n",
    grep: "#!/bin/bash\n",
    date: "#!/bin/bash\necho 1770000000\n",
  };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), script);
    chmodSync(join(folder, name), 0o755);
  }
  // What an earlier step of a page made.
  writeFileSync(join(folder, "gold_export.dump"), "");
  const { status, stderr } = spawnSync("/bin/bash", ["--norc", "--noprofile", "-euc", `${text}\nwait`], {
    encoding: "utf8",
    cwd: folder,
    env: { PATH: folder, RUN_ID: "manual__2026-02-06" },
  });
  return { code: status, stderr, calls: callsIn(existsSync(log) ? readFileSync(log, "utf8") : "") };
}

const callsIn = (log: string): readonly (readonly string[])[] =>
  log
    .split("\u0001\0")
    .slice(0, -1)
    .map((call) => call.split("\0").slice(0, -1));
