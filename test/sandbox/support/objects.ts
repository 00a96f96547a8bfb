/** What a sandbox's cluster holds, asked once. */
import { kubeClient, type KubeObject } from "../../../sandbox/kube";
import type { SandboxLayout } from "../../../sandbox/layout";

/** The objects of a list, by its path in the API. */
export async function objectsIn<T = KubeObject>({ layout }: Placed, path: string): Promise<readonly T[]> {
  const kube = kubeClient(layout);
  try {
    return ((await kube.request("GET", path)) as { readonly items: readonly T[] }).items;
  } finally {
    kube.close();
  }
}

interface Placed {
  readonly layout: SandboxLayout;
}
