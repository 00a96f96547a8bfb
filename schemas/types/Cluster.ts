/* Made by `npm run schemas` from the operator's definition; edits here are lost. */
import type { DeepReadonly, ObjectMeta } from "./common";

/** As the API server of postgresql.cnpg.io/v1 takes it, without `status`. */
export type Cluster = DeepReadonly<MutableCluster>;

export type MatchExpressions16Ff08 = {
  key: string;
  operator: string;
  values?: string[];
}[];
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
export type Extensions25E2E7 = {
  bin_path?: string[];
  dynamic_library_path?: string[];
  env?: {
    name: string;
    value: string;
  }[];
  extension_control_path?: string[];
  image?: {
    pullPolicy?: string;
    reference?: string;
  };
  ld_library_path?: string[];
  name: string;
}[];

export interface MutableCluster {
  apiVersion: "postgresql.cnpg.io/v1";
  kind: "Cluster";
  metadata: ObjectMeta;
  spec: {
    affinity?: {
      additionalPodAffinity?: AdditionalPodAffinity7A06B2;
      additionalPodAntiAffinity?: AdditionalPodAffinity7A06B2;
      enablePodAntiAffinity?: boolean;
      nodeAffinity?: {
        preferredDuringSchedulingIgnoredDuringExecution?: {
          preference: Preference931Ddb;
          weight: number;
        }[];
        requiredDuringSchedulingIgnoredDuringExecution?: {
          nodeSelectorTerms: Preference931Ddb[];
        };
      };
      nodeSelector?: {
        [k: string]: string;
      };
      podAntiAffinityType?: string;
      tolerations?: {
        effect?: string;
        key?: string;
        operator?: string;
        tolerationSeconds?: number;
        value?: string;
      }[];
      topologyKey?: string;
    };
    backup?: {
      barmanObjectStore?: BarmanObjectStore32337D;
      retentionPolicy?: string;
      target?: "primary" | "prefer-standby";
      volumeSnapshot?: {
        annotations?: {
          [k: string]: string;
        };
        className?: string;
        labels?: {
          [k: string]: string;
        };
        online?: boolean;
        onlineConfiguration?: {
          immediateCheckpoint?: boolean;
          waitForArchive?: boolean;
        };
        snapshotOwnerReference?: "none" | "cluster" | "backup";
        tablespaceClassName?: {
          [k: string]: string;
        };
        walClassName?: string;
      };
    };
    bootstrap?: {
      initdb?: {
        builtinLocale?: string;
        dataChecksums?: boolean;
        database?: string;
        encoding?: string;
        icuLocale?: string;
        icuRules?: string;
        import?: {
          databases: string[];
          pgDumpExtraOptions?: string[];
          pgRestoreDataOptions?: string[];
          pgRestoreExtraOptions?: string[];
          pgRestorePostdataOptions?: string[];
          pgRestorePredataOptions?: string[];
          postImportApplicationSQL?: string[];
          roles?: string[];
          schemaOnly?: boolean;
          source: {
            externalCluster: string;
          };
          type: "microservice" | "monolith";
        };
        locale?: string;
        localeCType?: string;
        localeCollate?: string;
        localeProvider?: string;
        options?: string[];
        owner?: string;
        postInitApplicationSQL?: string[];
        postInitApplicationSQLRefs?: PostInitApplicationSQLRefs1319A1;
        postInitSQL?: string[];
        postInitSQLRefs?: PostInitApplicationSQLRefs1319A1;
        postInitTemplateSQL?: string[];
        postInitTemplateSQLRefs?: PostInitApplicationSQLRefs1319A1;
        secret?: {
          name: string;
        };
        walSegmentSize?: number;
      };
      pg_basebackup?: {
        database?: string;
        owner?: string;
        secret?: {
          name: string;
        };
        source: string;
      };
      recovery?: {
        backup?: {
          endpointCA?: {
            key: string;
            name: string;
          };
          name: string;
        };
        database?: string;
        owner?: string;
        recoveryTarget?: {
          backupID?: string;
          exclusive?: boolean;
          targetImmediate?: boolean;
          targetLSN?: string;
          targetName?: string;
          targetTLI?: string;
          targetTime?: string;
          targetXID?: string;
        };
        secret?: {
          name: string;
        };
        source?: string;
        volumeSnapshots?: {
          storage: {
            apiGroup?: string;
            kind: string;
            name: string;
          };
          tablespaceStorage?: {
            [k: string]: {
              apiGroup?: string;
              kind: string;
              name: string;
            };
          };
          walStorage?: {
            apiGroup?: string;
            kind: string;
            name: string;
          };
        };
      };
    };
    certificates?: {
      clientCASecret?: string;
      replicationTLSSecret?: string;
      serverAltDNSNames?: string[];
      serverCASecret?: string;
      serverTLSSecret?: string;
    };
    enablePDB?: boolean;
    enableSuperuserAccess?: boolean;
    env?: {
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
    envFrom?: {
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
    ephemeralVolumeSource?: {
      volumeClaimTemplate?: {
        metadata?: {
          [k: string]: unknown;
        };
        spec: Spec971B6B;
      };
    };
    ephemeralVolumesSizeLimit?: {
      shm?: number | string;
      temporaryData?: number | string;
    };
    externalClusters?: {
      barmanObjectStore?: BarmanObjectStore32337D;
      connectionParameters?: {
        [k: string]: string;
      };
      name: string;
      password?: {
        key: string;
        name?: string;
        optional?: boolean;
      };
      plugin?: Plugin0Cb45E;
      sslCert?: {
        key: string;
        name?: string;
        optional?: boolean;
      };
      sslKey?: {
        key: string;
        name?: string;
        optional?: boolean;
      };
      sslRootCert?: {
        key: string;
        name?: string;
        optional?: boolean;
      };
    }[];
    failoverDelay?: number;
    imageCatalogRef?: {
      apiGroup?: string;
      kind: string;
      major: number;
      name: string;
    };
    imageName?: string;
    imagePullPolicy?: string;
    imagePullSecrets?: {
      name: string;
    }[];
    inheritedMetadata?: {
      annotations?: {
        [k: string]: string;
      };
      labels?: {
        [k: string]: string;
      };
    };
    instances: number;
    livenessProbeTimeout?: number;
    logLevel?: "error" | "warning" | "info" | "debug" | "trace";
    managed?: {
      roles?: {
        bypassrls?: boolean;
        comment?: string;
        connectionLimit?: number;
        createdb?: boolean;
        createrole?: boolean;
        disablePassword?: boolean;
        ensure?: "present" | "absent";
        inRoles?: string[];
        inherit?: boolean;
        login?: boolean;
        name: string;
        passwordSecret?: {
          name: string;
        };
        replication?: boolean;
        superuser?: boolean;
        validUntil?: string;
      }[];
      services?: {
        additional?: {
          selectorType: "rw" | "r" | "ro";
          serviceTemplate: {
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
          updateStrategy?: "patch" | "replace";
        }[];
        disabledDefaultServices?: ("rw" | "r" | "ro")[];
      };
    };
    maxSyncReplicas?: number;
    minSyncReplicas?: number;
    monitoring?: {
      customQueriesConfigMap?: {
        key: string;
        name: string;
      }[];
      customQueriesSecret?: {
        key: string;
        name: string;
      }[];
      disableDefaultQueries?: boolean;
      enablePodMonitor?: boolean;
      metricsQueriesTTL?: string;
      podMonitorMetricRelabelings?: PodMonitorMetricRelabelings9304Ea;
      podMonitorRelabelings?: PodMonitorMetricRelabelings9304Ea;
      tls?: {
        enabled?: boolean;
      };
    };
    nodeMaintenanceWindow?: {
      inProgress?: boolean;
      reusePVC?: boolean;
    };
    plugins?: Plugin0Cb45E[];
    podSecurityContext?: {
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
    podSelectorRefs?: {
      name: string;
      selector: LabelSelectorDeb331;
    }[];
    postgresGID?: number;
    postgresUID?: number;
    postgresql?: {
      enableAlterSystem?: boolean;
      extensions?: Extensions25E2E7;
      ldap?: {
        bindAsAuth?: {
          prefix?: string;
          suffix?: string;
        };
        bindSearchAuth?: {
          baseDN?: string;
          bindDN?: string;
          bindPassword?: {
            key: string;
            name?: string;
            optional?: boolean;
          };
          searchAttribute?: string;
          searchFilter?: string;
        };
        port?: number;
        scheme?: "ldap" | "ldaps";
        server?: string;
        tls?: boolean;
      };
      parameters?: {
        [k: string]: string;
      };
      pg_hba?: string[];
      pg_ident?: string[];
      promotionTimeout?: number;
      shared_preload_libraries?: string[];
      syncReplicaElectionConstraint?: {
        enabled: boolean;
        nodeLabelsAntiAffinity?: string[];
      };
      synchronous?: {
        dataDurability?: "required" | "preferred";
        failoverQuorum?: boolean;
        maxStandbyNamesFromCluster?: number;
        method: "any" | "first";
        number: number;
        standbyNamesPost?: string[];
        standbyNamesPre?: string[];
      };
    };
    primaryUpdateMethod?: "switchover" | "restart";
    primaryUpdateStrategy?: "unsupervised" | "supervised";
    priorityClassName?: string;
    probes?: {
      liveness?: {
        failureThreshold?: number;
        initialDelaySeconds?: number;
        isolationCheck?: {
          connectionTimeout?: number;
          enabled?: boolean;
          requestTimeout?: number;
        };
        periodSeconds?: number;
        successThreshold?: number;
        terminationGracePeriodSeconds?: number;
        timeoutSeconds?: number;
      };
      readiness?: Readiness4A7456;
      startup?: Readiness4A7456;
    };
    projectedVolumeTemplate?: {
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
          items?: {
            fieldRef?: {
              apiVersion?: string;
              fieldPath: string;
            };
            mode?: number;
            path: string;
            resourceFieldRef?: ResourceFieldRef7Fa68C;
          }[];
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
    replica?: {
      enabled?: boolean;
      minApplyDelay?: string;
      primary?: string;
      promotionToken?: string;
      self?: string;
      source: string;
    };
    replicationSlots?: {
      highAvailability?: {
        enabled?: boolean;
        slotPrefix?: string;
        synchronizeLogicalDecoding?: boolean;
      };
      synchronizeReplicas?: {
        enabled: boolean;
        excludePatterns?: string[];
      };
      updateInterval?: number;
    };
    resources?: {
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
    };
    schedulerName?: string;
    seccompProfile?: {
      localhostProfile?: string;
      type: string;
    };
    securityContext?: {
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
    };
    serviceAccountName?: string;
    serviceAccountTemplate?: {
      metadata: Metadata6Af780;
    };
    smartShutdownTimeout?: number;
    startDelay?: number;
    stopDelay?: number;
    storage?: Storage971811;
    superuserSecret?: {
      name: string;
    };
    switchoverDelay?: number;
    tablespaces?: {
      name: string;
      owner?: {
        name?: string;
      };
      storage: Storage971811;
      temporary?: boolean;
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
    walStorage?: Storage971811;
  };
}
export interface AdditionalPodAffinity7A06B2 {
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
export interface Preference931Ddb {
  matchExpressions?: MatchExpressions16Ff08;
  matchFields?: MatchExpressions16Ff08;
}
export interface BarmanObjectStore32337D {
  azureCredentials?: {
    connectionString?: {
      key: string;
      name: string;
    };
    inheritFromAzureAD?: boolean;
    storageAccount?: {
      key: string;
      name: string;
    };
    storageKey?: {
      key: string;
      name: string;
    };
    storageSasToken?: {
      key: string;
      name: string;
    };
    useDefaultAzureCredentials?: boolean;
  };
  data?: {
    additionalCommandArgs?: string[];
    compression?: "bzip2" | "gzip" | "snappy";
    encryption?: "AES256" | "aws:kms";
    immediateCheckpoint?: boolean;
    jobs?: number;
  };
  destinationPath: string;
  endpointCA?: {
    key: string;
    name: string;
  };
  endpointURL?: string;
  googleCredentials?: {
    applicationCredentials?: {
      key: string;
      name: string;
    };
    gkeEnvironment?: boolean;
  };
  historyTags?: {
    [k: string]: string;
  };
  s3Credentials?: {
    accessKeyId?: {
      key: string;
      name: string;
    };
    inheritFromIAMRole?: boolean;
    region?: {
      key: string;
      name: string;
    };
    secretAccessKey?: {
      key: string;
      name: string;
    };
    sessionToken?: {
      key: string;
      name: string;
    };
  };
  serverName?: string;
  tags?: {
    [k: string]: string;
  };
  wal?: {
    archiveAdditionalCommandArgs?: string[];
    compression?: "bzip2" | "gzip" | "lz4" | "snappy" | "xz" | "zstd";
    encryption?: "AES256" | "aws:kms";
    maxParallel?: number;
    restoreAdditionalCommandArgs?: string[];
  };
}
export interface PostInitApplicationSQLRefs1319A1 {
  configMapRefs?: {
    key: string;
    name: string;
  }[];
  secretRefs?: {
    key: string;
    name: string;
  }[];
}
export interface ResourceFieldRef7Fa68C {
  containerName?: string;
  divisor?: number | string;
  resource: string;
}
export interface Spec971B6B {
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
}
export interface Plugin0Cb45E {
  enabled?: boolean;
  isWALArchiver?: boolean;
  name: string;
  parameters?: {
    [k: string]: string;
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
export interface WindowsOptions230B44 {
  gmsaCredentialSpec?: string;
  gmsaCredentialSpecName?: string;
  hostProcess?: boolean;
  runAsUserName?: string;
}
export interface Readiness4A7456 {
  failureThreshold?: number;
  initialDelaySeconds?: number;
  maximumLag?: number | string;
  periodSeconds?: number;
  successThreshold?: number;
  terminationGracePeriodSeconds?: number;
  timeoutSeconds?: number;
  type?: "pg_isready" | "streaming" | "query";
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
export interface Storage971811 {
  pvcTemplate?: Spec971B6B;
  resizeInUseVolumes?: boolean;
  size?: string;
  storageClass?: string;
}
