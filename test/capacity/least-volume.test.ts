/** Volumes whose deployed size the config names: the model goes above it, and never below. */
import { describe, expect, test } from "vitest";
import { capacityWith, configOf, edited, fixture, sizesOf, type Edits } from "./support";

/** GiB that the model derives from the fixture. */
const VOLUMES = [
  {
    path: "streamflow.kafka.volume",
    least: "streamflow.kafka.minVolume",
    rate: 'streamflow.topics["transactions.raw"].rate',
  },
  {
    path: "apphub.redpanda.volume",
    least: "apphub.redpanda.minVolume",
    rate: 'apphub.topics["apphub.core.events"].rate',
  },
  {
    path: "streamflow.postgres.volume",
    least: "streamflow.postgres.minVolume",
    rate: 'streamflow.postgres.tables["bronze.transactions"].rows',
  },
  {
    path: "streamflow.postgres.walVolume",
    least: "streamflow.postgres.minWalVolume",
    rate: 'streamflow.postgres.tables["bronze.transactions"].rows',
  },
] as const;

const sizeWith = (path: string, edits: Edits): number => sizesOf(capacityWith("prod", edits)).get(path) ?? Number.NaN;

describe.each(VOLUMES)("$path", ({ path, least, rate }) => {
  const derived = sizeWith(path, {});
  const kept = { [least]: `${derived}Gi` };

  test("stays when there is less to hold", () => {
    expect(sizeWith(path, { [rate]: "1/min" })).toBeLessThan(derived);
    expect(sizeWith(path, { ...kept, [rate]: "1/min" })).toBe(derived);
  });

  test("grows when there is more, just as without it", () => {
    const more = { [rate]: "9000/s" };
    expect(sizeWith(path, more)).toBeGreaterThan(derived);
    expect(sizeWith(path, { ...kept, ...more })).toBe(sizeWith(path, more));
  });

  test("isn't given both exactly and at least", () => {
    const exactly = least.replace(/min([VW])/, (_, letter: string) => letter.toLowerCase());
    expect(() => configOf(edited(fixture("prod"), { ...kept, [exactly]: `${derived}Gi` }))).toThrow(
      `must be left out where ${exactly.split(".").at(-1) ?? ""} is given`,
    );
  });
});

test("says that it follows from the config, and what the model would have taken", () => {
  const size = capacityWith("prod", { "streamflow.kafka.minVolume": "2Ti" }).demand.sizes.find(
    (s) => s.path === "streamflow.kafka.volume",
  );
  expect(size).toMatchObject({ value: 2048, overridden: false });
  expect(size?.formula).toMatch(/^at least 2,048 GiB, as the config says; the model would take 1,596 GiB: /);
});

test("brokers that are added leave it as it is", () => {
  for (const [part, least] of [
    ["streamflow.kafka", 1596],
    ["apphub.redpanda", 744],
  ] as const)
    expect(sizeWith(`${part}.volume`, { [`${part}.brokers`]: 5, [`${part}.minVolume`]: `${least}Gi` })).toBe(least);
});
