/**
 * The second wall: before the engine changes, replaces or deletes a resource that the change guard has rules for, at preview and at `up`, it asks
 * here. The same rules and waivers decide as in the report on a pull request, which may have been skipped. docs/change-guard.md says what is asked when.
 */
import * as pulumi from "@pulumi/pulumi";
import {
  type Change,
  type GuardedOptions,
  type GuardedResource,
  type Plain,
  needsWaiver,
} from "../../core/guard/change";
import { isGuarded, removedChange, updated } from "../../core/guard/changes";
import type { GuardFacts } from "../../core/guard/facts";
import { hookInputs, settledInputs } from "../../core/guard/inputs";
import { wallText, waivedText } from "../../core/guard/text";
import { judged } from "../../core/guard/waivers";
import type { StackConfig } from "../config";
import { type EditedSetting, configKeyOf } from "./config-keys";
import { Declared, type Declaration, inputsDeclared, isSettledAs, optionsDeclared, wantedNow } from "./declared";
import { factsOf } from "./facts";
import { guardMode } from "./mode";
import { type Voice, engineVoice } from "./voice";

/** What the wall knows of its stack. */
export type WalledStack = Pick<StackConfig, "target" | "guard" | "waivers" | "apphub" | "streamflow">;

/** Every guarded resource that is declared from now on is asked about. */
export function raiseWall(stack: WalledStack, voice: Voice = engineVoice()): void {
  const wall = new Wall(stack, voice);
  pulumi.runtime.registerStackTransformation(({ resource, type, name, props, opts }) => {
    if (!isGuarded(type)) return undefined;
    wall.declared.add({ resource, type, name, props, opts });
    return { props, opts: pulumi.mergeOptions(opts, { hooks: wall.hooksFor(opts) }) };
  });
}

/**
 * Names of the hooks. A stack's state keeps them, and the engine asks about a deletion by the name that it kept: so they never change, and all are
 * registered in every run. The options of what is deleted aren't told, so the name of its hook holds them.
 */
const UPDATE = "streaming-guard-update";
const deletionOf = ({ protect, retainOnDelete }: Kept): string =>
  `streaming-guard-delete${protect === true ? "-protected" : ""}${retainOnDelete === true ? "-retained" : ""}`;
const DELETED: readonly Kept[] = [true, false].flatMap((protect) =>
  [true, false].map((retainOnDelete) => ({ protect, retainOnDelete })),
);

type Asked = pulumi.ResourceHookArgs;
/** What keeps a resource from being deleted. */
type Kept = Pick<pulumi.ResourceOptions, "protect"> & Pick<pulumi.CustomResourceOptions, "retainOnDelete">;

class Wall {
  readonly declared = new Declared();
  readonly #update = this.#hook(UPDATE, (args) => this.#ofUpdate(args));
  readonly #deletions = new Map(
    DELETED.map((opts) => {
      const name = deletionOf(opts);
      return [name, this.#hook(name, (args) => this.#ofDeletion(args, opts))];
    }),
  );

  constructor(
    private readonly stack: WalledStack,
    private readonly voice: Voice,
  ) {}

  hooksFor(opts: Kept): pulumi.ResourceHookBinding {
    const deletion = this.#deletions.get(deletionOf(opts));
    return { beforeUpdate: [this.#update], beforeDelete: deletion === undefined ? [] : [deletion] };
  }

  #hook(name: string, changesOf: (args: Asked) => Promise<readonly Change[]>): pulumi.ResourceHook {
    return new pulumi.ResourceHook(name, async (args) => this.#decide(args.urn, await changesOf(args)), {
      onDryRun: true,
    });
  }

  async #ofUpdate(args: Asked): Promise<readonly Change[]> {
    const declaration = this.declared.find(args);
    if (declaration === undefined) throw new Error(`${args.urn} is updated, but was never declared`);
    const declared = await inputsDeclared(declaration);
    const noted = await sent(args.oldInputs);
    const before = resourceOf(args, hookInputs(noted, declared));
    const after = {
      ...before,
      props: hookInputs(await sent(args.newInputs), declared),
      opts: optionsDeclared(declaration),
    };
    return this.#compared(before, after, noted);
  }

  /** A replacement is judged by what makes it one; all else that is deleted goes as a whole. */
  async #ofDeletion(args: Asked, opts: GuardedOptions): Promise<readonly Change[]> {
    const inputs = await sent(args.oldInputs);
    const declaration = this.declared.find(args);
    const after = declaration === undefined ? undefined : await replacementOf(declaration, args);
    if (after !== undefined) {
      const found = await this.#compared(resourceOf(args, hookInputs(inputs, after.props), opts), after, inputs);
      // There is none where it is replaced together with something else, or because somebody asked for it.
      if (found.some(isCause)) return found.filter((change) => isCause(change) || change.field.startsWith("options."));
    }
    const before = resourceOf(args, hookInputs(inputs, undefined), opts);
    const gone = removedChange(before, this.#facts);
    return [needsWaiver(gone) ? removedChange(before, this.#facts, await this.declared.ofType(args.type)) : gone];
  }

  async #compared(before: GuardedResource, wanted: GuardedResource, noted: Plain): Promise<readonly Change[]> {
    const after = { ...wanted, props: settledInputs(wanted.props, before.props, noted) };
    const found = updated(before, after, this.#facts);
    return found.some(needsWaiver)
      ? updated(before, after, this.#facts, await this.declared.ofType(before.type))
      : found;
  }

  async #decide(urn: string, changes: readonly Change[]): Promise<void> {
    const all = judged(changes, this.stack.waivers ?? [], new Date().toISOString().slice(0, 10));
    for (const change of all) if (change.waiver !== null) await this.voice.info(waivedText(change, change.waiver), urn);
    const refused = all.filter((change) => change.refused);
    if (refused.length === 0) return;
    const message = refused.map((change) => wallText(change, configKeyOf(change, this.#switchedOff))).join("\n");
    await (guardMode(this.stack) === "warn" ? this.voice.warn(message, urn) : this.voice.refuse(message, urn));
  }

  /** Platforms that aren't there any more, or never were. */
  get #switchedOff(): readonly EditedSetting[] {
    const platforms = ["apphub", "streamflow"] as const;
    return platforms.filter((key) => this.stack[key] === undefined).map((key) => ({ path: [key], key }));
  }

  /** By the config of now: that of before isn't known here. Sized once, and only where something changes. */
  get #facts(): GuardFacts {
    return (this.#sized ??= factsOf(this.stack, this.stack));
  }
  #sized: GuardFacts | undefined;
}

const isCause = ({ replaces }: Change): boolean => replaces === true;

/** What it becomes, where this deletion is half of a replacement. */
async function replacementOf(declaration: Declaration, { urn, id }: Asked): Promise<GuardedResource | undefined> {
  return (await isSettledAs(declaration, id)) ? undefined : wantedNow(declaration, urn);
}

const resourceOf = (
  { urn, type, name }: Asked,
  props: GuardedResource["props"],
  opts: GuardedOptions = {},
): GuardedResource => ({ urn, type, name, props, opts });

/** Inputs in the form in which the SDK sends them, secrets marked. */
const sent = async (inputs: pulumi.Inputs = {}): Promise<Plain> =>
  (await pulumi.runtime.serializeProperties("inputs", inputs)) as Plain;
