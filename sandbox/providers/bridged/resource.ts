/** A resource type of a bridged provider: the bridge's part is here, the provider's own is a `BridgedResource`. */
import { UNKNOWN, type CallContext, type Props, type ResourceKind, type Value } from "../kind";
import { check } from "./check";
import { diff, plan, type DiffRules } from "./diff";
import { importedInputs, refreshedInputs } from "./inputs";
import { fieldsOf, isArray, isObject, type Schema } from "./schema";

export interface Found {
  readonly id: string;
  readonly state: Props;
}

export interface BridgedResource extends DiffRules {
  readonly token: string;
  readonly schema: Schema;
  create(planned: Props, context: CallContext): Promise<Found>;
  /** Undefined where the object is gone. */
  read(id: string, state: Props, context: CallContext): Promise<Found | undefined>;
  update(id: string, olds: Props, planned: Props, context: CallContext): Promise<Props>;
  delete(id: string, state: Props, context: CallContext): Promise<void>;
  /** What makes a combination of values impossible, e.g. that a password is missing. */
  refuse?(planned: Props): string | undefined;
  /** The state that an import starts from; without it nothing can be imported. */
  importState?(id: string): Props;
}

export function bridgedKind(resource: BridgedResource): ResourceKind {
  const { token, schema } = resource;
  return {
    token,
    secretOutputs: Object.keys(schema).filter((key) => schema[key]?.secret),
    check: (args) => Promise.resolve(check(schema, args)),
    diff: (args) => {
      refuse(resource, args.urn, plan(schema, args.oldOutputs, args.news));
      return Promise.resolve(diff(schema, resource, args));
    },

    async create({ news, preview }, context) {
      const planned = plan(schema, undefined, news);
      refuse(resource, context.urn, planned);
      if (preview) return { id: "", outputs: planned };
      const { id, state } = await attempt("creating", context, () => resource.create(known(planned), context));
      return { id, outputs: fieldsOf(schema, state) };
    },

    async update({ id, oldOutputs, news, preview }, context) {
      const planned = plan(schema, oldOutputs, news);
      if (preview) return planned;
      const olds = fieldsOf(schema, oldOutputs);
      return fieldsOf(
        schema,
        await attempt("updating", context, () => resource.update(id, olds, known(planned), context)),
      );
    },

    async read({ id, inputs, outputs }, context) {
      const isRefresh = outputs !== undefined;
      if (!isRefresh && resource.importState === undefined) return undefined;
      const found = await attempt("refreshing", context, () => {
        const state = isRefresh ? fieldsOf(schema, outputs) : (resource.importState?.(id) ?? {});
        return resource.read(id, state, context);
      });
      if (found === undefined) return undefined;
      const state = fieldsOf(schema, found.state);
      return {
        inputs: isRefresh ? refreshedInputs(inputs ?? {}, state, schema) : importedInputs(schema, state),
        outputs: state,
      };
    },

    delete: ({ id, oldOutputs }, context) =>
      attempt("deleting", context, () => resource.delete(id, fieldsOf(schema, oldOutputs), context)),
  };
}

function refuse(resource: BridgedResource, urn: string, planned: Props): void {
  const reason = resource.refuse?.(planned);
  if (reason !== undefined) throw new Error(`diffing ${urn}: 1 error occurred:\n\t* ${reason}\n`);
}

/** What is left open in a plan is for the provider to fill in. */
function known(planned: Props): Props {
  const inside = (value: Value): Value => (isArray(value) ? value.map(inside) : isObject(value) ? known(value) : value);
  return Object.fromEntries(
    Object.entries(planned).flatMap(([key, value]) => (value === UNKNOWN ? [] : [[key, inside(value)]])),
  );
}

/** Errors read as the bridge prints them: what was being done to which resource, then the provider's own words. */
async function attempt<T>(verb: string, context: CallContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new Error(`${verb} ${context.urn}: 1 error occurred:\n\t* ${words}\n`, { cause: error });
  }
}
