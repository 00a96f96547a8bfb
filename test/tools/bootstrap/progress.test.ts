import { expect, test } from "vitest";
import { Progress, spell } from "../../../tools/bootstrap/progress";

test("without a terminal there is one line when a step begins and one when it ends", () => {
  let now = 0;
  let text = "";
  const progress = new Progress(2, { write: (part: string) => (text += part) }, () => now);
  progress.begin("Kafka 4.1.0");
  now = 12_000;
  progress.finish("Kafka 4.1.0");
  progress.begin("Pulumi CLI 3.259.0");
  now = 200_000;
  progress.finish("Pulumi CLI 3.259.0", "built");
  progress.stop();
  expect(text).toMatchInlineSnapshot(`
    "        Kafka 4.1.0 ...
      [1/2] Kafka 4.1.0: 12 s, 12 s in all
            Pulumi CLI 3.259.0 ...
      [2/2] Pulumi CLI 3.259.0 (built): 3 min 8 s, 3 min 20 s in all
    "
  `);
});

test("on a terminal the live line names what is running, and goes", () => {
  let text = "";
  const progress = new Progress(2, { write: (part: string) => (text += part), isTTY: true, columns: 40 }, () => 0);
  progress.begin("Kafka");
  progress.begin("Kubernetes control plane");
  expect(text.split("\r\u001b[K").at(-1)).toBe("        Kafka, Kubernetes control plane ...".slice(0, 39));
  progress.stop();
  expect(text.endsWith("\r\u001b[K")).toBe(true);
});

test("times read as people say them", () => {
  expect([400, 59_400, 60_000, 754_000].map(spell)).toEqual(["0 s", "59 s", "1 min 0 s", "12 min 34 s"]);
});
