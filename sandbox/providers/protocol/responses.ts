/** What kinds answer, as the protocol's messages. */
import {
  CheckFailure as CheckFailureMessage,
  CheckResponse,
  DiffResponse,
  PropertyDiff as PropertyDiffMessage,
} from "@pulumi/pulumi/proto/provider_pb";
import type { CheckResult, DiffResult, PropertyDiff } from "../kind";
import type { WireProps } from "./wire";
import { toStruct } from "./wire";

const diffKinds: Readonly<Record<PropertyDiff["kind"], PropertyDiffMessage.Kind>> = {
  add: PropertyDiffMessage.Kind.ADD,
  "add-replace": PropertyDiffMessage.Kind.ADD_REPLACE,
  delete: PropertyDiffMessage.Kind.DELETE,
  "delete-replace": PropertyDiffMessage.Kind.DELETE_REPLACE,
  update: PropertyDiffMessage.Kind.UPDATE,
  "update-replace": PropertyDiffMessage.Kind.UPDATE_REPLACE,
};

/** `spec` of `spec.template["a.b"]`, `config` of `config["retention.ms"]` */
const topLevel = (path: string): string => /^[^.[]+/.exec(path)?.[0] ?? path;

export function checkResponse(inputs: WireProps, failures: CheckResult["failures"]): CheckResponse {
  const response = new CheckResponse();
  response.setInputs(toStruct(inputs));
  response.setFailuresList(
    failures.map(({ property, reason }) => {
      const failure = new CheckFailureMessage();
      failure.setProperty(property);
      failure.setReason(reason);
      return failure;
    }),
  );
  return response;
}

export function diffResponse({ detailed, deleteBeforeReplace }: DiffResult): DiffResponse {
  const entries = Object.entries(detailed);
  const response = new DiffResponse();
  response.setChanges(entries.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE);
  response.setDiffsList([...new Set(entries.map(([path]) => topLevel(path)))]);
  response.setReplacesList(entries.filter(([, diff]) => diff.kind.endsWith("-replace")).map(([path]) => path));
  response.setDeletebeforereplace(deleteBeforeReplace);
  response.setHasdetaileddiff(true);
  for (const [path, diff] of entries) {
    const message = new PropertyDiffMessage();
    message.setKind(diffKinds[diff.kind]);
    message.setInputdiff(diff.inputDiff);
    response.getDetaileddiffMap().set(path, message);
  }
  return response;
}
