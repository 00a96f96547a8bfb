import { GiB, KiB, MiB } from "../units";

/** Making a formatter takes far longer than using it. */
const formatters: Intl.NumberFormat[] = [];
function formatterOf(digits: number): Intl.NumberFormat {
  return (formatters[digits] ??= new Intl.NumberFormat("en-US", { maximumFractionDigits: digits }));
}

/** Up to three significant digits, thousands set apart: 1449.6 is `1,450`, 24.72 is `24.7`, 0.8138 is `0.814`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  const digits = Math.abs(value) >= 100 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return formatterOf(digits).format(value);
}

/** Bytes with the largest binary unit that leaves a number of at least one: `24.7 GiB`, `512 MiB`. */
export function formatBytes(bytes: number): string {
  const units: readonly (readonly [number, string])[] = [
    [1024 * GiB, "TiB"],
    [GiB, "GiB"],
    [MiB, "MiB"],
    [KiB, "KiB"],
  ];
  const [factor, unit] = units.find(([f]) => Math.abs(bytes) >= f) ?? [1, "B"];
  return `${formatNumber(bytes / factor)} ${unit}`;
}

/** Days, hours, minutes or seconds: `7 d`, `90 s`. */
export function formatSpan(ms: number): string {
  const units: readonly (readonly [number, string])[] = [
    [86_400_000, "d"],
    [3_600_000, "h"],
    [60_000, "min"],
    [1_000, "s"],
  ];
  const [factor, unit] = units.find(([f]) => ms >= f && ms % f === 0) ?? units.find(([f]) => ms >= f) ?? [1, "ms"];
  return `${formatNumber(ms / factor)} ${unit}`;
}

/** Cores: 2500 is `2.5`. */
export const formatCores = (millicores: number): string => formatNumber(millicores / 1000);

/** Events per second: `100/s`, `0.5/s`. */
export const formatRate = (perSecond: number): string => `${formatNumber(perSecond)}/s`;

/** Bytes per second: `0.814 MiB/s`. */
export const formatThroughput = (bytesPerSecond: number): string => `${formatBytes(bytesPerSecond)}/s`;
