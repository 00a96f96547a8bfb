/* Made by `npm run schemas` from the operator's definition; edits here are lost. */
import type { DeepReadonly, ObjectMeta } from "./common";

/** As the API server of flink.apache.org/v1beta1 takes it, without `status`. */
export type FlinkDeployment = DeepReadonly<MutableFlinkDeployment>;

export type EnvBca5Da = {
  name?: string;
  value?: string;
  valueFrom?: {
    configMapKeyRef?: {
      key?: string;
      name?: string;
      optional?: boolean;
    };
    fieldRef?: {
      apiVersion?: string;
      fieldPath?: string;
    };
    resourceFieldRef?: {
      containerName?: string;
      divisor?: number | string;
      resource?: string;
    };
    secretKeyRef?: {
      key?: string;
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
export type Ports8Dade4 = {
  containerPort?: number;
  hostIP?: string;
  hostPort?: number;
  name?: string;
  protocol?: string;
}[];
export type VolumeMountsA534B1 = {
  mountPath?: string;
  mountPropagation?: string;
  name?: string;
  readOnly?: boolean;
  recursiveReadOnly?: string;
  subPath?: string;
  subPathExpr?: string;
}[];
export type Containers967097 = {
  args?: string[];
  command?: string[];
  env?: EnvBca5Da;
  envFrom?: EnvFrom4Ab008;
  image?: string;
  imagePullPolicy?: string;
  lifecycle?: LifecycleF8Ea96;
  livenessProbe?: LivenessProbe9E67Ba;
  name?: string;
  ports?: Ports8Dade4;
  readinessProbe?: LivenessProbe9E67Ba;
  resizePolicy?: {
    resourceName?: string;
    restartPolicy?: string;
  }[];
  resources?: Resources35E287;
  restartPolicy?: string;
  securityContext?: SecurityContext18F8Ed;
  startupProbe?: LivenessProbe9E67Ba;
  stdin?: boolean;
  stdinOnce?: boolean;
  terminationMessagePath?: string;
  terminationMessagePolicy?: string;
  tty?: boolean;
  volumeDevices?: {
    devicePath?: string;
    name?: string;
  }[];
  volumeMounts?: VolumeMountsA534B1;
  workingDir?: string;
}[];
export type DownwardAPI72Ae29 = {
  fieldRef?: {
    apiVersion?: string;
    fieldPath?: string;
  };
  mode?: number;
  path?: string;
  resourceFieldRef?: {
    containerName?: string;
    divisor?: number | string;
    resource?: string;
  };
}[];
export type ContainerStatuses8F3D08 = {
  allocatedResources?: {
    [k: string]: number | string;
  };
  containerID?: string;
  image?: string;
  imageID?: string;
  lastState?: LastState889D8C;
  name?: string;
  ready?: boolean;
  resources?: Resources35E287;
  restartCount?: number;
  started?: boolean;
  state?: LastState889D8C;
  volumeMounts?: {
    mountPath?: string;
    name?: string;
    readOnly?: boolean;
    recursiveReadOnly?: string;
  }[];
}[];

export interface MutableFlinkDeployment {
  spec?: {
    flinkConfiguration?: {
      [k: string]: string;
    };
    flinkVersion?: "v1_13" | "v1_14" | "v1_15" | "v1_16" | "v1_17" | "v1_18" | "v1_19" | "v1_20";
    image?: string;
    imagePullPolicy?: string;
    ingress?: {
      annotations?: {
        [k: string]: string;
      };
      className?: string;
      labels?: {
        [k: string]: string;
      };
      template?: string;
      tls?: {
        hosts?: string[];
        secretName?: string;
      }[];
    };
    job?: {
      allowNonRestoredState?: boolean;
      args?: string[];
      checkpointTriggerNonce?: number;
      entryClass?: string;
      initialSavepointPath?: string;
      jarURI?: string;
      parallelism?: number;
      savepointRedeployNonce?: number;
      savepointTriggerNonce?: number;
      state?: "running" | "suspended";
      upgradeMode?: "last-state" | "savepoint" | "stateless";
    };
    jobManager?: JobManagerC398A5;
    logConfiguration?: {
      [k: string]: string;
    };
    mode?: "native" | "standalone";
    podTemplate?: PodTemplate8Efb14;
    restartNonce?: number;
    serviceAccount?: string;
    taskManager?: JobManagerC398A5;
  };
  apiVersion: "flink.apache.org/v1beta1";
  kind: "FlinkDeployment";
  metadata: ObjectMeta;
}
export interface JobManagerC398A5 {
  podTemplate?: PodTemplate8Efb14;
  replicas?: number;
  resource?: {
    cpu?: number;
    ephemeralStorage?: string;
    memory?: string;
  };
}
export interface PodTemplate8Efb14 {
  apiVersion?: string;
  kind?: string;
  metadata?: MetadataCb8D93;
  spec?: {
    activeDeadlineSeconds?: number;
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
    automountServiceAccountToken?: boolean;
    containers?: Containers967097;
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
      env?: EnvBca5Da;
      envFrom?: EnvFrom4Ab008;
      image?: string;
      imagePullPolicy?: string;
      lifecycle?: LifecycleF8Ea96;
      livenessProbe?: LivenessProbe9E67Ba;
      name?: string;
      ports?: Ports8Dade4;
      readinessProbe?: LivenessProbe9E67Ba;
      resizePolicy?: {
        resourceName?: string;
        restartPolicy?: string;
      }[];
      resources?: Resources35E287;
      restartPolicy?: string;
      securityContext?: SecurityContext18F8Ed;
      startupProbe?: LivenessProbe9E67Ba;
      stdin?: boolean;
      stdinOnce?: boolean;
      targetContainerName?: string;
      terminationMessagePath?: string;
      terminationMessagePolicy?: string;
      tty?: boolean;
      volumeDevices?: {
        devicePath?: string;
        name?: string;
      }[];
      volumeMounts?: VolumeMountsA534B1;
      workingDir?: string;
    }[];
    hostAliases?: {
      hostnames?: string[];
      ip?: string;
    }[];
    hostIPC?: boolean;
    hostNetwork?: boolean;
    hostPID?: boolean;
    hostUsers?: boolean;
    hostname?: string;
    imagePullSecrets?: {
      name?: string;
    }[];
    initContainers?: Containers967097;
    nodeName?: string;
    nodeSelector?: {
      [k: string]: string;
    };
    os?: {
      name?: string;
    };
    overhead?: {
      [k: string]: number | string;
    };
    preemptionPolicy?: string;
    priority?: number;
    priorityClassName?: string;
    readinessGates?: {
      conditionType?: string;
    }[];
    resourceClaims?: {
      name?: string;
      source?: {
        resourceClaimName?: string;
        resourceClaimTemplateName?: string;
      };
    }[];
    restartPolicy?: string;
    runtimeClassName?: string;
    schedulerName?: string;
    schedulingGates?: {
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
      sysctls?: {
        name?: string;
        value?: string;
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
      labelSelector?: LabelSelectorBe7Cf6;
      matchLabelKeys?: string[];
      maxSkew?: number;
      minDomains?: number;
      nodeAffinityPolicy?: string;
      nodeTaintsPolicy?: string;
      topologyKey?: string;
      whenUnsatisfiable?: string;
    }[];
    volumes?: {
      awsElasticBlockStore?: {
        fsType?: string;
        partition?: number;
        readOnly?: boolean;
        volumeID?: string;
      };
      azureDisk?: {
        cachingMode?: string;
        diskName?: string;
        diskURI?: string;
        fsType?: string;
        kind?: string;
        readOnly?: boolean;
      };
      azureFile?: {
        readOnly?: boolean;
        secretName?: string;
        shareName?: string;
      };
      cephfs?: {
        monitors?: string[];
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
        volumeID?: string;
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
      downwardAPI?: {
        defaultMode?: number;
        items?: DownwardAPI72Ae29;
      };
      emptyDir?: {
        medium?: string;
        sizeLimit?: number | string;
      };
      ephemeral?: {
        volumeClaimTemplate?: {
          metadata?: MetadataCb8D93;
          spec?: {
            accessModes?: string[];
            dataSource?: {
              apiGroup?: string;
              kind?: string;
              name?: string;
            };
            dataSourceRef?: {
              apiGroup?: string;
              kind?: string;
              name?: string;
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
            selector?: LabelSelectorBe7Cf6;
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
        driver?: string;
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
        pdName?: string;
        readOnly?: boolean;
      };
      gitRepo?: {
        directory?: string;
        repository?: string;
        revision?: string;
      };
      glusterfs?: {
        endpoints?: string;
        path?: string;
        readOnly?: boolean;
      };
      hostPath?: {
        path?: string;
        type?: string;
      };
      iscsi?: {
        chapAuthDiscovery?: boolean;
        chapAuthSession?: boolean;
        fsType?: string;
        initiatorName?: string;
        iqn?: string;
        iscsiInterface?: string;
        lun?: number;
        portals?: string[];
        readOnly?: boolean;
        secretRef?: {
          name?: string;
        };
        targetPortal?: string;
      };
      name?: string;
      nfs?: {
        path?: string;
        readOnly?: boolean;
        server?: string;
      };
      persistentVolumeClaim?: {
        claimName?: string;
        readOnly?: boolean;
      };
      photonPersistentDisk?: {
        fsType?: string;
        pdID?: string;
      };
      portworxVolume?: {
        fsType?: string;
        readOnly?: boolean;
        volumeID?: string;
      };
      projected?: {
        defaultMode?: number;
        sources?: {
          clusterTrustBundle?: {
            labelSelector?: LabelSelectorBe7Cf6;
            name?: string;
            optional?: boolean;
            path?: string;
            signerName?: string;
          };
          configMap?: ConfigMapF2A0E5;
          downwardAPI?: {
            items?: DownwardAPI72Ae29;
          };
          secret?: ConfigMapF2A0E5;
          serviceAccountToken?: {
            audience?: string;
            expirationSeconds?: number;
            path?: string;
          };
        }[];
      };
      quobyte?: {
        group?: string;
        readOnly?: boolean;
        registry?: string;
        tenant?: string;
        user?: string;
        volume?: string;
      };
      rbd?: {
        fsType?: string;
        image?: string;
        keyring?: string;
        monitors?: string[];
        pool?: string;
        readOnly?: boolean;
        secretRef?: {
          name?: string;
        };
        user?: string;
      };
      scaleIO?: {
        fsType?: string;
        gateway?: string;
        protectionDomain?: string;
        readOnly?: boolean;
        secretRef?: {
          name?: string;
        };
        sslEnabled?: boolean;
        storageMode?: string;
        storagePool?: string;
        system?: string;
        volumeName?: string;
      };
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
        volumePath?: string;
      };
    }[];
  };
  status?: {
    conditions?: {
      lastProbeTime?: string;
      lastTransitionTime?: string;
      message?: string;
      reason?: string;
      status?: string;
      type?: string;
    }[];
    containerStatuses?: ContainerStatuses8F3D08;
    ephemeralContainerStatuses?: ContainerStatuses8F3D08;
    hostIP?: string;
    hostIPs?: {
      ip?: string;
    }[];
    initContainerStatuses?: ContainerStatuses8F3D08;
    message?: string;
    nominatedNodeName?: string;
    phase?: string;
    podIP?: string;
    podIPs?: {
      ip?: string;
    }[];
    qosClass?: string;
    reason?: string;
    resize?: string;
    resourceClaimStatuses?: {
      name?: string;
      resourceClaimName?: string;
    }[];
    startTime?: string;
  };
}
export interface MetadataCb8D93 {
  annotations?: {
    [k: string]: string;
  };
  creationTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  deletionTimestamp?: string;
  finalizers?: string[];
  generateName?: string;
  generation?: number;
  labels?: {
    [k: string]: string;
  };
  managedFields?: {
    apiVersion?: string;
    fieldsType?: string;
    fieldsV1?: {
      [k: string]: unknown;
    };
    manager?: string;
    operation?: string;
    subresource?: string;
    time?: string;
  }[];
  name?: string;
  namespace?: string;
  ownerReferences?: {
    apiVersion?: string;
    blockOwnerDeletion?: boolean;
    controller?: boolean;
    kind?: string;
    name?: string;
    uid?: string;
  }[];
  resourceVersion?: string;
  selfLink?: string;
  uid?: string;
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
export interface LifecycleF8Ea96 {
  postStart?: PostStart1A9863;
  preStop?: PostStart1A9863;
}
export interface PostStart1A9863 {
  exec?: {
    command?: string[];
  };
  httpGet?: HttpGet7F4535;
  sleep?: {
    seconds?: number;
  };
  tcpSocket?: {
    host?: string;
    port?: number | string;
  };
}
export interface HttpGet7F4535 {
  host?: string;
  httpHeaders?: {
    name?: string;
    value?: string;
  }[];
  path?: string;
  port?: number | string;
  scheme?: string;
}
export interface LivenessProbe9E67Ba {
  exec?: {
    command?: string[];
  };
  failureThreshold?: number;
  grpc?: {
    port?: number;
    service?: string;
  };
  httpGet?: HttpGet7F4535;
  initialDelaySeconds?: number;
  periodSeconds?: number;
  successThreshold?: number;
  tcpSocket?: {
    host?: string;
    port?: number | string;
  };
  terminationGracePeriodSeconds?: number;
  timeoutSeconds?: number;
}
export interface Resources35E287 {
  claims?: {
    name?: string;
  }[];
  limits?: {
    [k: string]: number | string;
  };
  requests?: {
    [k: string]: number | string;
  };
}
export interface SecurityContext18F8Ed {
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
}
export interface WindowsOptions230B44 {
  gmsaCredentialSpec?: string;
  gmsaCredentialSpecName?: string;
  hostProcess?: boolean;
  runAsUserName?: string;
}
export interface ConfigMapF2A0E5 {
  items?: {
    key?: string;
    mode?: number;
    path?: string;
  }[];
  name?: string;
  optional?: boolean;
}
export interface LastState889D8C {
  running?: {
    startedAt?: string;
  };
  terminated?: {
    containerID?: string;
    exitCode?: number;
    finishedAt?: string;
    message?: string;
    reason?: string;
    signal?: number;
    startedAt?: string;
  };
  waiting?: {
    message?: string;
    reason?: string;
  };
}
