import { sumOf } from "../../core/capacity/numbers";
import type { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import type { PodSize } from "./containers";
import { bytesOf } from "./quantity";
import type { Apart, Labels } from "./spread";

/** Copies of one pod that a resource, or its operator, makes. */
export interface PodGroup {
  readonly item: Item;
  readonly namespace: string;
  /** Unique in its namespace: `orders`, `orders-brokers`. */
  readonly component: string;
  /** Running: they stay. Passing: Jobs. Everywhere: one on each node. */
  readonly life: "running" | "passing" | "everywhere";
  readonly count: number;
  readonly size: PodSize;
  readonly apart: Apart;
  /** Stands on volumes of its own. */
  readonly pinned: boolean;
  /** Pods that a rollout adds. */
  readonly surge: number;
  /** Where they are known; operators add others. */
  readonly labels: Labels | undefined;
  /** Copies that must run for it to serve, where a whole zone is lost `inZone` of them; absent = all that can be placed again. */
  readonly needs?: { readonly count: number; readonly inZone?: number; readonly because: string };
  readonly claims: readonly Claim[];
}

/** A volume that each copy claims, or that is claimed once. */
export interface Claim {
  readonly name: string;
  readonly bytes: number;
  readonly storageClass: string | undefined;
}

export const NOT_APART: Apart = { ownNode: false, preferred: false };

/** A group of running pods without volumes or rules; others are made from it. */
export const plainGroup = (item: Item, component: string, count: number) =>
  ({
    item,
    namespace: item.namespace,
    component,
    life: "running",
    count,
    apart: NOT_APART,
    pinned: false,
    surge: 0,
    labels: undefined,
    claims: [],
  }) as const;

export const claim = (name: string, size: Field, storageClass: Field): Claim => ({
  name,
  bytes: bytesOf(size) ?? 0,
  storageClass: storageClass.text,
});

/** Bytes that all claims of a group take. */
export const claimed = ({ claims, count }: PodGroup): number => sumOf(claims, ({ bytes }) => bytes) * count;
