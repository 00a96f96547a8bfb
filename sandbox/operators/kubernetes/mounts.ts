import path from "node:path";
import { secretText, type Container, type KeyToPath, type Pod, type Volume, type VolumeSource } from "./objects";
import { CONFIG_MAPS, SECRETS } from "./resources";
import type { Reader } from "./store";

/** The volume behind a path in a container: that of the deepest mount above it. */
export function volumeAt(pod: Pod, container: Container, file: string): { volume: Volume; inside: string } | undefined {
  const mounts = (container.volumeMounts ?? [])
    .filter((m) => file === m.mountPath || file.startsWith(m.mountPath.replace(/\/?$/, "/")))
    .sort((a, b) => b.mountPath.length - a.mountPath.length);
  const [mount] = mounts;
  const volume = pod.spec.volumes?.find((v) => v.name === mount?.name);
  if (!mount || !volume) return undefined;
  return { volume, inside: path.posix.join(mount.subPath ?? "", path.posix.relative(mount.mountPath, file)) };
}

/** Text of a file that a ConfigMap or Secret gives a container; undefined where none does. */
export function mountedText(store: Reader, pod: Pod, container: Container, file: string): string | undefined {
  const place = volumeAt(pod, container, file);
  return place && textIn(store, pod.metadata.namespace, place.volume, place.inside);
}

function textIn(store: Reader, namespace: string, source: VolumeSource, file: string): string | undefined {
  if (source.projected) {
    for (const part of source.projected.sources) {
      const text = textIn(store, namespace, part, file);
      if (text !== undefined) return text;
    }
  }
  if (source.configMap) {
    const { name, items } = source.configMap;
    return store.get(CONFIG_MAPS, namespace, name)?.data?.[keyOf(items, file)];
  }
  // A projected Secret is named by `name`, a volume's by `secretName`.
  const secret = source.secret?.secretName ?? source.secret?.name;
  if (secret === undefined) return undefined;
  return secretText(store.get(SECRETS, namespace, secret), keyOf(source.secret?.items, file));
}

const keyOf = (items: readonly KeyToPath[] | undefined, file: string): string =>
  items?.find((item) => path.posix.normalize(item.path) === file)?.key ?? file;
