import type { Kind } from "./kind";
import { brokerPod } from "./kinds/broker-pod";
import { cnpgBackup } from "./kinds/cnpg-backup";
import { cnpgCluster } from "./kinds/cnpg-cluster";
import { cnpgPooler } from "./kinds/cnpg-pooler";
import { cnpgScheduledBackup } from "./kinds/cnpg-scheduled-backup";
import { flinkDeployment } from "./kinds/flink-deployment";
import { flinkSessionJob } from "./kinds/flink-session-job";
import { releasedPods } from "./kinds/released-pods";
import { strimziKafka } from "./kinds/strimzi-kafka";
import { strimziStrangers } from "./kinds/strimzi-strangers";
import { strimziTopic } from "./kinds/strimzi-topic";
import { strimziUser } from "./kinds/strimzi-user";
import { volumeSnapshot } from "./kinds/volume-snapshot";

/** Every kind that is played. A new one is a file in `kinds/` and a line here. */
export const KINDS: readonly Kind[] = [
  brokerPod,
  cnpgCluster,
  cnpgPooler,
  cnpgBackup,
  cnpgScheduledBackup,
  strimziKafka,
  strimziTopic,
  strimziUser,
  strimziStrangers,
  flinkDeployment,
  flinkSessionJob,
  volumeSnapshot,
  releasedPods,
];
