import type { Kafka } from "../../../schemas/types/Kafka";
import type { KafkaNodePool } from "../../../schemas/types/KafkaNodePool";
import { UNPRIVILEGED, apart, placementOf } from "../../pods";
import type { KafkaDeployment } from "./deployment";
import { CLIENT_FILES, STRIMZI_LABELS, strimziNames } from "./names";

type PoolTemplate = NonNullable<NonNullable<KafkaNodePool["spec"]>["template"]>;
type EntityOperator = NonNullable<NonNullable<Kafka["spec"]>["entityOperator"]>;
type Exporter = NonNullable<NonNullable<Kafka["spec"]>["kafkaExporter"]>;

/** What the Pod Security Standard `restricted` asks for. */
const POD = { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } } as const;
const CONTAINER = {
  securityContext: {
    ...UNPRIVILEGED,
    ...POD,
  },
} as const;

/** Pods of a node pool: as many as there are get nodes of their own, evenly over the zones. */
export function poolTemplate(plan: KafkaDeployment, pool: string, copies: number, isBroker: boolean): PoolTemplate {
  const labels = { [STRIMZI_LABELS.cluster]: plan.cluster, [STRIMZI_LABELS.pool]: pool };
  const tools = plan.secured && isBroker;
  return {
    pod: {
      // The image's user is in group 0, which must own the volume.
      securityContext: { ...POD, fsGroup: 0 },
      ...(copies > 1 ? placementOf(apart(plan.zones), labels) : {}),
      ...(tools
        ? {
            volumes: [
              { name: "admin", secret: { secretName: strimziNames.superuserSecret(plan.cluster), defaultMode: 0o440 } },
            ],
          }
        : {}),
    },
    kafkaContainer: {
      ...CONTAINER,
      ...(tools ? { volumeMounts: [{ name: "admin", mountPath: CLIENT_FILES.folder, readOnly: true }] } : {}),
    },
    initContainer: CONTAINER,
  };
}

/** Users are ours; the user operator would delete those that it has no KafkaUser for. */
export const entityOperatorTemplate = (ignoredUsers: string | undefined): NonNullable<EntityOperator["template"]> => ({
  pod: { securityContext: POD },
  topicOperatorContainer: CONTAINER,
  userOperatorContainer: {
    ...CONTAINER,
    ...(ignoredUsers === undefined ? {} : { env: [{ name: "STRIMZI_IGNORED_USERS_PATTERN", value: ignoredUsers }] }),
  },
});

export const exporterTemplate: NonNullable<Exporter["template"]> = {
  pod: { securityContext: POD },
  container: CONTAINER,
};
