import type { CallContext, Props, ReadArgs, ReadResult } from "../../kind";
import { InitError } from "../../kind";
import { skipsAwait } from "../annotations";
import { NoKindError } from "../api/errors";
import { explain } from "../await/explain";
import { refreshRuleOf } from "../await/readiness";
import type { Cluster } from "../cluster";
import { outputsOf } from "../cluster";
import { compare } from "../diff/compare";
import { normalize, withoutServerMetadata, withSecretData } from "../diff/normalize";
import { prune } from "../diff/prune";
import { withId, withKind } from "../identity";
import { withoutAt } from "../objects";
import { fromServer, toServer } from "../wire-names";
import { managerOf, mustBeReachable } from "./outcome";

const serverAnnotations = ["deployment.kubernetes.io/revision", "kubectl.kubernetes.io/last-applied-configuration"];

/** All that a declaration could have said, for an import. */
function inputsOfLive(live: Props): Props {
  const declared = withoutAt(withoutServerMetadata(live), ["status"]);
  return serverAnnotations.reduce((object, name) => withoutAt(object, ["metadata", "annotations", name]), declared);
}

/** What is live of what was declared; the declaration itself, in its own spelling, where that means the same. */
function liveInputs(declared: Props, live: Props): Props {
  const [news, seen] = [normalize(declared), normalize(live)];
  const differences = compare({ live: prune(seen, news), news, forceNew: [], ignored: [] });
  return Object.keys(differences).length === 0 ? declared : prune(live, withSecretData(declared));
}

async function find({ client }: Cluster, object: Props): Promise<Props | undefined> {
  try {
    return await client.get(object);
  } catch (error) {
    // Without its definition the object is gone too.
    if (error instanceof NoKindError) return undefined;
    throw error;
  }
}

export async function read(cluster: Cluster, args: ReadArgs, context: CallContext): Promise<ReadResult | undefined> {
  const { id, inputs, outputs } = args;
  const { client, settings, unreachable } = cluster;
  if (unreachable !== undefined) {
    context.warn(`configured Kubernetes cluster is unreachable: ${unreachable}`);
    if (settings.deleteUnreachable) return undefined;
    if (settings.skipUpdateUnreachable && inputs && outputs) return { inputs, outputs };
    mustBeReachable(cluster);
  }
  const declared = inputs && toServer(inputs);
  const live = await find(cluster, withId(withKind(context.urn, declared ?? {}), id));
  if (!live) return undefined;
  const fieldManager = managerOf(declared ?? live, outputs);
  const result = {
    inputs: fromServer(declared ? liveInputs(declared, live) : inputsOfLive(live)),
    outputs: outputsOf(live, fieldManager),
  };
  const rule = declared && !skipsAwait(declared) ? refreshRuleOf(live) : undefined;
  const verdict = await rule?.(live, client);
  if (!verdict || verdict.ready) return result;
  throw new InitError({ id, ...result }, [verdict.waitingFor, ...(await explain(client, live))]);
}
