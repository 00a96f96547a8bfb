import { given } from "../kubernetes/merge";

/** What the operator's pods have in common: they keep to the Pod Security Standard `restricted`, and copy the instance manager first. */

export const podSecurity = ({ user, group }: { readonly user: number; readonly group: number }) => ({
  runAsNonRoot: true,
  runAsUser: user,
  runAsGroup: group,
  fsGroup: group,
  seccompProfile: { type: "RuntimeDefault" },
});

export const CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
} as const;

export const bootstrapContainer = (resources?: object) => ({
  name: "bootstrap-controller",
  image: "ghcr.io/cloudnative-pg/cloudnative-pg",
  command: ["/manager", "bootstrap", "/controller/manager"],
  securityContext: CONTAINER_SECURITY,
  ...given({ resources }),
  volumeMounts: [{ name: "scratch-data", mountPath: "/controller" }],
});
