/* Made by `npm run schemas` from the operator's definition; edits here are lost. */
import type { DeepReadonly, ObjectMeta } from "./common";

/** As the API server of monitoring.coreos.com/v1 takes it, without `status`. */
export type PrometheusRule = DeepReadonly<MutablePrometheusRule>;

export interface MutablePrometheusRule {
  apiVersion: "monitoring.coreos.com/v1";
  kind: "PrometheusRule";
  metadata: ObjectMeta;
  spec: {
    groups?: {
      interval?: string;
      labels?: {
        [k: string]: string;
      };
      limit?: number;
      name: string;
      partial_response_strategy?: string;
      query_offset?: string;
      rules?: {
        alert?: string;
        annotations?: {
          [k: string]: string;
        };
        expr: number | string;
        for?: string;
        keep_firing_for?: string;
        labels?: {
          [k: string]: string;
        };
        record?: string;
      }[];
    }[];
  };
}
