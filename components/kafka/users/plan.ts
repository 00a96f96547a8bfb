/** Who may do what on the brokers. Everything that no rule allows is refused. */

export interface UserPlan {
  /** As it logs in; also the name of the workload. */
  readonly name: string;
  /** Where the workload runs, and finds its login. */
  readonly namespace: string;
  readonly rules: readonly AccessRule[];
}

/** One thing that a user may do. Read and Write include Describe. */
export interface AccessRule {
  readonly resource: "Topic" | "Group" | "TransactionalID" | "Cluster";
  readonly name: string;
  /** Whether the name stands for itself or for all that begin with it. */
  readonly pattern: "Literal" | "Prefixed";
  readonly operation: "Read" | "Write" | "IdempotentWrite";
}

export interface UserRights {
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  /** Whether writes are transactions, under ids that begin with the user's name. */
  readonly transactions?: boolean;
}

/** A user's rules: on topics by name, on groups and transactions whose names begin with the user's. */
export function planUser(
  { name, namespace }: Pick<UserPlan, "name" | "namespace">,
  { reads = [], writes = [], transactions = false }: UserRights,
): UserPlan {
  const literal = { pattern: "Literal" } as const;
  const own = { name, pattern: "Prefixed" } as const;
  const rules: readonly AccessRule[] = [
    ...reads.map((topic) => ({ resource: "Topic", name: topic, ...literal, operation: "Read" }) as const),
    ...writes.map((topic) => ({ resource: "Topic", name: topic, ...literal, operation: "Write" }) as const),
    ...(reads.length > 0 ? [{ resource: "Group", ...own, operation: "Read" } as const] : []),
    // Java's producers number their records unless told otherwise; some brokers want this right for it besides Write.
    ...(writes.length > 0
      ? [{ resource: "Cluster", name: CLUSTER, ...literal, operation: "IdempotentWrite" } as const]
      : []),
    ...(transactions ? [{ resource: "TransactionalID", ...own, operation: "Write" } as const] : []),
  ];
  return { name, namespace, rules };
}

/** What every broker calls the cluster in its rules. */
const CLUSTER = "kafka-cluster";

/** A rule as a resource's role: a noun that says which. */
export const roleOf = (user: string, { resource, name, operation }: AccessRule): string =>
  `${user}-${operation.toLowerCase()}-${resource.toLowerCase()}-${name}`;
