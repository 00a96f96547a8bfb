import type { SecretVariable } from "./plan";

/** What an application's own code reads, besides what its platform tells it. */
export interface AppInputs {
  /** Texts by file name, such as rules; a change restarts what reads them. */
  readonly files: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly secretVariables: readonly SecretVariable[];
  /** Secrets as folders, by the folder's name: a Kafka user's login and certificate. */
  readonly secretFolders: Readonly<Record<string, string>>;
}

export const NO_INPUTS: AppInputs = { files: {}, variables: {}, secretVariables: [], secretFolders: {} };
