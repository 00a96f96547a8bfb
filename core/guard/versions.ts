/** `3.9.0` is older than `4.0.0`; image tags such as `17.5` too. */
export function older(a: unknown, b: unknown): boolean {
  const parts = (value: unknown): readonly number[] =>
    typeof value === "string" ? value.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0) : [];
  const [left, right] = [parts(a), parts(b)];
  if (left.length === 0 || right.length === 0) return false;
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
