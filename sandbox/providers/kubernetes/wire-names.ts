/** The SDKs spell `x-kubernetes-*` members of schemas with underscores; the API server with dashes. */
import type { Props, Value } from "../kind";
import { isList, isMap } from "./objects";

const pattern = { underscored: /^x_kubernetes_[a-z_]+$/, dashed: /^x-kubernetes-[a-z-]+$/ };

function rename(value: Value, from: RegExp, separator: [string, string]): Value {
  if (isList(value)) return value.map((member) => rename(member, from, separator));
  return isMap(value) ? renameMembers(value, from, separator) : value;
}

function renameMembers(object: Props, from: RegExp, separator: [string, string]): Props {
  return Object.fromEntries(
    Object.entries(object).map(([key, member]) => [
      from.test(key) ? key.replaceAll(...separator) : key,
      rename(member, from, separator),
    ]),
  );
}

export const toServer = (inputs: Props): Props => renameMembers(inputs, pattern.underscored, ["_", "-"]);
export const fromServer = (live: Props): Props => renameMembers(live, pattern.dashed, ["-", "_"]);
