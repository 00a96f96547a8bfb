/** The options of the pinned Airflow and its celery provider, and the names of its metrics, from their packages. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { UserError } from "../core/problems";
import versions from "../versions.json";

export interface AirflowOptions {
  readonly packages: Readonly<Record<string, string>>;
  /** As statsd gets them with `legacy_names_on`; `*` for what a name holds, such as a DAG's id. */
  readonly metrics: readonly string[];
  /** Options by section; those that hold a secret apart. */
  readonly sections: Readonly<
    Record<string, { readonly options: readonly string[]; readonly secret: readonly string[] }>
  >;
}

type Section = { readonly options: Readonly<Record<string, { readonly sensitive?: boolean }>> };

/** Fetches the wheels with pip; nothing is installed. */
export function airflowOptions(): AirflowOptions {
  const packages = versions.python;
  const core = parse(
    inWheel("apache-airflow-core", `wheel.read("airflow/config_templates/config.yml").decode()`),
  ) as Readonly<Record<string, Section>>;
  const celery = JSON.parse(
    inWheel(
      "apache-airflow-providers-celery",
      `(lambda scope: (exec(wheel.read("airflow/providers/celery/get_provider_info.py"), scope), __import__("json").dumps(scope["get_provider_info"]()["config"]))[1])({})`,
    ),
  ) as Readonly<Record<string, Section>>;
  const sections = Object.entries({ ...core, ...celery }).map(([name, { options }]) => {
    const secret = Object.keys(options).filter((option) => options[option]?.sensitive === true);
    return [name, { options: Object.keys(options).sort(), secret: secret.sort() }] as const;
  });
  return {
    packages,
    metrics: metricNames(),
    sections: Object.fromEntries(sections.sort(([a], [b]) => a.localeCompare(b))),
  };
}

/** Read line by line: the file has texts that only Python's YAML takes. A legacy name of `-` means that there is none. */
function metricNames(): readonly string[] {
  const template = inWheel(
    "apache-airflow-core",
    `wheel.read("airflow/_shared/observability/metrics/metrics_template.yaml").decode()`,
  );
  const metrics = [...template.matchAll(/^ *- name: "([^"]+)"$[^]*?^ *legacy_name: "([^"]+)"$/gm)];
  const names = metrics.map(([, name = "", legacy = "-"]) => (legacy === "-" ? name : legacy));
  return [...new Set(names.map((name) => name.replaceAll(/\{\w+\}/g, "*")))].sort();
}

/** What a Python expression says about the wheel of a pinned package. */
function inWheel(name: keyof typeof versions.python, expression: string): string {
  const folder = mkdtempSync(join(tmpdir(), "wheel-"));
  try {
    const wanted = `${name}==${versions.python[name]}`;
    python(["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, wanted], `pip download ${wanted}`);
    const [wheel = ""] = readdirSync(folder);
    const script = `import sys, zipfile\nwheel = zipfile.ZipFile(sys.argv[1])\nprint(${expression})`;
    return python(["-c", script, join(folder, wheel)], `reading ${wheel}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function python(args: readonly string[], what: string): string {
  try {
    return execFileSync("python3", [...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    throw new UserError(`${what} failed; Airflow's options are read from that package`);
  }
}
