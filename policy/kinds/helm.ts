/** Values of charts, whoever installs them: Pulumi, Flux, Argo CD, K3s' own controller, or an operator that wraps a chart. */
import { parse } from "yaml";
import { Field } from "../framework/field";
import type { Item } from "../framework/resource";
import { valueOf } from "../framework/value";
import { REDPANDA } from "./redpanda";

const PULUMI = /^kubernetes:helm\.sh\/v[34]:(Release|Chart)$/;

export interface Chart {
  /** `kube-prometheus-stack`: without its repository. */
  readonly name: string;
  readonly values: readonly Field[];
}

/** The charts that a resource installs: none for most, several for an application of Argo CD. */
export function chartsOf(item: Item): readonly Chart[] {
  const { props } = item;
  if (PULUMI.test(item.resource.type)) return [chart(props.at("chart"), props.at("values"))];
  switch (item.kind) {
    case "helm.toolkit.fluxcd.io/HelmRelease":
      return [chart(item.spec.at("chart", "spec", "chart"), item.spec.at("values"))];
    case "helm.cattle.io/HelmChart":
    case "helm.cattle.io/HelmChartConfig":
      return [chart(item.spec.at("chart"), item.spec.at("set"), written(item.spec.at("valuesContent"), item))];
    case "argoproj.io/Application":
      return [item.spec.at("source"), ...item.spec.at("sources").list].map((source) =>
        chart(
          source.at("chart"),
          source.at("helm", "valuesObject"),
          source.at("helm", "parameters"),
          written(source.at("helm", "values"), item),
        ),
      );
    case REDPANDA:
      return [chart(item.spec.at("chartRef", "chartName"), item.spec.at("clusterSpec"))];
    default:
      return [];
  }
}

export const valuesOf = (item: Item): readonly Field[] => chartsOf(item).flatMap(({ values }) => values);

const chart = (name: Field, ...values: readonly Field[]): Chart => ({
  name: name.isUnknown ? "" : (name.text?.split("/").at(-1) ?? ""),
  values: values.filter((field) => field.isSet),
});

/** A text of YAML, read; as it is where it is none. */
export function written(at: Field, owner: Item): Field {
  const { text } = at;
  if (text === undefined) return at;
  try {
    return new Field(at.path, valueOf(parse(text)), owner);
  } catch {
    return at;
  }
}
