/** What a dashboard shows. */

/** Units as Grafana names them. */
export type Unit = "short" | "percentunit" | "bytes" | "s" | "ms" | "reqps" | "Bps" | "bool_yes_no" | "dateTimeAsIso";

/** One graph; panels of the same dashboard and title are one panel. */
export interface Panel {
  /** Key of the dashboard: `kafka`. */
  readonly dashboard: string;
  readonly title: string;
  readonly expr: string;
  /** Names each line: `{{pod}}`. */
  readonly legend?: string;
  readonly unit?: Unit;
  /** Lines that an alert is drawn at. */
  readonly thresholds?: readonly number[];
}

export interface Dashboard {
  readonly key: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** Dashboards from alerts' panels and others beside them, in the order in which they are named. */
export function dashboardsOf(titles: Readonly<Record<string, string>>, panels: readonly Panel[]): readonly Dashboard[] {
  return Object.entries(titles).map(([key, title]) => {
    const own = panels.filter((panel) => panel.dashboard === key);
    const names = [...new Set(own.map((panel) => panel.title))];
    return { key, title, panels: names.map((name) => merged(own.filter((panel) => panel.title === name))) };
  });
}

function merged(same: readonly Panel[]): Panel {
  const [first] = same;
  if (first === undefined) throw new Error("a panel has at least one source");
  const other = same.find((panel) => panel.expr !== first.expr);
  if (other !== undefined)
    throw new Error(`two panels "${first.title}" show different things: ${first.expr} and ${other.expr}`);
  const thresholds = [...new Set(same.flatMap((panel) => panel.thresholds ?? []))].sort((a, b) => a - b);
  return thresholds.length === 0 ? first : { ...first, thresholds };
}
