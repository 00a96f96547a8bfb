/** Property paths as Pulumi writes them: `spec.containers[0].image`, `metadata.annotations["a.b/c"]`. */

export type Step = string | number;

export function parsePath(text: string): readonly Step[] {
  const steps: Step[] = [];
  const pattern = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|\.?([^.[\]"]+)/gy;
  for (const [, quoted, index, plain] of text.matchAll(pattern)) {
    if (quoted !== undefined) steps.push(quoted.replaceAll('\\"', '"'));
    else if (index !== undefined) steps.push(index === "*" ? "*" : Number(index));
    else if (plain !== undefined) steps.push(plain);
  }
  return steps;
}

export function formatPath(steps: readonly Step[]): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === "number") return `${path}[${step}]`;
    if (/[."[\]]/.test(step)) return `${path}["${step.replaceAll('"', '\\"')}"]`;
    return path === "" ? step : `${path}.${step}`;
  }, "");
}

/** Whether `inner` is `outer` or something in it; `*` in `outer` stands for any step. */
export function contains(outer: readonly Step[], inner: readonly Step[]): boolean {
  return outer.length <= inner.length && outer.every((step, i) => step === "*" || step === inner[i]);
}
