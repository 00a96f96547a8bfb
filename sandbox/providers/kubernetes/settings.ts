/** The provider's config: its own values first, then the environment, then the default. */
import { UserError } from "../../../core/problems";
import type { Props } from "../kind";
import { textAt } from "./objects";

export interface Settings {
  readonly kubeconfig: string;
  readonly context: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly configMapMutable: boolean;
  readonly secretMutable: boolean;
  readonly patchForce: boolean;
  readonly upsert: boolean;
  readonly deleteUnreachable: boolean;
  readonly skipUpdateUnreachable: boolean;
}

/** `"true"` as the SDK encodes it, or a plain boolean from stack config. */
const isTrue = (value: unknown): boolean => value === true || value === "true";

export function readSettings(config: Props, environment: NodeJS.ProcessEnv = process.env): Settings {
  const flag = (key: string, variable: string, otherwise = false): boolean => {
    const given = config[key] ?? environment[variable];
    return given === undefined ? otherwise : isTrue(given);
  };
  if (!flag("enableServerSideApply", "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY", true)) {
    throw new UserError("kubernetes:enableServerSideApply must be true: this stand-in knows server-side apply only");
  }
  return {
    kubeconfig: textAt(config, "kubeconfig"),
    context: textAt(config, "context"),
    cluster: textAt(config, "cluster"),
    namespace: textAt(config, "namespace"),
    configMapMutable: flag("enableConfigMapMutable", "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE"),
    secretMutable: flag("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE"),
    patchForce: flag("enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE"),
    upsert: flag("upsertExistingObjects", "PULUMI_K8S_UPSERT_EXISTING_OBJECTS"),
    deleteUnreachable: flag("deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE"),
    skipUpdateUnreachable: flag("skipUpdateUnreachable", "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE"),
  };
}
