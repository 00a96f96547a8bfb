/** Every rule, in the order of the reports. */
import type { Rule } from "../framework/rule";
import { requestsFit } from "./cap-01-requests-fit";
import { surviveNodeLoss } from "./cap-02-survive-node-loss";
import { quotaConsistent } from "./cap-04-quota-consistent";
import { diskForRetention } from "./cap-07-disk-for-retention";
import { nodeDiskSum } from "./cap-08-node-disk-sum";
import { connectionBudget } from "./cap-09-connection-budget";
import { slotsMatch } from "./cap-11-slots-match";
import { rfBrokers } from "./kaf-01-rf-brokers";
import { minIsr } from "./kaf-02-minisr";
import { internalTopics } from "./kaf-03-internal-topics";
import { partitions } from "./kaf-04-partitions";
import { retentionPair } from "./kaf-05-retention-pair";
import { heapCache } from "./kaf-06-heap-cache";
import { kraftRoles } from "./kaf-07-kraft-roles";
import { rackAntiAffinity } from "./kaf-08-rack-antiaffinity";
import { storageSafety } from "./kaf-09-storage-safety";
import { redpandaResources } from "./rpk-01-resources";
import { diskFloor } from "./rpk-02-disk-floor";
import { memoryModel } from "./flk-01-memory-model";
import { checkpointing } from "./flk-02-checkpointing";
import { durableDirs } from "./flk-03-durable-dirs";
import { highAvailability } from "./flk-04-ha";
import { postgresMemory } from "./pg-01-memory";
import { instances } from "./pg-02-instances";
import { wal } from "./pg-03-wal";
import { backup } from "./pg-04-backup";
import { pooler } from "./pg-05-pooler";
import { disruptionBudgets } from "./avl-01-pdb";
import { spread } from "./avl-02-spread";
import { resourcesSet } from "./sec-01-resources-set";
import { noLatest } from "./sec-02-no-latest";
import { noPlainSecrets } from "./sec-03-no-plain-secrets";
import { networkPolicies } from "./sec-04-netpol";
import { podSecurity } from "./sec-05-pod-security";
import { tlsAuth } from "./sec-06-tls-auth";
import { defaultPasswords } from "./sec-07-default-passwords";
import { bucket } from "./s3-01-bucket";
import { forceDestroy } from "./s3-03-force-destroy";
import { protect } from "./sta-01-protect";
import { noReplace } from "./sta-02-no-replace";
import { rulesExist } from "./obs-01-rules-exist";
import { metricCatalogue } from "./obs-02-metric-catalogue";

export const RULES: readonly Rule[] = [
  requestsFit,
  surviveNodeLoss,
  quotaConsistent,
  diskForRetention,
  nodeDiskSum,
  connectionBudget,
  slotsMatch,
  rfBrokers,
  minIsr,
  internalTopics,
  partitions,
  retentionPair,
  heapCache,
  kraftRoles,
  rackAntiAffinity,
  storageSafety,
  redpandaResources,
  diskFloor,
  memoryModel,
  checkpointing,
  durableDirs,
  highAvailability,
  postgresMemory,
  instances,
  wal,
  backup,
  pooler,
  disruptionBudgets,
  spread,
  resourcesSet,
  noLatest,
  noPlainSecrets,
  networkPolicies,
  podSecurity,
  tlsAuth,
  defaultPasswords,
  bucket,
  forceDestroy,
  protect,
  noReplace,
  rulesExist,
  metricCatalogue,
];
