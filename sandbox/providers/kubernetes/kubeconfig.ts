/** Kubeconfig, given as text or as a path, read as client-go reads it. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { UserError } from "../../../core/problems";
import type { Props, Value } from "../kind";
import type { Endpoint } from "./api/connection";
import { at, isMap, mapAt, mapsAt, textAt } from "./objects";

export interface Kubeconfig {
  readonly content: Props;
  /** Relative file names in it start here. */
  readonly folder: string;
}

export interface Overrides {
  readonly context?: string;
  readonly cluster?: string;
}

/** The active part of a kubeconfig; undefined where it names none. */
export interface ActiveCluster {
  readonly cluster: Props;
  readonly user: Props;
  readonly namespace: string;
}

const home = (path: string): string => (path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path);

function read(path: string): Kubeconfig {
  return { content: decode(readFileSync(path, "utf8"), path), folder: dirname(resolve(path)) };
}

function decode(text: string, where: string): Props {
  const content = parse(text) as Value;
  if (!isMap(content)) throw new UserError(`${where} is no kubeconfig: neither a file's path nor its content`);
  return content;
}

/** A path (`~` allowed) or the content itself, as YAML or JSON. */
export function parseKubeconfig(pathOrContent: string): Kubeconfig {
  const path = home(pathOrContent);
  return existsSync(path) ? read(path) : { content: decode(pathOrContent, "kubeconfig"), folder: process.cwd() };
}

/** `$KUBECONFIG`'s first file that exists, else `~/.kube/config`. */
export function ambientKubeconfig(environment: NodeJS.ProcessEnv = process.env): Kubeconfig {
  const paths = environment["KUBECONFIG"]?.split(delimiter).filter(Boolean) ?? [join(homedir(), ".kube", "config")];
  const path = paths.find((candidate) => existsSync(candidate));
  if (path === undefined) throw new UserError(`no kubeconfig: ${paths.join(", ")} does not exist`);
  return read(path);
}

const named = (content: Props, list: string, name: string, member: string): Props | undefined => {
  const entry = mapsAt(content, list).find((candidate) => candidate["name"] === name);
  return entry && mapAt(entry, member);
};

export function activeCluster({ content }: Kubeconfig, overrides: Overrides): ActiveCluster | undefined {
  const context = named(content, "contexts", overrides.context ?? textAt(content, "current-context"), "context");
  if (!context) return undefined;
  const cluster = named(content, "clusters", overrides.cluster ?? textAt(context, "cluster"), "cluster");
  if (!cluster) return undefined;
  const user = named(content, "users", textAt(context, "user"), "user") ?? {};
  return { cluster, user, namespace: textAt(context, "namespace") || "default" };
}

/** `x-data` in base64, or the file that `x` names. */
function material(part: Props, name: string, folder: string): Buffer | undefined {
  const data = textAt(part, `${name}-data`);
  if (data) return Buffer.from(data, "base64");
  const file = textAt(part, name);
  return file ? readFileSync(resolve(folder, file)) : undefined;
}

export function endpointOf({ cluster, user }: ActiveCluster, folder: string): Endpoint {
  if (at(user, "exec") ?? at(user, "auth-provider")) {
    throw new UserError("this stand-in knows tokens and client certificates only, got a credential plugin");
  }
  const ca = material(cluster, "certificate-authority", folder);
  const cert = material(user, "client-certificate", folder);
  const key = material(user, "client-key", folder);
  const tokenFile = textAt(user, "tokenFile");
  const token = textAt(user, "token") || (tokenFile && readFileSync(resolve(folder, tokenFile), "utf8").trim());
  return {
    server: textAt(cluster, "server"),
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(token && { token }),
    insecure: cluster["insecure-skip-tls-verify"] === true,
  };
}
