/** `npm run bench:policy`: how long the rules themselves take, over stacks of several sizes. */
import { EXIT, runCommand } from "../../core/cli";
import { UserError } from "../../core/problems";
import type { Pack } from "../../policy/framework/crossguard";
import { RULES } from "../../policy/rules";
import { TARGET, stackOf } from "./bench-stack";
import { judge } from "./report";
import { packOf } from "./target-file";

export const benchPack = (): Pack => packOf(TARGET, "bench", "2026-01-01");

/** Milliseconds of CPU of one run over fresh resources, the best of three: what else the machine does counts little. */
export function measure(count: number, pack: Pack): number {
  const loaded = { resources: stackOf(count), sources: new Map(), skipped: [] };
  const runs = [1, 2, 3].map(() => {
    const start = process.cpuUsage();
    judge(RULES, loaded, pack);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  });
  return Math.min(...runs);
}

if (require.main === module)
  void runCommand(
    {
      name: "bench:policy",
      about:
        "Milliseconds of CPU that the rules take over made-up stacks of so many resources; 500 should take at most 300.",
      options: {
        resources: { type: "string", value: "NUMBERS", about: "Numbers of resources, such as 500,5000: the default." },
      },
    },
    ({ resources = "500,5000" }) => {
      const counts = resources.split(",").map(Number);
      if (!counts.every((count) => Number.isInteger(count) && count > 0 && count <= 100_000))
        throw new UserError(`--resources must be numbers from 1 to 100,000 such as 500,5000, got ${resources}`);
      const pack = benchPack();
      for (const count of counts) process.stdout.write(`${count} resources: ${measure(count, pack).toFixed(0)} ms\n`);
      return EXIT.clean;
    },
  );
