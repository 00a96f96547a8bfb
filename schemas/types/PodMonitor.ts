/* Made by `npm run schemas` from the operator's definition; edits here are lost. */
import type { DeepReadonly, ObjectMeta } from "./common";

/** As the API server of monitoring.coreos.com/v1 takes it, without `status`. */
export type PodMonitor = DeepReadonly<MutablePodMonitor>;

export type MetricRelabelings76Af63 = {
  action?:
    | "replace"
    | "Replace"
    | "keep"
    | "Keep"
    | "drop"
    | "Drop"
    | "hashmod"
    | "HashMod"
    | "labelmap"
    | "LabelMap"
    | "labeldrop"
    | "LabelDrop"
    | "labelkeep"
    | "LabelKeep"
    | "lowercase"
    | "Lowercase"
    | "uppercase"
    | "Uppercase"
    | "keepequal"
    | "KeepEqual"
    | "dropequal"
    | "DropEqual";
  modulus?: number;
  regex?: string;
  replacement?: string;
  separator?: string;
  sourceLabels?: string[];
  targetLabel?: string;
}[];

export interface MutablePodMonitor {
  apiVersion: "monitoring.coreos.com/v1";
  kind: "PodMonitor";
  metadata: ObjectMeta;
  spec: {
    attachMetadata?: {
      node?: boolean;
    };
    bodySizeLimit?: string;
    convertClassicHistogramsToNHCB?: boolean;
    fallbackScrapeProtocol?:
      | "PrometheusProto"
      | "OpenMetricsText0.0.1"
      | "OpenMetricsText1.0.0"
      | "PrometheusText0.0.4"
      | "PrometheusText1.0.0";
    jobLabel?: string;
    keepDroppedTargets?: number;
    labelLimit?: number;
    labelNameLengthLimit?: number;
    labelValueLengthLimit?: number;
    namespaceSelector?: {
      any?: boolean;
      matchNames?: string[];
    };
    nativeHistogramBucketLimit?: number;
    nativeHistogramMinBucketFactor?: number | string;
    podMetricsEndpoints?: {
      authorization?: {
        credentials?: {
          key: string;
          name?: string;
          optional?: boolean;
        };
        type?: string;
      };
      basicAuth?: {
        password?: {
          key: string;
          name?: string;
          optional?: boolean;
        };
        username?: {
          key: string;
          name?: string;
          optional?: boolean;
        };
      };
      bearerTokenSecret?: {
        key: string;
        name?: string;
        optional?: boolean;
      };
      enableHttp2?: boolean;
      filterRunning?: boolean;
      followRedirects?: boolean;
      honorLabels?: boolean;
      honorTimestamps?: boolean;
      interval?: string;
      metricRelabelings?: MetricRelabelings76Af63;
      noProxy?: string;
      oauth2?: {
        clientId: ClientId931101;
        clientSecret: {
          key: string;
          name?: string;
          optional?: boolean;
        };
        endpointParams?: {
          [k: string]: string;
        };
        noProxy?: string;
        proxyConnectHeader?: {
          [k: string]: {
            key: string;
            name?: string;
            optional?: boolean;
          }[];
        };
        proxyFromEnvironment?: boolean;
        proxyUrl?: string;
        scopes?: string[];
        tlsConfig?: TlsConfig951398;
        tokenUrl: string;
      };
      params?: {
        [k: string]: string[];
      };
      path?: string;
      port?: string;
      portNumber?: number;
      proxyConnectHeader?: {
        [k: string]: {
          key: string;
          name?: string;
          optional?: boolean;
        }[];
      };
      proxyFromEnvironment?: boolean;
      proxyUrl?: string;
      relabelings?: MetricRelabelings76Af63;
      scheme?: "http" | "https";
      scrapeTimeout?: string;
      targetPort?: number | string;
      tlsConfig?: TlsConfig951398;
      trackTimestampsStaleness?: boolean;
    }[];
    podTargetLabels?: string[];
    sampleLimit?: number;
    scrapeClass?: string;
    scrapeClassicHistograms?: boolean;
    scrapeProtocols?: (
      | "PrometheusProto"
      | "OpenMetricsText0.0.1"
      | "OpenMetricsText1.0.0"
      | "PrometheusText0.0.4"
      | "PrometheusText1.0.0"
    )[];
    selector: {
      matchExpressions?: {
        key: string;
        operator: string;
        values?: string[];
      }[];
      matchLabels?: {
        [k: string]: string;
      };
    };
    selectorMechanism?: "RelabelConfig" | "RoleSelector";
    targetLimit?: number;
  };
}
export interface ClientId931101 {
  configMap?: {
    key: string;
    name?: string;
    optional?: boolean;
  };
  secret?: {
    key: string;
    name?: string;
    optional?: boolean;
  };
}
export interface TlsConfig951398 {
  ca?: ClientId931101;
  cert?: ClientId931101;
  insecureSkipVerify?: boolean;
  keySecret?: {
    key: string;
    name?: string;
    optional?: boolean;
  };
  maxVersion?: "TLS10" | "TLS11" | "TLS12" | "TLS13";
  minVersion?: "TLS10" | "TLS11" | "TLS12" | "TLS13";
  serverName?: string;
}
