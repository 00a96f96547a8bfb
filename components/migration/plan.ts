import { demand, type Demand } from "../../core/capacity/demand";
import type { Resources } from "../../core/capacity/pods/pod";
import type { DatabaseLoginPlan } from "../postgres/login";
import type { MigrationConfig } from "./config";

export interface MigrationPlan {
  /** Where the Job runs, as whom it logs in, and the name of its pods and its Secret; Jobs add a checksum to it. */
  readonly login: DatabaseLoginPlan;
  readonly image: string;
  /** Image with PostgreSQL's own tools, which tell whether the server answers. */
  readonly tools: string;
  readonly command: readonly string[];
  readonly requests: Resources;
  readonly limits: Resources;
  readonly timeoutMs: number;
  readonly user: number | undefined;
}

/** What the platform says; the rest is its config's. */
export interface MigrationScope {
  /** As the role that owns the tables, at the server itself: a pooler in transaction mode keeps none of the locks that migrations hold. */
  readonly login: Omit<DatabaseLoginPlan, "name">;
  readonly tools: string;
}

/** Tools keep one connection for a lock that shuts other runs out, and work in another. */
export const MIGRATION_CONNECTIONS = 2;

export const migrationName = (platform: string): string => `${platform}-migration`;

const sizesOf = ({ cpu, memory }: MigrationConfig): Pick<MigrationPlan, "requests" | "limits"> => ({
  requests: { cpu: cpu.millicores, memory: memory.bytes },
  // CPU may be borrowed; memory that is used is gone.
  limits: { cpu: 2 * cpu.millicores, memory: memory.bytes },
});

export const planMigration = ({ login, tools }: MigrationScope, config: MigrationConfig): MigrationPlan => ({
  ...sizesOf(config),
  login: { ...login, name: migrationName(login.partOf) },
  tools,
  image: config.image,
  command: config.command,
  timeoutMs: config.timeout.ms,
  user: config.user,
});

/** Room in the namespace's quota, beside what runs there all the time. */
export const migrationDemand = (
  { platform, namespace }: { readonly platform: string; readonly namespace: string },
  config: MigrationConfig | undefined,
): Demand =>
  config === undefined
    ? demand({})
    : demand({
        namespaces: [{ name: namespace, transient: [{ name: migrationName(platform), ...sizesOf(config) }] }],
      });
