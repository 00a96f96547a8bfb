/* Made by `npm run schemas` from the operator's definition; edits here are lost. */
import type { DeepReadonly, ObjectMeta } from "./common";

/** As the API server of postgresql.cnpg.io/v1 takes it, without `status`. */
export type Pooler = DeepReadonly<MutablePooler>;

export type PodMonitorMetricRelabelings9304Ea = {
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
export type MatchExpressions16Ff08 = {
  key: string;
  operator: string;
  values?: string[];
}[];
export type Env64Cfa4 = {
  name: string;
  value?: string;
  valueFrom?: {
    configMapKeyRef?: {
      key: string;
      name?: string;
      optional?: boolean;
    };
    fieldRef?: {
      apiVersion?: string;
      fieldPath: string;
    };
    fileKeyRef?: {
      key: string;
      optional?: boolean;
      path: string;
      volumeName: string;
    };
    resourceFieldRef?: ResourceFieldRef7Fa68C;
    secretKeyRef?: {
      key: string;
      name?: string;
      optional?: boolean;
    };
  };
}[];
export type EnvFrom4Ab008 = {
  configMapRef?: {
    name?: string;
    optional?: boolean;
  };
  prefix?: string;
  secretRef?: {
    name?: string;
    optional?: boolean;
  };
}[];
export type PortsD70D03 = {
  containerPort: number;
  hostIP?: string;
  hostPort?: number;
  name?: string;
  protocol?: string;
}[];
export type RestartPolicyRulesE4E73C = {
  action: string;
  exitCodes?: {
    operator: string;
    values?: number[];
  };
}[];
export type VolumeMountsF1Cec1 = {
  mountPath: string;
  mountPropagation?: string;
  name: string;
  readOnly?: boolean;
  recursiveReadOnly?: string;
  subPath?: string;
  subPathExpr?: string;
}[];
export type ContainersA22Bd7 = {
  args?: string[];
  command?: string[];
  env?: Env64Cfa4;
  envFrom?: EnvFrom4Ab008;
  image?: string;
  imagePullPolicy?: string;
  lifecycle?: LifecycleC49D9D;
  livenessProbe?: LivenessProbeB8Ed7C;
  name: string;
  ports?: PortsD70D03;
  readinessProbe?: LivenessProbeB8Ed7C;
  resizePolicy?: {
    resourceName: string;
    restartPolicy: string;
  }[];
  resources?: ResourcesE47145;
  restartPolicy?: string;
  restartPolicyRules?: RestartPolicyRulesE4E73C;
  securityContext?: SecurityContextF58Cec;
  startupProbe?: LivenessProbeB8Ed7C;
  stdin?: boolean;
  stdinOnce?: boolean;
  terminationMessagePath?: string;
  terminationMessagePolicy?: string;
  tty?: boolean;
  volumeDevices?: {
    devicePath: string;
    name: string;
  }[];
  volumeMounts?: VolumeMountsF1Cec1;
  workingDir?: string;
}[];
export type DownwardAPI0C9Fb9 = {
  fieldRef?: {
    apiVersion?: string;
    fieldPath: string;
  };
  mode?: number;
  path: string;
  resourceFieldRef?: ResourceFieldRef7Fa68C;
}[];

export interface MutablePooler {
  apiVersion: "postgresql.cnpg.io/v1";
  kind: "Pooler";
  metadata: ObjectMeta;
  spec: {
    cluster: {
      name: string;
    };
    deploymentStrategy?: {
      rollingUpdate?: {
        maxSurge?: number | string;
        maxUnavailable?: number | string;
      };
      type?: string;
    };
    instances?: number;
    monitoring?: {
      enablePodMonitor?: boolean;
      podMonitorMetricRelabelings?: PodMonitorMetricRelabelings9304Ea;
      podMonitorRelabelings?: PodMonitorMetricRelabelings9304Ea;
    };
    pgbouncer: {
      authQuery?: string;
      authQuerySecret?: {
        name: string;
      };
      clientCASecret?: {
        name: string;
      };
      clientTLSSecret?: {
        name: string;
      };
      parameters?: {
        [k: string]: string;
      };
      paused?: boolean;
      pg_hba?: string[];
      poolMode?: "session" | "transaction";
      serverCASecret?: {
        name: string;
      };
      serverTLSSecret?: {
        name: string;
      };
    };
    serviceAccountName?: string;
    serviceTemplate?: {
      metadata?: Metadata6Af780;
      spec?: {
        allocateLoadBalancerNodePorts?: boolean;
        clusterIP?: string;
        clusterIPs?: string[];
        externalIPs?: string[];
        externalName?: string;
        externalTrafficPolicy?: string;
        healthCheckNodePort?: number;
        internalTrafficPolicy?: string;
        ipFamilies?: string[];
        ipFamilyPolicy?: string;
        loadBalancerClass?: string;
        loadBalancerIP?: string;
        loadBalancerSourceRanges?: string[];
        ports?: {
          appProtocol?: string;
          name?: string;
          nodePort?: number;
          port: number;
          protocol?: string;
          targetPort?: number | string;
        }[];
        publishNotReadyAddresses?: boolean;
        selector?: {
          [k: string]: string;
        };
        sessionAffinity?: string;
        sessionAffinityConfig?: {
          clientIP?: {
            timeoutSeconds?: number;
          };
        };
        trafficDistribution?: string;
        type?: string;
      };
    };
    template?: {
      metadata?: Metadata6Af780;
      spec?: {
        activeDeadlineSeconds?: number;
        affinity?: {
          nodeAffinity?: {
            preferredDuringSchedulingIgnoredDuringExecution?: {
              preference: Preference931Ddb;
              weight: number;
            }[];
            requiredDuringSchedulingIgnoredDuringExecution?: {
              nodeSelectorTerms: Preference931Ddb[];
            };
          };
          podAffinity?: PodAffinity7A06B2;
          podAntiAffinity?: PodAffinity7A06B2;
        };
        automountServiceAccountToken?: boolean;
        containers: ContainersA22Bd7;
        dnsConfig?: {
          nameservers?: string[];
          options?: {
            name?: string;
            value?: string;
          }[];
          searches?: string[];
        };
        dnsPolicy?: string;
        enableServiceLinks?: boolean;
        ephemeralContainers?: {
          args?: string[];
          command?: string[];
          env?: Env64Cfa4;
          envFrom?: EnvFrom4Ab008;
          image?: string;
          imagePullPolicy?: string;
          lifecycle?: LifecycleC49D9D;
          livenessProbe?: LivenessProbeB8Ed7C;
          name: string;
          ports?: PortsD70D03;
          readinessProbe?: LivenessProbeB8Ed7C;
          resizePolicy?: {
            resourceName: string;
            restartPolicy: string;
          }[];
          resources?: ResourcesE47145;
          restartPolicy?: string;
          restartPolicyRules?: RestartPolicyRulesE4E73C;
          securityContext?: SecurityContextF58Cec;
          startupProbe?: LivenessProbeB8Ed7C;
          stdin?: boolean;
          stdinOnce?: boolean;
          targetContainerName?: string;
          terminationMessagePath?: string;
          terminationMessagePolicy?: string;
          tty?: boolean;
          volumeDevices?: {
            devicePath: string;
            name: string;
          }[];
          volumeMounts?: VolumeMountsF1Cec1;
          workingDir?: string;
        }[];
        hostAliases?: {
          hostnames?: string[];
          ip: string;
        }[];
        hostIPC?: boolean;
        hostNetwork?: boolean;
        hostPID?: boolean;
        hostUsers?: boolean;
        hostname?: string;
        hostnameOverride?: string;
        imagePullSecrets?: {
          name?: string;
        }[];
        initContainers?: ContainersA22Bd7;
        nodeName?: string;
        nodeSelector?: {
          [k: string]: string;
        };
        os?: {
          name: string;
        };
        overhead?: {
          [k: string]: number | string;
        };
        preemptionPolicy?: string;
        priority?: number;
        priorityClassName?: string;
        readinessGates?: {
          conditionType: string;
        }[];
        resourceClaims?: {
          name: string;
          resourceClaimName?: string;
          resourceClaimTemplateName?: string;
        }[];
        resources?: ResourcesE47145;
        restartPolicy?: string;
        runtimeClassName?: string;
        schedulerName?: string;
        schedulingGates?: {
          name: string;
        }[];
        securityContext?: {
          appArmorProfile?: {
            localhostProfile?: string;
            type: string;
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
            type: string;
          };
          supplementalGroups?: number[];
          supplementalGroupsPolicy?: string;
          sysctls?: {
            name: string;
            value: string;
          }[];
          windowsOptions?: WindowsOptions230B44;
        };
        serviceAccount?: string;
        serviceAccountName?: string;
        setHostnameAsFQDN?: boolean;
        shareProcessNamespace?: boolean;
        subdomain?: string;
        terminationGracePeriodSeconds?: number;
        tolerations?: {
          effect?: string;
          key?: string;
          operator?: string;
          tolerationSeconds?: number;
          value?: string;
        }[];
        topologySpreadConstraints?: {
          labelSelector?: LabelSelectorDeb331;
          matchLabelKeys?: string[];
          maxSkew: number;
          minDomains?: number;
          nodeAffinityPolicy?: string;
          nodeTaintsPolicy?: string;
          topologyKey: string;
          whenUnsatisfiable: string;
        }[];
        volumes?: {
          awsElasticBlockStore?: {
            fsType?: string;
            partition?: number;
            readOnly?: boolean;
            volumeID: string;
          };
          azureDisk?: {
            cachingMode?: string;
            diskName: string;
            diskURI: string;
            fsType?: string;
            kind?: string;
            readOnly?: boolean;
          };
          azureFile?: {
            readOnly?: boolean;
            secretName: string;
            shareName: string;
          };
          cephfs?: {
            monitors: string[];
            path?: string;
            readOnly?: boolean;
            secretFile?: string;
            secretRef?: {
              name?: string;
            };
            user?: string;
          };
          cinder?: {
            fsType?: string;
            readOnly?: boolean;
            secretRef?: {
              name?: string;
            };
            volumeID: string;
          };
          configMap?: {
            defaultMode?: number;
            items?: {
              key: string;
              mode?: number;
              path: string;
            }[];
            name?: string;
            optional?: boolean;
          };
          csi?: {
            driver: string;
            fsType?: string;
            nodePublishSecretRef?: {
              name?: string;
            };
            readOnly?: boolean;
            volumeAttributes?: {
              [k: string]: string;
            };
          };
          downwardAPI?: {
            defaultMode?: number;
            items?: DownwardAPI0C9Fb9;
          };
          emptyDir?: {
            medium?: string;
            sizeLimit?: number | string;
          };
          ephemeral?: {
            volumeClaimTemplate?: {
              metadata?: {
                [k: string]: unknown;
              };
              spec: {
                accessModes?: string[];
                dataSource?: {
                  apiGroup?: string;
                  kind: string;
                  name: string;
                };
                dataSourceRef?: {
                  apiGroup?: string;
                  kind: string;
                  name: string;
                  namespace?: string;
                };
                resources?: {
                  limits?: {
                    [k: string]: number | string;
                  };
                  requests?: {
                    [k: string]: number | string;
                  };
                };
                selector?: LabelSelectorDeb331;
                storageClassName?: string;
                volumeAttributesClassName?: string;
                volumeMode?: string;
                volumeName?: string;
              };
            };
          };
          fc?: {
            fsType?: string;
            lun?: number;
            readOnly?: boolean;
            targetWWNs?: string[];
            wwids?: string[];
          };
          flexVolume?: {
            driver: string;
            fsType?: string;
            options?: {
              [k: string]: string;
            };
            readOnly?: boolean;
            secretRef?: {
              name?: string;
            };
          };
          flocker?: {
            datasetName?: string;
            datasetUUID?: string;
          };
          gcePersistentDisk?: {
            fsType?: string;
            partition?: number;
            pdName: string;
            readOnly?: boolean;
          };
          gitRepo?: {
            directory?: string;
            repository: string;
            revision?: string;
          };
          glusterfs?: {
            endpoints: string;
            path: string;
            readOnly?: boolean;
          };
          hostPath?: {
            path: string;
            type?: string;
          };
          image?: {
            pullPolicy?: string;
            reference?: string;
          };
          iscsi?: {
            chapAuthDiscovery?: boolean;
            chapAuthSession?: boolean;
            fsType?: string;
            initiatorName?: string;
            iqn: string;
            iscsiInterface?: string;
            lun: number;
            portals?: string[];
            readOnly?: boolean;
            secretRef?: {
              name?: string;
            };
            targetPortal: string;
          };
          name: string;
          nfs?: {
            path: string;
            readOnly?: boolean;
            server: string;
          };
          persistentVolumeClaim?: {
            claimName: string;
            readOnly?: boolean;
          };
          photonPersistentDisk?: {
            fsType?: string;
            pdID: string;
          };
          portworxVolume?: {
            fsType?: string;
            readOnly?: boolean;
            volumeID: string;
          };
          projected?: {
            defaultMode?: number;
            sources?: {
              clusterTrustBundle?: {
                labelSelector?: LabelSelectorDeb331;
                name?: string;
                optional?: boolean;
                path: string;
                signerName?: string;
              };
              configMap?: ConfigMapA57C67;
              downwardAPI?: {
                items?: DownwardAPI0C9Fb9;
              };
              podCertificate?: {
                certificateChainPath?: string;
                credentialBundlePath?: string;
                keyPath?: string;
                keyType: string;
                maxExpirationSeconds?: number;
                signerName: string;
                userAnnotations?: {
                  [k: string]: string;
                };
              };
              secret?: ConfigMapA57C67;
              serviceAccountToken?: {
                audience?: string;
                expirationSeconds?: number;
                path: string;
              };
            }[];
          };
          quobyte?: {
            group?: string;
            readOnly?: boolean;
            registry: string;
            tenant?: string;
            user?: string;
            volume: string;
          };
          rbd?: {
            fsType?: string;
            image: string;
            keyring?: string;
            monitors: string[];
            pool?: string;
            readOnly?: boolean;
            secretRef?: {
              name?: string;
            };
            user?: string;
          };
          scaleIO?: {
            fsType?: string;
            gateway: string;
            protectionDomain?: string;
            readOnly?: boolean;
            secretRef: {
              name?: string;
            };
            sslEnabled?: boolean;
            storageMode?: string;
            storagePool?: string;
            system: string;
            volumeName?: string;
          };
          secret?: {
            defaultMode?: number;
            items?: {
              key: string;
              mode?: number;
              path: string;
            }[];
            optional?: boolean;
            secretName?: string;
          };
          storageos?: {
            fsType?: string;
            readOnly?: boolean;
            secretRef?: {
              name?: string;
            };
            volumeName?: string;
            volumeNamespace?: string;
          };
          vsphereVolume?: {
            fsType?: string;
            storagePolicyID?: string;
            storagePolicyName?: string;
            volumePath: string;
          };
        }[];
        workloadRef?: {
          name: string;
          podGroup: string;
          podGroupReplicaKey?: string;
        };
      };
    };
    type?: "rw" | "ro" | "r";
  };
}
export interface Metadata6Af780 {
  annotations?: {
    [k: string]: string;
  };
  labels?: {
    [k: string]: string;
  };
  name?: string;
}
export interface Preference931Ddb {
  matchExpressions?: MatchExpressions16Ff08;
  matchFields?: MatchExpressions16Ff08;
}
export interface PodAffinity7A06B2 {
  preferredDuringSchedulingIgnoredDuringExecution?: {
    podAffinityTerm: PodAffinityTerm1Bc361;
    weight: number;
  }[];
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm1Bc361[];
}
export interface PodAffinityTerm1Bc361 {
  labelSelector?: LabelSelectorDeb331;
  matchLabelKeys?: string[];
  mismatchLabelKeys?: string[];
  namespaceSelector?: LabelSelectorDeb331;
  namespaces?: string[];
  topologyKey: string;
}
export interface LabelSelectorDeb331 {
  matchExpressions?: MatchExpressions16Ff08;
  matchLabels?: {
    [k: string]: string;
  };
}
export interface ResourceFieldRef7Fa68C {
  containerName?: string;
  divisor?: number | string;
  resource: string;
}
export interface LifecycleC49D9D {
  postStart?: PostStart87E530;
  preStop?: PostStart87E530;
  stopSignal?: string;
}
export interface PostStart87E530 {
  exec?: {
    command?: string[];
  };
  httpGet?: HttpGet36E4F9;
  sleep?: {
    seconds: number;
  };
  tcpSocket?: {
    host?: string;
    port: number | string;
  };
}
export interface HttpGet36E4F9 {
  host?: string;
  httpHeaders?: {
    name: string;
    value: string;
  }[];
  path?: string;
  port: number | string;
  scheme?: string;
}
export interface LivenessProbeB8Ed7C {
  exec?: {
    command?: string[];
  };
  failureThreshold?: number;
  grpc?: {
    port: number;
    service?: string;
  };
  httpGet?: HttpGet36E4F9;
  initialDelaySeconds?: number;
  periodSeconds?: number;
  successThreshold?: number;
  tcpSocket?: {
    host?: string;
    port: number | string;
  };
  terminationGracePeriodSeconds?: number;
  timeoutSeconds?: number;
}
export interface ResourcesE47145 {
  claims?: {
    name: string;
    request?: string;
  }[];
  limits?: {
    [k: string]: number | string;
  };
  requests?: {
    [k: string]: number | string;
  };
}
export interface SecurityContextF58Cec {
  allowPrivilegeEscalation?: boolean;
  appArmorProfile?: {
    localhostProfile?: string;
    type: string;
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
    type: string;
  };
  windowsOptions?: WindowsOptions230B44;
}
export interface WindowsOptions230B44 {
  gmsaCredentialSpec?: string;
  gmsaCredentialSpecName?: string;
  hostProcess?: boolean;
  runAsUserName?: string;
}
export interface ConfigMapA57C67 {
  items?: {
    key: string;
    mode?: number;
    path: string;
  }[];
  name?: string;
  optional?: boolean;
}
