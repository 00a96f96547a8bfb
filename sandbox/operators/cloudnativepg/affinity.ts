import { given } from "../kubernetes/merge";
import type { CnpgCluster } from "./cluster";
import { LABELS } from "./labels";

/** The instances keep apart where they can, unless the specification says otherwise, and the specification's own terms. */
export function affinity({ spec, metadata }: CnpgCluster): Record<string, unknown> | undefined {
  const { affinity: wanted = {} } = spec;
  const term = {
    labelSelector: {
      matchExpressions: [
        { key: LABELS.cluster, operator: "In", values: [metadata.name] },
        { key: LABELS.podRole, operator: "In", values: ["instance"] },
      ],
    },
    topologyKey: wanted.topologyKey ?? "kubernetes.io/hostname",
  };
  const isOn = wanted.enablePodAntiAffinity !== false;
  const isRequired = wanted.podAntiAffinityType === "required";
  const { additionalPodAntiAffinity: more } = wanted;
  const required = [
    ...(isOn && isRequired ? [term] : []),
    ...(more?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
  ];
  const preferred = [
    ...(isOn && !isRequired ? [{ weight: 100, podAffinityTerm: term }] : []),
    ...(more?.preferredDuringSchedulingIgnoredDuringExecution ?? []),
  ];
  const antiAffinity = given({
    requiredDuringSchedulingIgnoredDuringExecution: required.length > 0 ? required : undefined,
    preferredDuringSchedulingIgnoredDuringExecution: preferred.length > 0 ? preferred : undefined,
  });
  const all = given({
    podAntiAffinity: Object.keys(antiAffinity).length > 0 ? antiAffinity : undefined,
    podAffinity: wanted.additionalPodAffinity,
    nodeAffinity: wanted.nodeAffinity,
  });
  return Object.keys(all).length > 0 ? all : undefined;
}
