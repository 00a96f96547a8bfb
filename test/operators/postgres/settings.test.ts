import { describe, expect, test } from "vitest";
import {
  cappedSharedBuffers,
  pgHbaConf,
  postgresqlConf,
  type ServerSettings,
} from "../../../sandbox/postgres/settings";

const plain: ServerSettings = { port: 31432, socketDir: "/run/pg", parameters: {}, preload: [], hba: [] };

describe("a server's configuration", () => {
  test("it listens on the loopback address and at the chosen port, whatever the parameters say", () => {
    const conf = postgresqlConf({ ...plain, parameters: { listen_addresses: "*", port: "5432" } });
    expect(conf).toContain("listen_addresses = '127.0.0.1'\n");
    expect(conf).toContain("port = '31432'\n");
    expect(conf.match(/^port /gm)).toHaveLength(1);
  });

  test("the cluster's parameters are taken as they are, quotes too", () => {
    const conf = postgresqlConf({ ...plain, parameters: { max_connections: "200", log_line_prefix: "it's %m" } });
    expect(conf).toContain("max_connections = '200'\n");
    expect(conf).toContain("log_line_prefix = 'it''s %m'\n");
  });

  test("libraries are preloaded in the order given", () => {
    expect(postgresqlConf({ ...plain, preload: ["pg_stat_statements", "auto_explain"] })).toContain(
      "shared_preload_libraries = 'pg_stat_statements,auto_explain'\n",
    );
  });

  test("without a certificate it speaks no TLS, with one it does", () => {
    expect(postgresqlConf(plain)).toContain("ssl = 'off'\n");
    expect(postgresqlConf({ ...plain, tls: { certificate: "server.crt", key: "server.key" } })).toContain(
      "ssl = 'on'\n",
    );
  });

  test.each([
    ["64MB", "64MB"],
    ["131072kB", "131072kB"],
    ["16384", "16384"],
    ["16385", "128MB"],
    ["1GB", "128MB"],
    ["nonsense", "nonsense"],
  ])("shared buffers of %s become %s", (wanted, got) => {
    expect(cappedSharedBuffers(wanted)).toBe(got);
  });

  test("the cluster's own access rules come before the one for everybody", () => {
    expect(
      pgHbaConf({ ...plain, hba: ["host all audit all reject"] })
        .trim()
        .split("\n"),
    ).toEqual(["local all all trust", "host all audit all reject", "host all all all scram-sha-256"]);
  });
});
