import type {
  DiffResult,
  ProviderDefinition,
  Props,
  PropertyDiff,
  ResourceKind,
} from "../../../sandbox/providers/kind";
import { InitError, UNKNOWN } from "../../../sandbox/providers/kind";

/** A note on a board: its name is its identity, its text may change, `broken` notes never become ready. */
export interface Board {
  readonly notes: Map<string, Props>;
}

const text = (props: Props, key: string): string => {
  const value = props[key];
  return typeof value === "string" ? value : "";
};

const update: PropertyDiff = { kind: "update", inputDiff: true };
const replace: PropertyDiff = { kind: "update-replace", inputDiff: true };

function outputsOf(news: Props): Props {
  const length = news["text"] === UNKNOWN ? UNKNOWN : text(news, "text").length;
  return { ...news, length, seal: `sealed ${text(news, "pin")}` };
}

function diffOf(olds: Props, news: Props): DiffResult {
  const detailed: Record<string, PropertyDiff> = {};
  if (olds["name"] !== news["name"]) detailed["name"] = replace;
  if (olds["text"] !== news["text"]) detailed["text"] = update;
  return { detailed, deleteBeforeReplace: "name" in detailed };
}

export function noteKind({ notes }: Board): ResourceKind {
  const put = (news: Props): Props => {
    const outputs = outputsOf(news);
    const id = text(news, "name");
    notes.set(id, outputs);
    if (news["broken"] === true) throw new InitError({ id, inputs: news, outputs }, ["the note does not stick"]);
    return outputs;
  };
  return {
    token: "toy:index:Note",
    secretOutputs: ["seal"],
    check: ({ news }) =>
      Promise.resolve({
        inputs: { ...news, color: news["color"] ?? "yellow" },
        failures: "name" in news ? [] : [{ property: "name", reason: "missing required property 'name'" }],
      }),
    diff: ({ oldInputs, news }) => Promise.resolve(diffOf(oldInputs, news)),
    create: async ({ news, preview }, context) => {
      context.status("writing");
      const outputs = preview ? outputsOf(news) : put(news);
      return Promise.resolve({ id: preview ? "" : text(news, "name"), outputs });
    },
    update: async ({ news, preview }) => Promise.resolve(preview ? outputsOf(news) : put(news)),
    read: ({ id, inputs }) => {
      const outputs = notes.get(id);
      return Promise.resolve(outputs && { inputs: { ...inputs, text: outputs["text"] ?? "" }, outputs });
    },
    delete: ({ id }) => {
      notes.delete(id);
      return Promise.resolve();
    },
  };
}

/** Ends only when the engine cancels. */
const endlessKind: ResourceKind = {
  ...noteKind({ notes: new Map() }),
  token: "toy:endless/*",
  create: (_, { signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(new Error("cancelled while writing")));
    }),
};

export function toyProvider(board: Board, acceptSecrets = true): ProviderDefinition {
  return {
    name: "toy",
    version: "1.2.3",
    acceptSecrets,
    checkConfig: (news) => Promise.resolve({ inputs: news, failures: [] }),
    diffConfig: (olds, news) =>
      Promise.resolve({
        detailed: olds["board"] === news["board"] ? {} : { board: replace },
        deleteBeforeReplace: true,
      }),
    configure: (config) =>
      config["board"] === "gone"
        ? Promise.reject(new Error("there is no board at gone"))
        : Promise.resolve({ kinds: [noteKind(board), endlessKind], close: () => Promise.resolve() }),
  };
}
