import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import type { TargetConfig } from "../../core/config/target";
import { readIfExists, writeFileAtomically } from "../files";
import type { KubeClient, KubeObject } from "../kube";
import type { SandboxLayout } from "../layout";
import { waitFor } from "../wait";
import { clusterObjects } from "./cluster-objects";

/** What was applied the last time: applying it all again would cost seconds at each start. */
interface Applied {
  readonly definitions: string;
  /** `strimzi.io/v1/kafkas` of every version that is served. */
  readonly kinds: readonly string[];
  readonly objects: string;
}

/**
 * Custom resource definitions, nodes, storage class and the operators' namespaces. True if anything had to be applied.
 * What someone deleted by hand is noticed, what someone edited isn't.
 */
export async function populate(
  layout: SandboxLayout,
  kube: KubeClient,
  target: TargetConfig,
  crdsDir: string,
): Promise<boolean> {
  const file = path.join(layout.kube.dir, "applied.json");
  const before = JSON.parse(readIfExists(file) ?? "{}") as Partial<Applied>;
  const texts = definitionFiles(crdsDir).map((name) => fs.readFileSync(name, "utf8"));
  const objects = clusterObjects(target);
  const definitions = hashOf(texts);
  const objectsHash = hashOf(objects.map((object) => JSON.stringify(object)));
  const [kindsThere, objectsThere] = await Promise.all([
    before.definitions === definitions && serves(kube, before.kinds ?? []),
    before.objects === objectsHash && haveObjects(kube, objects),
  ]);
  if (kindsThere && objectsThere) return false;
  const [kinds] = await Promise.all([
    kindsThere ? (before.kinds ?? []) : applyDefinitions(layout, kube, texts),
    objectsThere ? undefined : applyObjects(kube, objects),
  ]);
  writeFileAtomically(file, JSON.stringify({ definitions, kinds, objects: objectsHash } satisfies Applied));
  return true;
}

const ESTABLISH_DEADLINE_MS = 180_000;

const hashOf = (texts: readonly string[]): string => createHash("sha256").update(texts.join("\0")).digest("hex");

const definitionFiles = (dir: string): readonly string[] =>
  fs
    .readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => path.join(dir, name));

interface Definition extends KubeObject {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly plural: string };
    readonly versions: readonly { readonly name: string; readonly served: boolean }[];
  };
}

/** Applies all at once, waits until the server serves every one of them, and returns their kinds. */
async function applyDefinitions(
  layout: SandboxLayout,
  kube: KubeClient,
  texts: readonly string[],
): Promise<readonly string[]> {
  const definitions = texts.flatMap((text) =>
    parseAllDocuments(text).flatMap((document) => (document.toJS() as Definition | null) ?? []),
  );
  await Promise.all(definitions.map((definition) => kube.apply(definition)));
  const kinds = definitions.flatMap(({ spec }) =>
    spec.versions.filter((v) => v.served).map((v) => `${spec.group}/${v.name}/${spec.names.plural}`),
  );
  await waitFor(layout, { what: "a kind that was just defined", deadlineMs: ESTABLISH_DEADLINE_MS }, () =>
    serves(kube, kinds),
  );
  return kinds;
}

/** The server's list of all its kinds, in one small answer (aggregated discovery). */
const DISCOVERY = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

interface Discovery {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources: readonly { readonly resource: string }[];
    }[];
  }[];
}

async function serves(kube: KubeClient, kinds: readonly string[]): Promise<boolean> {
  const { items } = (await kube.request("GET", "/apis", { accept: DISCOVERY })) as Discovery;
  const served = new Set(
    items.flatMap(({ metadata, versions }) =>
      versions.flatMap(({ version, resources }) =>
        resources.map(({ resource }) => `${metadata.name}/${version}/${resource}`),
      ),
    ),
  );
  return kinds.every((kind) => served.has(kind));
}

async function haveObjects(kube: KubeClient, objects: readonly KubeObject[]): Promise<boolean> {
  const found = await Promise.all(objects.map(async (object) => kube.get(await kube.pathOf(object))));
  return found.every((object) => object !== undefined);
}

async function applyObjects(kube: KubeClient, objects: readonly KubeObject[]): Promise<void> {
  await Promise.all(
    objects.map(async ({ status, ...object }) => {
      await kube.apply(object);
      if (status !== undefined) await kube.apply({ ...object, status }, "status");
    }),
  );
}
