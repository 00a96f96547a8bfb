/** Alerts and dashboards ask only for what something scraped emits; each alert is complete and tried in all four ways. */
import { describe, expect, test } from "vitest";
import { readQuery } from "../../checks/alerts/promql";
import { unemitted, unknownInText } from "../../checks/alerts/emitted";
import { gauges, series, type Scrape } from "../../core/alerts/exporter";
import { alertsOf, dashboardsOfWatch } from "../../core/alerts/watch";
import { WATCHES } from "./watches";

const scrape: Scrape = {
  exporter: { name: "example", metrics: gauges(["topic"], "lag") },
  target: { namespace: "here", pod: "p-0" },
};
const against = (query: string) => unemitted(query, [scrape]);

describe("a query is refused", () => {
  test("when nothing emits its metric", () => {
    expect(against("lagg")).toEqual(['nothing scraped emits {__name__="lagg"}']);
  });
  test("when its metric has no such label", () => {
    expect(against('lag{group="g"}')).toEqual(['nothing scraped emits {__name__="lag",group="g"}']);
  });
  test("when no target has the value", () => {
    expect(against('lag{namespace="elsewhere"}')).toHaveLength(1);
    expect(against('lag{namespace=~"her."}')).toEqual([]);
  });
  test("when it adds up by a label that isn't there, also by one that was dropped before", () => {
    expect(against("sum by (group) (lag)")).toEqual(['{__name__="lag"} has no label group']);
    expect(against("max by (pod) (sum by (topic) (lag))")).toEqual(["what is added up by (topic) has no label pod"]);
    expect(against("sum by (topic) (rate(lag[5m]))")).toEqual([]);
  });
  test("when it joins on a label that isn't there", () => {
    expect(against("lag and on (node) lag")).toHaveLength(1);
  });
  test("when a text speaks of a label that the result doesn't have", () => {
    expect(unknownInText("{{ $labels.pod }} of {{ $labels.topic }}", "sum by (topic) (lag)", [scrape])).toEqual([
      "pod",
    ]);
  });
  test("when it isn't PromQL", () => {
    expect(() => readQuery("sum((")).toThrow("not PromQL");
  });
});

test("a series for a test can't be invented", () => {
  expect(() => series(scrape, "lagg")).toThrow("has no metric");
  expect(() => series(scrape, "lag", { group: "g" })).toThrow("missing labels [topic], unknown [group]");
});

describe.each(Object.entries(WATCHES))("%s", (_, watch) => {
  const alerts = alertsOf(watch);

  test.each(alerts.map((alert) => [alert.name, alert] as const))("%s asks for what is emitted", (_name, alert) => {
    for (const { expr } of alert.levels) {
      expect(unemitted(expr, watch.scrapes)).toEqual([]);
      expect(unknownInText(alert.summary + alert.description, expr, watch.scrapes)).toEqual([]);
    }
  });

  test.each(alerts.map((alert) => [alert.name, alert] as const))(
    "%s is tried in all four ways",
    (_name, { levels, cases }) => {
      expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(["fires", "near miss", "no data", "no traffic"]));
      const firing = cases.filter(({ kind }) => kind === "fires");
      for (const severity of new Set(levels.map((level) => level.severity)))
        expect(
          firing.some(({ fires }) => fires.includes(severity)),
          severity,
        ).toBe(true);
      for (const severity of levels.slice(1).map((level) => level.severity))
        expect(
          cases.some(({ fires }) => !fires.includes(severity)),
          severity,
        ).toBe(true);
    },
  );

  test("dashboards show what is emitted", () => {
    const panels = dashboardsOfWatch(watch).flatMap((dashboard) => dashboard.panels);
    expect(
      panels.flatMap(({ title, expr }) => unemitted(expr, watch.scrapes).map((fault) => `${title}: ${fault}`)),
    ).toEqual([]);
    const names = alerts.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(alerts.map(({ panel }) => panel.dashboard).filter((key) => !(key in watch.dashboards))).toEqual([]);
  });
});
