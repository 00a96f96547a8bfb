import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dns63, serviceHost } from "../../core/names";

const part = fc.string({ minLength: 1, maxLength: 80 });

describe("dns63", () => {
  test("a short name stays as it is", () => expect(dns63("apphub", "redpanda")).toBe("apphub-redpanda"));

  test("a long name is cut and told apart by a hash", () => {
    const [a, b] = [dns63("a".repeat(70), "one"), dns63("a".repeat(70), "two")];
    expect([a.length, b.length]).toEqual([63, 63]);
    expect(a).not.toBe(b);
  });

  test("what had to be rewritten is told apart from what looks the same", () => {
    expect(dns63("orders.eu")).not.toBe(dns63("orders-eu"));
    expect(dns63("Orders")).not.toBe(dns63("orders"));
  });

  test("every name is a DNS label", () => {
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(dns63(...parts)).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
      }),
    );
  });

  test("names stay distinct when cut", () =>
    fc.assert(
      fc.property(part, part, (a, b) => {
        fc.pre(a !== b);
        expect(dns63("x".repeat(60), a)).not.toBe(dns63("x".repeat(60), b));
      }),
    ));
});

test("a pod behind a headless Service has a name of its own", () => {
  expect(serviceHost("kafka", "ns")).toBe("kafka.ns.svc.cluster.local");
  expect(serviceHost("kafka-headless", "ns", "kafka-0")).toBe("kafka-0.kafka-headless.ns.svc.cluster.local");
});
