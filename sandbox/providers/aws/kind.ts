/** What the aws plugin adds to the bridge: region and all tags become inputs of every resource that has them. */
import { bridgedKind, type BridgedResource } from "../bridged/resource";
import type { Field } from "../bridged/schema";
import type { Props, ResourceKind } from "../kind";
import type { AwsSettings } from "./config";
import { allTags } from "./tags";

/** Where a resource is managed; the provider's own region unless the program says otherwise. */
export const REGION_FIELD = { type: "string", computed: true, forceNew: true } as const satisfies Field;

export function awsKind(resource: BridgedResource, settings: AwsSettings): ResourceKind {
  const kind = bridgedKind(resource);
  const added = (inputs: Props): Props => ({
    ...("region" in resource.schema && { region: inputs.region ?? settings.region }),
    ...("tagsAll" in resource.schema && { tagsAll: allTags(settings, inputs.tags) }),
  });
  return {
    ...kind,
    async check(args) {
      // What an earlier check added comes back where the engine checks recorded inputs.
      const news = Object.fromEntries(Object.entries(args.news).filter(([key]) => key !== "tagsAll"));
      const { inputs, failures } = await kind.check({ ...args, news });
      return { inputs: { ...inputs, ...added(inputs) }, failures };
    },
  };
}
