import { FlinkCluster } from "../../components/flink/component";
import { FlinkConfig } from "../../components/flink/config";
import { type FlinkJob, type FlinkStorage, planFlinkJob } from "../../components/flink/deployment";
import { planFlink } from "../../components/flink/plan";
import { NO_INPUTS, type AppInputs } from "../../components/workload/inputs";
import { shapeOf } from "../../core/capacity/nodes/shape";
import { clusterOf } from "../../core/capacity/nodes/target";
import { TargetConfig } from "../../core/config/target";
import type { Typed, TypedStack } from "../stacks/values";
import { registered } from "./workload-support";

export const FLINK_SETTINGS: Typed = {
  image: "registry.example.com/streamflow/fraud-detection:1.4.0",
  version: "1.20.1",
  job: { name: "FraudDetectionJob", jar: "local:///opt/flink/jobs/fraud-detection.jar" },
  sources: ["transactions.raw"],
  ratePerCore: "2000/s",
  state: "8Gi",
};

export const AWS: FlinkStorage = { uri: "s3://example-streamflow/flink", endpoint: undefined, keys: undefined };
export const LOCAL_STORE: FlinkStorage = {
  uri: "s3://streamflow/flink",
  endpoint: "http://objects.streamflow-data.svc.cluster.local:9000",
  keys: { secret: "objects-login", id: "access-key", key: "secret-key" },
};

export interface FlinkCase {
  readonly settings?: Typed;
  readonly storage?: FlinkStorage;
  readonly inputs?: Partial<AppInputs>;
}

/** The job, and the pods that the sizing model counts with. */
export function flinkJob(stack: TypedStack, { settings = {}, storage = AWS, inputs = {} }: FlinkCase = {}) {
  const target = TargetConfig.parse(stack.target);
  const shape = shapeOf(clusterOf(target));
  const config = FlinkConfig.parse({ ...FLINK_SETTINGS, ...settings });
  const sizes = planFlink({
    path: "streamflow.flink",
    deployment: "flink-jobmanager",
    namespace: "streamflow-processing",
    config,
    shape,
    rate: 100,
    peakRate: 200,
  });
  const job = planFlinkJob(
    { partOf: "streamflow", shape, config, storage, inputs: { ...NO_INPUTS, ...inputs } },
    sizes,
  );
  return { job, pods: sizes.demand.pods };
}

export const clusterOfJob = (plan: FlinkJob, roleArn?: string) =>
  registered((namespace) => new FlinkCluster("streamflow-flink", { plan, deps: { namespace, before: [], roleArn } }));
