import { z } from "zod";
import type { Field } from "../framework/field";
import { type Complaints, complain, parts } from "../framework/finding";
import type { Item } from "../framework/resource";
import { both, resourceRule } from "../framework/rule";
import { type Container, containersOf, podSpecs } from "../kinds/containers";
import { DEPLOYMENT } from "../kinds/flink";
import { POOLER } from "../kinds/postgres";

interface Args {
  readonly exempt: readonly string[];
}

const LABEL = "pod-security.kubernetes.io/enforce";
const SYSTEM = /^(kube-|default$)/;
/** Kinds whose operator says who runs the containers. */
const OPERATED = [POOLER, DEPLOYMENT];

export const podSecurity = resourceRule<Args>({
  id: "SEC-05",
  slug: "pod-security",
  severity: "critical",
  level: both("mandatory"),
  description:
    "Containers don't run as root, privileged or in the host's namespaces, and namespaces enforce a Pod Security Standard.",
  why: "A container that runs as root or privileged is one fault away from the node, and so from every other pod on it.",
  remedy:
    "Set securityContext.runAsNonRoot: true, drop privileged and host*, and label the namespace pod-security.kubernetes.io/enforce: restricted.",
  args: z.strictObject({
    exempt: z
      .array(z.string())
      .describe(
        "Names (or beginnings of them) of workloads and namespaces that must be closer to the node, such as network plugins.",
      ),
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
  }),
  example: {
    target: "single-node",
    bad: example("{ runAsNonRoot: true }", "{ privileged: true }"),
    good: example("{ runAsNonRoot: true }", "{ allowPrivilegeEscalation: false }"),
  },
  check: (item, { exempt }) => {
    if (exempt.some((name) => item.name.startsWith(name)) || item.namespace === "kube-system") return [];
    return parts(
      item,
      () => (item.kind === "core/Namespace" ? namespace(item) : []),
      ...podSpecs(item).flatMap((spec) => [
        () => hostComplaints(item, spec),
        ...containersOf(spec).map((container) => () => containerComplaints(item, spec, container)),
      ]),
    );
  },
});

function namespace(item: Item): Complaints {
  if (SYSTEM.test(item.name)) return [];
  const at = item.props.at("metadata", "labels", LABEL);
  return at.text === "restricted" || at.text === "baseline" || at.text === "privileged"
    ? []
    : [complain(item, at, "is missing: must be restricted or baseline, or any pod may be privileged")];
}

function hostComplaints(item: Item, spec: Field): Complaints {
  return ["hostNetwork", "hostPID", "hostIPC"].flatMap((key) =>
    spec.at(key).flag === true
      ? [complain(item, spec.at(key), "is true, must be false: the pod shares the node's own namespaces")]
      : [],
  );
}

function containerComplaints(item: Item, spec: Field, { at, name }: Container): Complaints {
  const own = at.at("securityContext");
  const pod = spec.at("securityContext");
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
    ...(user === 0 ? [complain(item, setting("runAsUser"), `container ${name} runs as root, must not`)] : []),
    ...(nonRoot === false && user === undefined
      ? [complain(item, setting("runAsNonRoot"), `is false for container ${name}, must be true`)]
      : []),
    ...(nonRoot === undefined && user === undefined && !OPERATED.includes(item.kind)
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
