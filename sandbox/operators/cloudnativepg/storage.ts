import fs from "node:fs";
import path from "node:path";
import { listIfExists, readIfExists, writeFileAtomically, writeIfChanged } from "../../files";
import type { SandboxLayout } from "../../layout";
import type { Servers } from "../../postgres/servers";
import type { Name } from "../kind";

/** What a cluster's data lives and dies with: as long as one of its instances' volumes is there, so is the data. */

/** Removes data whose volumes are all gone, then notes the volumes that there are. A claim without a volume yet says nothing. */
export async function claimStorage(
  layout: SandboxLayout,
  servers: Servers,
  { namespace, name }: Name,
  volumes: readonly string[],
): Promise<void> {
  if (volumes.length === 0) return;
  const file = volumesFile(layout, { namespace, name });
  const before = JSON.parse(readIfExists(file) ?? "[]") as readonly string[];
  if (before.length > 0 && !before.some((volume) => volumes.includes(volume))) await servers.remove(namespace, name);
  writeIfChanged(file, JSON.stringify(volumes));
}

/** Clusters that have data. */
export function clustersWithData(layout: SandboxLayout): readonly Name[] {
  const root = path.join(layout.dir, "postgres");
  return listIfExists(root).flatMap((namespace) =>
    listIfExists(path.join(root, namespace)).map((name) => ({ namespace, name })),
  );
}

/** The first steps after the initialization were all done; without that they begin anew on an empty server. */
export function isBootstrapped(layout: SandboxLayout, name: Name): boolean {
  return fs.existsSync(bootstrappedFile(layout, name));
}

export function markBootstrapped(layout: SandboxLayout, name: Name): void {
  writeFileAtomically(bootstrappedFile(layout, name), new Date().toISOString());
}

const volumesFile = (layout: SandboxLayout, { namespace, name }: Name): string =>
  path.join(layout.postgres(namespace, name), "volumes.json");
const bootstrappedFile = (layout: SandboxLayout, { namespace, name }: Name): string =>
  path.join(layout.postgres(namespace, name), "bootstrapped");
