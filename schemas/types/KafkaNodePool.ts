/* Made by `npm run schemas` from the operator's definition; edits here are lost. */
import type { DeepReadonly, ObjectMeta } from "./common";

/** As the API server of kafka.strimzi.io/v1 takes it, without `status`. */
export type KafkaNodePool = DeepReadonly<MutableKafkaNodePool>;

export interface MutableKafkaNodePool {
  apiVersion: "kafka.strimzi.io/v1";
  kind: "KafkaNodePool";
  metadata: ObjectMeta;
  spec?: {
    replicas: number;
    storage: {
      class?: string;
      deleteClaim?: boolean;
      id?: number;
      kraftMetadata?: "shared";
      selector?: {
        [k: string]: string;
      };
      size?: string;
      sizeLimit?: string;
      type: "ephemeral" | "persistent-claim" | "jbod";
      volumeAttributesClass?: string;
      volumes?: {
        class?: string;
        deleteClaim?: boolean;
        id?: number;
        kraftMetadata?: "shared";
        selector?: {
          [k: string]: string;
        };
        size?: string;
        sizeLimit?: string;
        type: "ephemeral" | "persistent-claim";
        volumeAttributesClass?: string;
      }[];
    };
    roles: ("controller" | "broker")[];
    resources?: {
      claims?: {
        name?: string;
        request?: string;
      }[];
      limits?: {
        [k: string]: number | string;
      };
      requests?: {
        [k: string]: number | string;
      };
    };
    jvmOptions?: {
      "-XX"?: {
        [k: string]: string;
      };
      "-Xmx"?: string;
      "-Xms"?: string;
      gcLoggingEnabled?: boolean;
      javaSystemProperties?: {
        name?: string;
        value?: string;
      }[];
    };
    template?: {
      podSet?: PodSet59Ef47;
      pod?: {
        metadata?: Metadata16B201;
        imagePullSecrets?: {
          name?: string;
        }[];
        securityContext?: {
          appArmorProfile?: {
            localhostProfile?: string;
            type?: string;
          };
          fsGroup?: number;
          fsGroupChangePolicy?: string;
          runAsGroup?: number;
          runAsNonRoot?: boolean;
          runAsUser?: number;
          seLinuxChangePolicy?: string;
          seLinuxOptions?: {
            level?: string;
            role?: string;
            type?: string;
            user?: string;
          };
          seccompProfile?: {
            localhostProfile?: string;
            type?: string;
          };
          supplementalGroups?: number[];
          supplementalGroupsPolicy?: string;
          sysctls?: {
            name?: string;
            value?: string;
          }[];
          windowsOptions?: WindowsOptions230B44;
        };
        terminationGracePeriodSeconds?: number;
        affinity?: {
          nodeAffinity?: {
            preferredDuringSchedulingIgnoredDuringExecution?: {
              preference?: Preference554D41;
              weight?: number;
            }[];
            requiredDuringSchedulingIgnoredDuringExecution?: {
              nodeSelectorTerms?: Preference554D41[];
            };
          };
          podAffinity?: PodAffinityAc7810;
          podAntiAffinity?: PodAffinityAc7810;
        };
        tolerations?: {
          effect?: string;
          key?: string;
          operator?: string;
          tolerationSeconds?: number;
          value?: string;
        }[];
        topologySpreadConstraints?: {
          labelSelector?: LabelSelectorBe7Cf6;
          matchLabelKeys?: string[];
          maxSkew?: number;
          minDomains?: number;
          nodeAffinityPolicy?: string;
          nodeTaintsPolicy?: string;
          topologyKey?: string;
          whenUnsatisfiable?: string;
        }[];
        priorityClassName?: string;
        schedulerName?: string;
        hostAliases?: {
          hostnames?: string[];
          ip?: string;
        }[];
        dnsPolicy?: "ClusterFirst" | "ClusterFirstWithHostNet" | "Default" | "None";
        dnsConfig?: {
          nameservers?: string[];
          options?: {
            name?: string;
            value?: string;
          }[];
          searches?: string[];
        };
        enableServiceLinks?: boolean;
        tmpDirSizeLimit?: string;
        volumes?: {
          name?: string;
          secret?: {
            defaultMode?: number;
            items?: {
              key?: string;
              mode?: number;
              path?: string;
            }[];
            optional?: boolean;
            secretName?: string;
          };
          configMap?: {
            defaultMode?: number;
            items?: {
              key?: string;
              mode?: number;
              path?: string;
            }[];
            name?: string;
            optional?: boolean;
          };
          emptyDir?: {
            medium?: "Memory";
            sizeLimit?: string;
          };
          persistentVolumeClaim?: {
            claimName?: string;
            readOnly?: boolean;
          };
          csi?: {
            driver?: string;
            fsType?: string;
            nodePublishSecretRef?: {
              name?: string;
            };
            readOnly?: boolean;
            volumeAttributes?: {
              [k: string]: string;
            };
          };
          image?: {
            pullPolicy?: string;
            reference?: string;
          };
        }[];
        hostUsers?: boolean;
      };
      perPodService?: PodSet59Ef47;
      perPodRoute?: PodSet59Ef47;
      perPodIngress?: PodSet59Ef47;
      persistentVolumeClaim?: PodSet59Ef47;
      kafkaContainer?: KafkaContainerB92E53;
      initContainer?: KafkaContainerB92E53;
    };
  };
}
export interface PodSet59Ef47 {
  metadata?: Metadata16B201;
}
export interface Metadata16B201 {
  labels?: {
    [k: string]: string;
  };
  annotations?: {
    [k: string]: string;
  };
}
export interface WindowsOptions230B44 {
  gmsaCredentialSpec?: string;
  gmsaCredentialSpecName?: string;
  hostProcess?: boolean;
  runAsUserName?: string;
}
export interface Preference554D41 {
  matchExpressions?: {
    key?: string;
    operator?: string;
    values?: string[];
  }[];
  matchFields?: {
    key?: string;
    operator?: string;
    values?: string[];
  }[];
}
export interface PodAffinityAc7810 {
  preferredDuringSchedulingIgnoredDuringExecution?: {
    podAffinityTerm?: PodAffinityTerm837600;
    weight?: number;
  }[];
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm837600[];
}
export interface PodAffinityTerm837600 {
  labelSelector?: LabelSelectorBe7Cf6;
  matchLabelKeys?: string[];
  mismatchLabelKeys?: string[];
  namespaceSelector?: LabelSelectorBe7Cf6;
  namespaces?: string[];
  topologyKey?: string;
}
export interface LabelSelectorBe7Cf6 {
  matchExpressions?: {
    key?: string;
    operator?: string;
    values?: string[];
  }[];
  matchLabels?: {
    [k: string]: string;
  };
}
export interface KafkaContainerB92E53 {
  env?: {
    name?: string;
    value?: string;
    valueFrom?: {
      secretKeyRef?: {
        key?: string;
        name?: string;
        optional?: boolean;
      };
      configMapKeyRef?: {
        key?: string;
        name?: string;
        optional?: boolean;
      };
    };
  }[];
  securityContext?: {
    allowPrivilegeEscalation?: boolean;
    appArmorProfile?: {
      localhostProfile?: string;
      type?: string;
    };
    capabilities?: {
      add?: string[];
      drop?: string[];
    };
    privileged?: boolean;
    procMount?: string;
    readOnlyRootFilesystem?: boolean;
    runAsGroup?: number;
    runAsNonRoot?: boolean;
    runAsUser?: number;
    seLinuxOptions?: {
      level?: string;
      role?: string;
      type?: string;
      user?: string;
    };
    seccompProfile?: {
      localhostProfile?: string;
      type?: string;
    };
    windowsOptions?: WindowsOptions230B44;
  };
  volumeMounts?: {
    mountPath?: string;
    mountPropagation?: string;
    name?: string;
    readOnly?: boolean;
    recursiveReadOnly?: string;
    subPath?: string;
    subPathExpr?: string;
  }[];
}
