/* Made by `npm run schemas` from the operator's definition; edits here are lost. */
import type { DeepReadonly, ObjectMeta } from "./common";

/** As the API server of kafka.strimzi.io/v1 takes it, without `status`. */
export type Kafka = DeepReadonly<MutableKafka>;

export type TlsTrustedCertificates3D506E = {
  secretName: string;
  certificate?: string;
  pattern?: string;
}[];

export interface MutableKafka {
  apiVersion: "kafka.strimzi.io/v1";
  kind: "Kafka";
  metadata: ObjectMeta;
  spec?: {
    kafka: {
      version?: string;
      metadataVersion?: string;
      image?: string;
      /**
       * @minItems 1
       */
      listeners: [
        {
          name: string;
          port: number;
          type: "internal" | "route" | "loadbalancer" | "nodeport" | "ingress" | "cluster-ip";
          tls: boolean;
          authentication?: {
            accessTokenIsJwt?: boolean;
            checkAccessTokenType?: boolean;
            checkAudience?: boolean;
            checkIssuer?: boolean;
            clientAudience?: string;
            clientGrantType?: string;
            clientId?: string;
            clientScope?: string;
            clientSecret?: {
              key: string;
              secretName: string;
            };
            connectTimeoutSeconds?: number;
            customClaimCheck?: string;
            disableTlsHostnameVerification?: boolean;
            enableMetrics?: boolean;
            enableOauthBearer?: boolean;
            enablePlain?: boolean;
            failFast?: boolean;
            fallbackUserNameClaim?: string;
            fallbackUserNamePrefix?: string;
            groupsClaim?: string;
            groupsClaimDelimiter?: string;
            httpRetries?: number;
            httpRetryPauseMs?: number;
            includeAcceptHeader?: boolean;
            introspectionEndpointUri?: string;
            jwksEndpointUri?: string;
            jwksExpirySeconds?: number;
            jwksIgnoreKeyUse?: boolean;
            jwksMinRefreshPauseSeconds?: number;
            jwksRefreshSeconds?: number;
            listenerConfig?: {
              [k: string]: unknown;
            };
            maxSecondsWithoutReauthentication?: number;
            readTimeoutSeconds?: number;
            sasl?: boolean;
            serverBearerTokenLocation?: string;
            tlsTrustedCertificates?: TlsTrustedCertificates3D506E;
            tokenEndpointUri?: string;
            type: "tls" | "scram-sha-512" | "oauth" | "custom";
            userInfoEndpointUri?: string;
            userNameClaim?: string;
            userNamePrefix?: string;
            validIssuerUri?: string;
            validTokenType?: string;
          };
          configuration?: {
            brokerCertChainAndKey?: {
              secretName: string;
              certificate: string;
              key: string;
            };
            class?: string;
            externalTrafficPolicy?: "Local" | "Cluster";
            loadBalancerSourceRanges?: string[];
            bootstrap?: {
              alternativeNames?: string[];
              host?: string;
              nodePort?: number;
              loadBalancerIP?: string;
              annotations?: {
                [k: string]: string;
              };
              labels?: {
                [k: string]: string;
              };
              externalIPs?: string[];
            };
            brokers?: {
              broker: number;
              advertisedHost?: string;
              advertisedPort?: number;
              host?: string;
              nodePort?: number;
              loadBalancerIP?: string;
              annotations?: {
                [k: string]: string;
              };
              labels?: {
                [k: string]: string;
              };
              externalIPs?: string[];
            }[];
            ipFamilyPolicy?: "SingleStack" | "PreferDualStack" | "RequireDualStack";
            ipFamilies?: ("IPv4" | "IPv6")[];
            createBootstrapService?: boolean;
            finalizers?: string[];
            useServiceDnsDomain?: boolean;
            maxConnections?: number;
            maxConnectionCreationRate?: number;
            preferredNodePortAddressType?: "ExternalIP" | "ExternalDNS" | "InternalIP" | "InternalDNS" | "Hostname";
            publishNotReadyAddresses?: boolean;
            hostTemplate?: string;
            advertisedHostTemplate?: string;
            allocateLoadBalancerNodePorts?: boolean;
          };
          networkPolicyPeers?: {
            ipBlock?: {
              cidr?: string;
              except?: string[];
            };
            namespaceSelector?: NamespaceSelectorBe7Cf6;
            podSelector?: NamespaceSelectorBe7Cf6;
          }[];
        },
        ...{
          name: string;
          port: number;
          type: "internal" | "route" | "loadbalancer" | "nodeport" | "ingress" | "cluster-ip";
          tls: boolean;
          authentication?: {
            accessTokenIsJwt?: boolean;
            checkAccessTokenType?: boolean;
            checkAudience?: boolean;
            checkIssuer?: boolean;
            clientAudience?: string;
            clientGrantType?: string;
            clientId?: string;
            clientScope?: string;
            clientSecret?: {
              key: string;
              secretName: string;
            };
            connectTimeoutSeconds?: number;
            customClaimCheck?: string;
            disableTlsHostnameVerification?: boolean;
            enableMetrics?: boolean;
            enableOauthBearer?: boolean;
            enablePlain?: boolean;
            failFast?: boolean;
            fallbackUserNameClaim?: string;
            fallbackUserNamePrefix?: string;
            groupsClaim?: string;
            groupsClaimDelimiter?: string;
            httpRetries?: number;
            httpRetryPauseMs?: number;
            includeAcceptHeader?: boolean;
            introspectionEndpointUri?: string;
            jwksEndpointUri?: string;
            jwksExpirySeconds?: number;
            jwksIgnoreKeyUse?: boolean;
            jwksMinRefreshPauseSeconds?: number;
            jwksRefreshSeconds?: number;
            listenerConfig?: {
              [k: string]: unknown;
            };
            maxSecondsWithoutReauthentication?: number;
            readTimeoutSeconds?: number;
            sasl?: boolean;
            serverBearerTokenLocation?: string;
            tlsTrustedCertificates?: TlsTrustedCertificates3D506E;
            tokenEndpointUri?: string;
            type: "tls" | "scram-sha-512" | "oauth" | "custom";
            userInfoEndpointUri?: string;
            userNameClaim?: string;
            userNamePrefix?: string;
            validIssuerUri?: string;
            validTokenType?: string;
          };
          configuration?: {
            brokerCertChainAndKey?: {
              secretName: string;
              certificate: string;
              key: string;
            };
            class?: string;
            externalTrafficPolicy?: "Local" | "Cluster";
            loadBalancerSourceRanges?: string[];
            bootstrap?: {
              alternativeNames?: string[];
              host?: string;
              nodePort?: number;
              loadBalancerIP?: string;
              annotations?: {
                [k: string]: string;
              };
              labels?: {
                [k: string]: string;
              };
              externalIPs?: string[];
            };
            brokers?: {
              broker: number;
              advertisedHost?: string;
              advertisedPort?: number;
              host?: string;
              nodePort?: number;
              loadBalancerIP?: string;
              annotations?: {
                [k: string]: string;
              };
              labels?: {
                [k: string]: string;
              };
              externalIPs?: string[];
            }[];
            ipFamilyPolicy?: "SingleStack" | "PreferDualStack" | "RequireDualStack";
            ipFamilies?: ("IPv4" | "IPv6")[];
            createBootstrapService?: boolean;
            finalizers?: string[];
            useServiceDnsDomain?: boolean;
            maxConnections?: number;
            maxConnectionCreationRate?: number;
            preferredNodePortAddressType?: "ExternalIP" | "ExternalDNS" | "InternalIP" | "InternalDNS" | "Hostname";
            publishNotReadyAddresses?: boolean;
            hostTemplate?: string;
            advertisedHostTemplate?: string;
            allocateLoadBalancerNodePorts?: boolean;
          };
          networkPolicyPeers?: {
            ipBlock?: {
              cidr?: string;
              except?: string[];
            };
            namespaceSelector?: NamespaceSelectorBe7Cf6;
            podSelector?: NamespaceSelectorBe7Cf6;
          }[];
        }[],
      ];
      config?: {
        [k: string]: unknown;
      };
      authorization?: {
        allowOnError?: boolean;
        authorizerClass?: string;
        clientId?: string;
        connectTimeoutSeconds?: number;
        delegateToKafkaAcls?: boolean;
        disableTlsHostnameVerification?: boolean;
        enableMetrics?: boolean;
        expireAfterMs?: number;
        grantsAlwaysLatest?: boolean;
        grantsGcPeriodSeconds?: number;
        grantsMaxIdleTimeSeconds?: number;
        grantsRefreshPeriodSeconds?: number;
        grantsRefreshPoolSize?: number;
        httpRetries?: number;
        includeAcceptHeader?: boolean;
        initialCacheCapacity?: number;
        maximumCacheSize?: number;
        readTimeoutSeconds?: number;
        superUsers?: string[];
        supportsAdminApi?: boolean;
        tlsTrustedCertificates?: TlsTrustedCertificates3D506E;
        tokenEndpointUri?: string;
        type: "simple" | "opa" | "keycloak" | "custom";
        url?: string;
      };
      rack?: {
        topologyKey: string;
      };
      brokerRackInitImage?: string;
      livenessProbe?: LivenessProbeF0397B;
      readinessProbe?: LivenessProbeF0397B;
      jvmOptions?: JvmOptionsEb1480;
      jmxOptions?: {
        authentication?: {
          type: "password";
        };
      };
      metricsConfig?: MetricsConfigEdc9Da;
      logging?: Logging63D7C2;
      template?: {
        pod?: Pod57E7C6;
        bootstrapService?: BootstrapServiceA3101D;
        brokersService?: BootstrapServiceA3101D;
        externalBootstrapService?: ExternalBootstrapService59Ef47;
        perPodService?: ExternalBootstrapService59Ef47;
        externalBootstrapRoute?: ExternalBootstrapService59Ef47;
        perPodRoute?: ExternalBootstrapService59Ef47;
        externalBootstrapIngress?: ExternalBootstrapService59Ef47;
        perPodIngress?: ExternalBootstrapService59Ef47;
        persistentVolumeClaim?: ExternalBootstrapService59Ef47;
        podDisruptionBudget?: PodDisruptionBudget7D1173;
        kafkaContainer?: KafkaContainerB92E53;
        initContainer?: KafkaContainerB92E53;
        clusterCaCert?: ExternalBootstrapService59Ef47;
        serviceAccount?: ExternalBootstrapService59Ef47;
        jmxSecret?: ExternalBootstrapService59Ef47;
        clusterRoleBinding?: ExternalBootstrapService59Ef47;
        podSet?: ExternalBootstrapService59Ef47;
      };
      tieredStorage?: {
        remoteStorageManager?: {
          className?: string;
          classPath?: string;
          config?: {
            [k: string]: string;
          };
        };
        type: "custom";
      };
      quotas?: {
        consumerByteRate?: number;
        controllerMutationRate?: number;
        excludedPrincipals?: string[];
        minAvailableBytesPerVolume?: number;
        minAvailableRatioPerVolume?: number;
        producerByteRate?: number;
        requestPercentage?: number;
        type: "kafka" | "strimzi";
      };
    };
    entityOperator?: {
      topicOperator?: {
        watchedNamespace?: string;
        image?: string;
        reconciliationIntervalMs?: number;
        startupProbe?: LivenessProbeF0397B;
        livenessProbe?: LivenessProbeF0397B;
        readinessProbe?: LivenessProbeF0397B;
        resources?: ResourcesC86Bb4;
        logging?: Logging63D7C2;
        jvmOptions?: JvmOptionsEb1480;
      };
      userOperator?: {
        watchedNamespace?: string;
        image?: string;
        reconciliationIntervalMs?: number;
        secretPrefix?: string;
        livenessProbe?: LivenessProbeF0397B;
        readinessProbe?: LivenessProbeF0397B;
        resources?: ResourcesC86Bb4;
        logging?: Logging63D7C2;
        jvmOptions?: JvmOptionsEb1480;
      };
      template?: {
        deployment?: Deployment070Feb;
        pod?: Pod57E7C6;
        topicOperatorContainer?: KafkaContainerB92E53;
        userOperatorContainer?: KafkaContainerB92E53;
        serviceAccount?: ExternalBootstrapService59Ef47;
        podDisruptionBudget?: PodDisruptionBudget7D1173;
        entityOperatorRole?: ExternalBootstrapService59Ef47;
        topicOperatorRoleBinding?: ExternalBootstrapService59Ef47;
        userOperatorRoleBinding?: ExternalBootstrapService59Ef47;
      };
    };
    clusterCa?: ClusterCa549D7A;
    clientsCa?: ClusterCa549D7A;
    cruiseControl?: {
      image?: string;
      resources?: ResourcesC86Bb4;
      livenessProbe?: LivenessProbeF0397B;
      readinessProbe?: LivenessProbeF0397B;
      jvmOptions?: JvmOptionsEb1480;
      logging?: Logging63D7C2;
      template?: {
        deployment?: Deployment070Feb;
        pod?: Pod57E7C6;
        apiService?: BootstrapServiceA3101D;
        podDisruptionBudget?: PodDisruptionBudget7D1173;
        cruiseControlContainer?: KafkaContainerB92E53;
        serviceAccount?: ExternalBootstrapService59Ef47;
      };
      brokerCapacity?: {
        cpu?: string;
        inboundNetwork?: string;
        outboundNetwork?: string;
        overrides?: {
          brokers: number[];
          cpu?: string;
          inboundNetwork?: string;
          outboundNetwork?: string;
        }[];
      };
      config?: {
        [k: string]: unknown;
      };
      metricsConfig?: MetricsConfigEdc9Da;
      apiUsers?: {
        type: "hashLoginService";
        valueFrom: {
          secretKeyRef?: {
            key?: string;
            name?: string;
            optional?: boolean;
          };
        };
      };
      /**
       * @minItems 1
       */
      autoRebalance?: [
        {
          mode: "add-brokers" | "remove-brokers";
          template?: {
            name?: string;
          };
        },
        ...{
          mode: "add-brokers" | "remove-brokers";
          template?: {
            name?: string;
          };
        }[],
      ];
    };
    kafkaExporter?: {
      image?: string;
      groupRegex?: string;
      topicRegex?: string;
      groupExcludeRegex?: string;
      topicExcludeRegex?: string;
      resources?: ResourcesC86Bb4;
      logging?: string;
      livenessProbe?: LivenessProbeF0397B;
      readinessProbe?: LivenessProbeF0397B;
      enableSaramaLogging?: boolean;
      showAllOffsets?: boolean;
      template?: {
        deployment?: Deployment070Feb;
        pod?: Pod57E7C6;
        container?: KafkaContainerB92E53;
        serviceAccount?: ExternalBootstrapService59Ef47;
        podDisruptionBudget?: PodDisruptionBudget7D1173;
      };
    };
    maintenanceTimeWindows?: string[];
  };
}
export interface NamespaceSelectorBe7Cf6 {
  matchExpressions?: {
    key?: string;
    operator?: string;
    values?: string[];
  }[];
  matchLabels?: {
    [k: string]: string;
  };
}
export interface LivenessProbeF0397B {
  initialDelaySeconds?: number;
  timeoutSeconds?: number;
  periodSeconds?: number;
  successThreshold?: number;
  failureThreshold?: number;
}
export interface JvmOptionsEb1480 {
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
}
export interface MetricsConfigEdc9Da {
  type: "jmxPrometheusExporter" | "strimziMetricsReporter";
  valueFrom?: ValueFrom7Feed5;
  values?: {
    allowList?: string[];
  };
}
export interface ValueFrom7Feed5 {
  configMapKeyRef?: {
    key?: string;
    name?: string;
    optional?: boolean;
  };
}
export interface Logging63D7C2 {
  loggers?: {
    [k: string]: string;
  };
  type: "inline" | "external";
  valueFrom?: ValueFrom7Feed5;
}
export interface Pod57E7C6 {
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
    labelSelector?: NamespaceSelectorBe7Cf6;
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
  labelSelector?: NamespaceSelectorBe7Cf6;
  matchLabelKeys?: string[];
  mismatchLabelKeys?: string[];
  namespaceSelector?: NamespaceSelectorBe7Cf6;
  namespaces?: string[];
  topologyKey?: string;
}
export interface BootstrapServiceA3101D {
  metadata?: Metadata16B201;
  ipFamilyPolicy?: "SingleStack" | "PreferDualStack" | "RequireDualStack";
  ipFamilies?: ("IPv4" | "IPv6")[];
}
export interface ExternalBootstrapService59Ef47 {
  metadata?: Metadata16B201;
}
export interface PodDisruptionBudget7D1173 {
  metadata?: Metadata16B201;
  maxUnavailable?: number;
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
export interface ResourcesC86Bb4 {
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
}
export interface Deployment070Feb {
  metadata?: Metadata16B201;
  deploymentStrategy?: "RollingUpdate" | "Recreate";
}
export interface ClusterCa549D7A {
  generateCertificateAuthority?: boolean;
  generateSecretOwnerReference?: boolean;
  validityDays?: number;
  renewalDays?: number;
  certificateExpirationPolicy?: "renew-certificate" | "replace-key";
}
