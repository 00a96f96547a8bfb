/** Writes `schemas/*.json` from the API description of the pinned Kubernetes, the pinned operators' CRDs and the pinned Airflow's options. Needs Go, pip and the tools. */
import { execFileSync } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT, progress, runCommand } from "../core/cli";
import { UserError } from "../core/problems";
import { toolPath } from "../tools/paths";
import versions from "../versions.json";
import { airflowOptions } from "./airflow";
import { typeFiles } from "./types";
import { builtInSchemas } from "./built-in";
import { customSchemas } from "./custom";

void runCommand(
  {
    name: "schemas",
    about: "Writes schemas/*.json from the pinned Kubernetes and the operators' CRDs.",
    options: {
      crds: { type: "string", value: "DIR", about: "Folder with the operators' CRDs instead of the pinned ones." },
    },
  },
  async ({ crds }) => {
    const version = versions.tools.kubernetes;
    const [, minor = "", patch = ""] = version.split(".");
    const builtIn = builtInSchemas({
      version,
      kubernetes: goModule(`k8s.io/kubernetes@v${version}`),
      api: goModule(`k8s.io/api@v0.${minor}.${patch}`),
    });
    const custom = customSchemas([crds ?? toolPath("crds")]);
    for (const file of readdirSync(__dirname).filter((name) => /(^kubernetes|_[A-Z]\w+)\.json$/.test(name)))
      rmSync(join(__dirname, file));
    write("kubernetes.json", builtIn);
    for (const kind of custom) write(`${kind.apiVersion.replace("/", "_")}_${kind.kind}.json`, kind);
    write("airflow-options.json", airflowOptions());
    for (const [name, text] of await typeFiles(custom)) writeFileSync(join(__dirname, "types", name), text);
    progress(`${Object.keys(builtIn.kinds).length} built-in and ${custom.length} custom kinds`);
    return EXIT.clean;
  },
);

function write(name: string, content: object): void {
  writeFileSync(join(__dirname, name), `${JSON.stringify(content, null, 1)}\n`);
}

/** Folder of a Go module, fetched when it isn't there. */
function goModule(module: string): string {
  let answer: unknown;
  try {
    answer = JSON.parse(
      execFileSync("go", ["mod", "download", "-json", module], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        cwd: "/",
      }),
    );
  } catch {
    throw new UserError(`go mod download ${module} failed; the schemas are made from that module`);
  }
  if (typeof answer === "object" && answer !== null && "Dir" in answer && typeof answer.Dir === "string")
    return answer.Dir;
  throw new UserError(`go mod download ${module} names no folder`);
}
