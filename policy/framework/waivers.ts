import type { WaiverConfig } from "../../core/config/policies";
import { GUARD_RULE } from "../../core/guard/waivers";

/** Who lets a finding pass, and until when. */
export type WaivedBy = Pick<WaiverConfig, "reason" | "owner" | "until">;

export interface WaiverFault {
  readonly resource: string;
  readonly path: string;
  readonly message: string;
}

/** The waivers of one run. One that is expired covers nothing any more. */
export class Waivers {
  private readonly used = new Set<WaiverConfig>();

  /** `today` as `YYYY-MM-DD`. */
  constructor(
    private readonly all: readonly WaiverConfig[],
    private readonly today: string,
  ) {}

  cover(rule: string, resource: string, namespace: string): WaivedBy | undefined {
    const waiver = this.all.find(
      (w) => w.rule === rule && w.resource === resource && (w.namespace === undefined || w.namespace === namespace),
    );
    if (waiver === undefined) return undefined;
    this.used.add(waiver);
    if (this.isExpired(waiver)) return undefined;
    const { reason, owner, until } = waiver;
    return { reason, owner, until };
  }

  /** Waivers that are expired, or cover nothing that was found; to be asked once everything has run. */
  faults(): readonly WaiverFault[] {
    return this.all.flatMap((waiver, i) => {
      const { rule, resource, owner, until } = waiver;
      const about = { resource, path: `waivers[${i}]` };
      if (this.isExpired(waiver))
        return [
          {
            ...about,
            message: `the waiver of ${rule} for ${resource} ended on ${until}; ${owner} must renew it or mend the resource`,
          },
        ];
      // What changes covers a change; only a comparison with what was can tell whether there is one.
      return this.used.has(waiver) || rule === GUARD_RULE
        ? []
        : [{ ...about, message: `the waiver of ${rule} for ${resource} covers nothing that was found; remove it` }];
    });
  }

  private isExpired({ until }: WaiverConfig): boolean {
    return until < this.today;
  }
}
