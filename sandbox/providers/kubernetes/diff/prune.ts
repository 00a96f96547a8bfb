/** Live objects cut down to what was declared. */
import type { Props, Value } from "../../kind";
import { isList, isMap } from "../objects";
import { isBuiltIn } from "./normalize";

/** What the API server leaves out of its own kinds when it stores them. */
function isZero(value: Value): boolean {
  if (isList(value)) return value.length === 0;
  if (isMap(value)) return Object.values(value).every(isZero);
  return value === false || value === 0 || value === "" || value === null;
}

/** The live object's values of the members that the inputs have: what the cluster adds by itself is left out. */
export function prune(live: Props, inputs: Props): Props {
  return pruneMap(live, inputs, isBuiltIn(inputs));
}

function pruneMap(live: Props, inputs: Props, dropsZeros: boolean): Props {
  const entries = Object.entries(inputs).flatMap(([key, input]): [string, Value][] => {
    const value = live[key];
    if (value !== undefined) return [[key, pruneValue(value, input, dropsZeros)]];
    return dropsZeros && isZero(input) ? [[key, input]] : [];
  });
  return Object.fromEntries(entries);
}

function pruneValue(live: Value, input: Value, dropsZeros: boolean): Value {
  if (isMap(live) && isMap(input)) return pruneMap(live, input, dropsZeros);
  return isList(live) && isList(input) ? pruneList(live, input, dropsZeros) : live;
}

/** By index, as many as the inputs have. */
function pruneList(live: readonly Value[], input: readonly Value[], dropsZeros: boolean): Value {
  const [firstLive, firstInput] = [live[0], input[0]];
  if (firstLive === undefined || firstInput === undefined) return [];
  if (typeof firstLive !== typeof firstInput) return live;
  return live.slice(0, input.length).map((value, i) => pruneValue(value, input[i] ?? null, dropsZeros));
}
