import { type PlatformAccess, isNodePort, portOf } from "../core/config/access";
import type { Fault } from "../core/config/faults";
import type { DeepPartial } from "../core/config/lenient";
import type { TargetConfig } from "../core/config/target";

/** Faults of a platform's addresses on this target. */
export function accessFaults(
  platform: string,
  access: DeepPartial<PlatformAccess> | undefined,
  target: DeepPartial<TargetConfig> | undefined,
): readonly Fault[] {
  const at = (name: string) => ["access", platform, "kafka", name];
  const servers = access?.kafka?.bootstrapServers ?? [];
  const [first] = servers;
  const faults: Fault[] = [];
  if (target?.kind === "single-node" && first !== undefined && isNodePort(portOf(first)) && servers.length > 1)
    faults.push({
      path: at("bootstrapServers"),
      message: "must be one address: a single node has one broker",
      got: servers,
    });
  const tls = access?.kafka?.tls;
  const secured = target?.kind === "multi-node";
  if (tls !== undefined && target?.kind !== undefined && tls !== secured)
    faults.push({
      path: at("tls"),
      message: secured
        ? "must be true on a multi-node target: the brokers speak TLS and ask for a login"
        : "must be false on a single-node target: its broker speaks plain",
      got: tls,
    });
  return faults;
}
