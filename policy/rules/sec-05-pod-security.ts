import { z } from "zod";
import type { Field } from "../framework/field";
import { type Complaints, complain, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, resourceRule } from "../framework/rule";
import { type Container, type PodPart, podParts } from "../kinds/containers";

interface Args {
  readonly exempt: readonly string[];
  readonly agents: readonly string[];
}

const LABEL = "pod-security.kubernetes.io/enforce";
const SYSTEM = /^(kube-|default$)/;
/** Capabilities that the Pod Security Standard baseline lets a container add [Kubernetes docs, Pod Security Standards], and two that databases ask for. */
const CAPABILITIES = new Set(
  (
    "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT " +
    "SYS_NICE IPC_LOCK"
  ).split(" "),
);
/** Folders of the node through which a pod takes it over. */
const NODE_FOLDERS =
  /^\/+$|^\/(etc|proc|sys|dev|boot|root|var|run|var\/run)\/*$|^\/etc\/kubernetes|\.sock$|^(\/var)?\/run\/(docker|containerd|crio)\/*$|^\/var\/lib\/(kubelet|docker|containerd|etcd|rancher)\/*$/;

export const podSecurity = resourceRule<Args>({
  id: "SEC-05",
  slug: "pod-security",
  severity: "critical",
  level: both("mandatory"),
  description:
    "Containers don't run as root, privileged or with the node's folders and namespaces, and namespaces enforce a Pod Security Standard.",
  why: "A container that runs as root or privileged is one fault away from the node, and so from every other pod on it.",
  remedy:
    "Set securityContext.runAsNonRoot: true, drop privileged and host*, and label the namespace pod-security.kubernetes.io/enforce: restricted.",
  args: z.strictObject({
    exempt: z
      .array(z.string())
      .describe(
        "Names (or beginnings of them) of workloads and namespaces that must be closer to the node, such as network plugins.",
      ),
    agents: z
      .array(z.string())
      .describe("Words in the name of a namespace that is for agents of the node: it may enforce privileged."),
  }),
  defaults: both({
    exempt: [
      "node-exporter",
      "prometheus-node-exporter",
      "kube-prometheus-stack-prometheus-node-exporter",
      "aws-node",
      "kube-proxy",
      "cilium",
      "calico",
      "kindnet",
      "flannel",
      "ebs-csi",
      "csi-",
    ],
    agents: ["monitoring", "observability", "logging", "node", "csi", "network"],
  }),
  example: {
    target: "single-node",
    bad: example("{ runAsNonRoot: true }", "{ privileged: true }"),
    good: example("{ runAsNonRoot: true }", "{ allowPrivilegeEscalation: false }"),
  },
  check: (item, { exempt, agents }) => {
    if (exempt.some((name) => item.name.startsWith(name)) || item.namespace === "kube-system") return [];
    return parts(
      item,
      () => (item.kind === "core/Namespace" ? namespace(item, agents) : []),
      ...podParts(item).flatMap((part) => [
        () => hostComplaints(item, part.spec),
        () => podComplaints(item, part),
        ...part.containers.map((container) => () => containerComplaints(item, part, container)),
      ]),
    );
  },
});

function namespace(item: Item, agents: readonly string[]): Complaints {
  if (SYSTEM.test(item.name)) return [];
  const at = item.props.at("metadata", "labels", LABEL);
  if (at.text === "restricted" || at.text === "baseline") return [];
  if (at.text !== "privileged")
    return [complain(item, at, "is missing: must be restricted or baseline, or any pod may be privileged")];
  return item.name.split("-").some((word) => agents.includes(word))
    ? []
    : [complain(item, at, "is privileged, must be restricted or baseline: any pod may take over its node")];
}

function hostComplaints(item: Item, spec: Field): Complaints {
  const shared = ["hostNetwork", "hostPID", "hostIPC"].flatMap((key) =>
    spec.at(key).flag === true
      ? [complain(item, spec.at(key), "is true, must be false: the pod shares the node's own namespaces")]
      : [],
  );
  const mounted = spec.at("volumes").list.flatMap((volume) => {
    const at = volume.at("hostPath", "path");
    return NODE_FOLDERS.test(at.text ?? "")
      ? [complain(item, at, `is ${at.text ?? ""}, must not be mounted: through it the pod takes over its node`)]
      : [];
  });
  return [...shared, ...mounted];
}

/** Of a template without containers of its own, such as Strimzi's `template.pod`. */
function podComplaints(item: Item, { spec, containers }: PodPart): Complaints {
  const at = spec.at("securityContext");
  if (containers.length > 0) return [];
  if (at.at("runAsUser").number === 0) return [complain(item, at.at("runAsUser"), "is 0, must not be: it is root")];
  return at.at("runAsNonRoot").flag === false && !at.at("runAsUser").isSet
    ? [complain(item, at.at("runAsNonRoot"), "is false, must be true")]
    : [];
}

function containerComplaints(item: Item, { spec, isOperated }: PodPart, { at, name }: Container): Complaints {
  const own = at.at("securityContext");
  const pod = spec.at("securityContext");
  const added = own.at("capabilities", "add");
  const dangerous = added.list.filter((one) => !CAPABILITIES.has(one.text?.replace(/^CAP_/, "") ?? ""));
  const setting = (key: string): Field => (own.at(key).isSet ? own.at(key) : pod.at(key));
  const user = setting("runAsUser").number;
  const nonRoot = setting("runAsNonRoot").flag;
  return [
    ...(own.at("privileged").flag === true
      ? [complain(item, own.at("privileged"), `container ${name} is privileged, must not be`)]
      : []),
    ...(own.at("allowPrivilegeEscalation").flag === true
      ? [complain(item, own.at("allowPrivilegeEscalation"), `container ${name} may gain privileges, must not`)]
      : []),
    ...dangerous.map((one) =>
      complain(item, one, `container ${name} adds ${one.text ?? ""}, must not: it reaches beyond the container`),
    ),
    ...(user === 0 ? [complain(item, setting("runAsUser"), `container ${name} runs as root, must not`)] : []),
    ...(nonRoot === false && user === undefined
      ? [complain(item, setting("runAsNonRoot"), `is false for container ${name}, must be true`)]
      : []),
    ...(nonRoot === undefined && user === undefined && !isOperated
      ? [
          complain(
            item,
            own.at("runAsNonRoot"),
            `is missing for container ${name}, must be true: its image may run as root`,
          ),
        ]
      : []),
  ];
}

function example(pod: string, container: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: reports, namespace: apps }
spec:
  securityContext: ${pod}
  containers:
    - { name: app, image: "registry.example.org/reports:1.4.2", securityContext: ${container} }`;
}
