/**
 * Plays the engine for a program in the same process: answers every registration as a preview of an empty stack would, and keeps it.
 * The SDK's own mock monitor drops parents, options and dependencies, and shortens URNs.
 */
import type { ResourceHook } from "@pulumi/pulumi";
import * as pb from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Inherited, optionsOf } from "./request";
import type { PlannedOptions, PlannedResource } from "./types";
import { type PlannedMap, decodeMap } from "./values";

type Hook = Pick<ResourceHook, "name" | "callback" | "opts">;

type Answer<T> = (error: Error | null, response?: T) => void;

export const STACK_TYPE = "pulumi:pulumi:Stack";
const FEATURES = pb.ResourceMonitorFeature;

/** A registration as it came; it is read once somebody asks, so that a program isn't kept waiting. */
interface Registration {
  readonly urn: string;
  readonly parent: string | undefined;
  readonly opts: PlannedOptions;
  readonly request: pb.RegisterResourceRequest;
}

export class RecordingMonitor {
  readonly #registrations = new Map<string, Registration>();
  readonly #outputs = new Map<string, PlannedMap>();
  /** What the engine would call back, by name. */
  readonly hooks = new HookRegistry();

  constructor(
    readonly project: string,
    readonly stack: string,
  ) {}

  /** Sorted by URN, because the order of registration depends on timing. */
  get resources(): readonly PlannedResource[] {
    return [...this.#registrations.values()]
      .map(({ request, ...known }) => ({
        ...known,
        type: request.getType(),
        name: request.getName(),
        custom: request.getCustom(),
        props: decodeMap(request.getObject()?.toJavaScript() ?? {}),
        dependencies: [...request.getDependenciesList()].sort(),
        outputs: this.#outputs.get(known.urn) ?? {},
      }))
      .sort((a, b) => (a.urn < b.urn ? -1 : 1));
  }

  registerResource(request: pb.RegisterResourceRequest, answer: Answer<pb.RegisterResourceResponse>): void {
    const parent = request.getParent() === "" ? undefined : request.getParent();
    const urn = this.#urn(parent, request.getType(), request.getName());
    if (this.#registrations.has(urn)) {
      answer(refusal(`two resources have the same URN ${urn}; give one another name`));
      return;
    }
    this.#registrations.set(urn, { urn, parent, opts: optionsOf(request, this.#inherited(parent)), request });
    // As providers do at preview: what was given comes back, what they would add is unknown, and so is the id.
    const response = new pb.RegisterResourceResponse();
    response.setUrn(urn);
    response.setObject((request.getCustom() ? request.getObject() : undefined) ?? new Struct());
    answer(null, response);
  }

  registerResourceOutputs(request: pb.RegisterResourceOutputsRequest, answer: Answer<object>): void {
    this.#outputs.set(request.getUrn(), decodeMap(request.getOutputs()?.toJavaScript() ?? {}));
    answer(null, {});
  }

  readResource(request: pb.ReadResourceRequest, answer: Answer<never>): void {
    answer(
      refusal(`${request.getType()} ${request.getName()} is read from what is deployed; a plan must not need that`),
    );
  }

  invoke(request: pb.ResourceInvokeRequest, answer: Answer<never>): void {
    answer(refusal(`${request.getTok()} asks a provider; a plan must not need one`));
  }

  getDeploymentInfo(_: unknown, answer: Answer<pb.DeploymentInfo>): void {
    const info = new pb.DeploymentInfo();
    info.setSupportedfeaturesList([
      FEATURES.RESOURCE_MONITOR_FEATURE_SECRETS,
      FEATURES.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
      FEATURES.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
      FEATURES.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
      FEATURES.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
      FEATURES.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
      FEATURES.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
    ]);
    answer(null, info);
  }

  /** The SDK's way to close a connection. */
  close(): void {}

  /** All types from the outermost component down, as the engine builds it; the stack's own type is left out. */
  #urn(parent: string | undefined, type: string, name: string): string {
    const parentTypes = parent?.split("::")[2];
    const types = parentTypes === undefined || parentTypes === STACK_TYPE ? type : `${parentTypes}$${type}`;
    return `urn:pulumi:${this.stack}::${this.project}::${types}::${name}`;
  }

  #inherited(parent: string | undefined): Inherited {
    return (parent === undefined ? undefined : this.#registrations.get(parent))?.opts ?? {};
  }
}

/** Plays the SDK's server for callbacks, which the engine would call: keeps hooks, and calls none. */
class HookRegistry extends Map<string, Hook> {
  registerResourceHook(hook: Hook): Promise<void> {
    if (this.has(hook.name)) return Promise.reject(refusal(`two resource hooks have the name ${hook.name}`));
    this.set(hook.name, hook);
    return Promise.resolve();
  }

  /** Registrations wait for transforms that are still under way. */
  awaitStackRegistrations(): Promise<void> {
    return Promise.resolve();
  }

  /** The SDK's way to stop it. */
  shutdown(): void {}
}

/** The SDK shows an engine's error by its gRPC details. */
const refusal = (details: string): Error => Object.assign(new Error(details), { details });
