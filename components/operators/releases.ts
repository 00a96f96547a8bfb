/** Which charts are released, where, and after which others. */
import { charts, type Chart } from "../../core/charts";
import type { TargetConfig } from "../../core/config/target";
import type { ScrapeTarget } from "../monitoring/monitors";
import type { PodSecurity } from "../namespace/plan";
import { OPERATOR_NAMESPACES, OPERATOR_PODS } from "./names";
import { needsCertManager, type OperatorNeeds } from "./plan";
import {
  barmanCloudValues,
  certManagerValues,
  cloudNativePgValues,
  flinkOperatorValues,
  strimziValues,
} from "./values";

export interface ReleasePlan {
  /** Name of the release, and of its child. */
  readonly name: string;
  readonly namespace: string;
  readonly chart: Chart;
  readonly values: Readonly<Record<string, unknown>>;
  /** Releases that must be there first. */
  readonly after: readonly string[];
}

export interface OperatorsPlan {
  readonly target: TargetConfig["kind"];
  readonly namespaces: readonly { readonly name: string; readonly podSecurity: PodSecurity }[];
  readonly releases: readonly ReleasePlan[];
  /** The Flink operator's webhook keeps its certificate under a password. */
  readonly keystore: boolean;
}

export function planOperators(needs: OperatorNeeds, target: TargetConfig["kind"]): OperatorsPlan {
  const releases = releasesOf(needs);
  const namespaces = [...new Set(releases.map(({ namespace }) => namespace))];
  return {
    target,
    namespaces: namespaces.map((name) => ({ name, podSecurity: "restricted" })),
    releases,
    keystore: needs.flink,
  };
}

function releasesOf(needs: OperatorNeeds): readonly ReleasePlan[] {
  const { certManager, cloudNativePg, barmanCloud, strimzi, flinkOperator } = charts;
  const release = (
    name: string,
    namespace: string,
    chart: Chart,
    values: ReleasePlan["values"],
    ...after: readonly string[]
  ): ReleasePlan => ({ name, namespace, chart, values, after });
  return [
    ...(needsCertManager(needs)
      ? [release("cert-manager", OPERATOR_NAMESPACES.certManager, certManager, certManagerValues())]
      : []),
    ...(needs.cloudNativePg
      ? [release("cnpg", OPERATOR_NAMESPACES.cloudNativePg, cloudNativePg, cloudNativePgValues())]
      : []),
    ...(needs.barmanCloud === true
      ? [
          release(
            "barman-cloud",
            OPERATOR_NAMESPACES.cloudNativePg,
            barmanCloud,
            barmanCloudValues(),
            "cert-manager",
            "cnpg",
          ),
        ]
      : []),
    ...(needs.strimzi ? [release("strimzi", OPERATOR_NAMESPACES.strimzi, strimzi, strimziValues())] : []),
    ...(needs.flink
      ? [
          release(
            "flink-kubernetes-operator",
            OPERATOR_NAMESPACES.flink,
            flinkOperator,
            flinkOperatorValues(flinkOperator.version),
            "cert-manager",
          ),
        ]
      : []),
  ];
}

/** The operators' own metrics. */
export const operatorTargets = (needs: OperatorNeeds): readonly ScrapeTarget[] =>
  (["strimzi", "cloudNativePg", "flink"] as const)
    .filter((operator) => needs[operator])
    .map((operator) => {
      const { labels, metrics } = OPERATOR_PODS[operator];
      return {
        name: `${OPERATOR_NAMESPACES[operator]}-operator`,
        namespace: OPERATOR_NAMESPACES[operator],
        partOf: "operators",
        pods: labels,
        endpoints: [metrics],
      };
    });
