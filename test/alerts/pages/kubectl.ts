/** A call of kubectl, taken apart. */

export interface Call {
  readonly verb: string;
  readonly namespace: string | undefined;
  /** `deployment/airflow-scheduler`; a kind alone where all of a kind are asked for. */
  readonly objects: readonly string[];
  readonly container: string | undefined;
  /** Label selector in place of names. */
  readonly selector: string | undefined;
  /** `8081:8081` of a port-forward. */
  readonly ports: readonly string[];
  /** What is run inside the container. */
  readonly inside: readonly string[];
}

/** Options that take the next word. */
const WITH_VALUE = new Set(["-n", "-c", "-l", "-o", "-p", "--sort-by"]);
/** Verbs whose second word is a verb, too. */
const COMPOUND = new Set(["rollout", "cnpg"]);
const ASSIGNMENT = /^[\w./-]+=/;
/** Verbs whose first object is a pod unless a kind stands before it. */
const OF_PODS = new Set(["exec", "logs"]);

export function readCall(args: readonly string[]): Call {
  const end = args.indexOf("--");
  const [before, inside] = end < 0 ? [args, []] : [args.slice(0, end), args.slice(end + 1)];
  const options = new Map<string, string | undefined>();
  const words: string[] = [];
  for (let i = 0; i < before.length; i += 1) {
    const word = before[i] ?? "";
    if (WITH_VALUE.has(word)) options.set(word, before[(i += 1)]);
    else if (!word.startsWith("-") && !ASSIGNMENT.test(word)) words.push(word);
  }
  const [first = "", second = "", ...rest] = words;
  const verb = COMPOUND.has(first) ? `${first} ${second}` : first;
  const named = COMPOUND.has(first) ? rest : words.slice(1);
  return {
    verb,
    namespace: options.get("-n"),
    objects: objectsOf(verb, named),
    container: options.get("-c"),
    selector: options.get("-l"),
    ports: verb === "port-forward" ? named.slice(1) : [],
    inside,
  };
}

function objectsOf(verb: string, words: readonly string[]): readonly string[] {
  if (verb === "cp")
    return words
      .filter((word) => word.includes(":"))
      .map((word) => `pod/${(word.split(":")[0] ?? "").split("/")[1] ?? ""}`);
  if (verb.startsWith("cnpg ")) return words.map((word) => `cluster/${word}`).slice(0, 1);
  if (verb === "top") return [];
  const [first = "", second] = words;
  if (first.includes("/")) return [first];
  if (OF_PODS.has(verb)) return first === "" ? [] : [`pod/${first}`];
  // Words after an object's name are ports.
  return [second === undefined ? first : `${first}/${second}`];
}
