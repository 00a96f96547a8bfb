import path from "node:path";

/** The repository's root folder. */
export const REPOSITORY = path.resolve(__dirname, "..");

/** Folder of every stack's sandbox; `SANDBOX_ROOT` moves it, so that tests never touch a developer's sandbox. */
export function sandboxRoot(): string {
  return process.env.SANDBOX_ROOT ? path.resolve(process.env.SANDBOX_ROOT) : path.join(REPOSITORY, ".sandbox");
}

/** Where one stack's sandbox keeps what. All paths are absolute; none of them need exist yet. */
export interface SandboxLayout {
  readonly stack: string;
  /** Folder of all stacks' sandboxes. */
  readonly root: string;
  readonly dir: string;
  /** Ports by name, chosen once (`ports.ts`). */
  readonly portsFile: string;
  /** One record per process that was started (`processes.ts`). */
  readonly runDir: string;
  readonly logDir: string;
  readonly kube: {
    readonly dir: string;
    readonly pki: string;
    readonly etcd: string;
    /** For people and for Pulumi: cluster administrator, context `sandbox-<stack>`, mode 0600. */
    readonly kubeconfig: string;
    readonly context: string;
  };
  /** Data of one broker, e.g. `kafka("apphub-system", "apphub-redpanda-0")`. */
  readonly kafka: (namespace: string, pod: string) => string;
  /** Data of one PostgreSQL server, e.g. `postgres("apphub-system", "sequencer-db")`. */
  readonly postgres: (namespace: string, cluster: string) => string;
  /** The shadow project that `pulumi -C` runs. */
  readonly project: string;
  readonly pulumi: {
    readonly home: string;
    /** Folder of the file backend. */
    readonly state: string;
    readonly backendUrl: string;
    readonly passphraseFile: string;
  };
}

/** A stack's name becomes a folder's name and part of resource names, so only these characters are taken. */
export const STACK_NAME = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/;

export function sandboxLayout(stack: string, root: string = sandboxRoot()): SandboxLayout {
  const dir = path.join(root, stack);
  const kube = path.join(dir, "kube");
  const state = path.join(dir, "state");
  return {
    stack,
    root,
    dir,
    portsFile: path.join(dir, "ports.json"),
    runDir: path.join(dir, "run"),
    logDir: path.join(dir, "log"),
    kube: {
      dir: kube,
      pki: path.join(kube, "pki"),
      etcd: path.join(kube, "etcd"),
      kubeconfig: path.join(kube, "kubeconfig"),
      context: `sandbox-${stack}`,
    },
    kafka: (namespace, pod) => path.join(dir, "kafka", namespace, pod),
    postgres: (namespace, cluster) => path.join(dir, "postgres", namespace, cluster),
    project: path.join(dir, "project"),
    pulumi: {
      home: path.join(dir, "pulumi"),
      state,
      backendUrl: `file://${state}`,
      passphraseFile: path.join(dir, "passphrase"),
    },
  };
}
