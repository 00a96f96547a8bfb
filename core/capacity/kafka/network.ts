/** Traffic of a whole cluster, in bytes per second. */
export interface ClusterTraffic {
  /** What producers send. */
  readonly write: number;
  readonly replication: number;
  /** Consumer groups that read everything. */
  readonly groups: number;
}

/** Written to disks: W × RF. */
export const clusterWrite = (t: ClusterTraffic): number => t.write * t.replication;

/** Read by consumers and by followers: W × F + W × (RF − 1). */
export const clusterRead = (t: ClusterTraffic): number => t.write * t.groups + t.write * (t.replication - 1);

/** Write-equivalent: a read costs a quarter of a write [Google Managed Service for Apache Kafka, plan your cluster size]. */
export const writeEquivalent = (t: ClusterTraffic): number => clusterWrite(t) + clusterRead(t) / 4;

/** One vCPU takes 20 MB/s of write-equivalent; planned at half of that [Google Managed Service for Apache Kafka, plan your cluster size]. */
export const BYTES_PER_VCPU = 20e6;
export const CPU_TARGET = 0.5;
/** Memory that goes with a vCPU, in bytes [same page]. */
export const MEMORY_PER_VCPU = 4 * 1024 ** 3;

/** vCPUs of a cluster, in parts: write-equivalent ÷ 20 MB/s ÷ 0.5. */
export const clusterVcpus = (t: ClusterTraffic): number => writeEquivalent(t) / BYTES_PER_VCPU / CPU_TARGET;

/** Throughput of a volume without more being bought: gp3's 125 MiB/s [AWS EBS ModifyVolume, throughput 125–1,000 MiB/s]. */
export const VOLUME_THROUGHPUT = 125 * 1024 ** 2;
