/** Where something stands that a finding is about. */
export interface Source {
  /** Relative to what was given. */
  readonly file: string;
  readonly line: number;
}
