/** Alerts' cases as a file for `promtool test rules`. */
import type { Alert, Case } from "./alert";

export interface PromtoolFile {
  readonly rule_files: readonly string[];
  readonly evaluation_interval: string;
  readonly tests: readonly PromtoolTest[];
}

export interface PromtoolTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly promql_expr_test: readonly {
    readonly expr: string;
    readonly eval_time: string;
    readonly exp_samples: readonly { readonly labels: string; readonly value: number }[];
  }[];
}

/** One file per alert: promtool evaluates every rule of a file at every step of every test. */
export const promtoolFile = (alert: Alert, ruleFile: string): PromtoolFile => ({
  rule_files: [ruleFile],
  evaluation_interval: "1m",
  tests: alert.cases.map((one) => promtoolTest(alert, one)),
});

function promtoolTest({ name }: Alert, { kind, what, series, at, fires }: Case): PromtoolTest {
  return {
    name: `${name} ${what} (${kind})`,
    interval: "1m",
    input_series: Object.entries(series).map(([key, values]) => ({ series: key, values })),
    promql_expr_test: [
      {
        expr: `max by (severity) (ALERTS{alertname="${name}",alertstate="firing"})`,
        eval_time: at,
        exp_samples: fires.map((severity) => ({ labels: `{severity="${severity}"}`, value: 1 })),
      },
    ],
  };
}
