import { defineConfig } from "vitest/config";

// Unit tests run anywhere; alerts need promtool and the tools that runbook pages use; sandbox tests need the tools and one machine to themselves, so
// they run one file after the other; faults kill and fill what they use, in a sandbox each: both files at a time, as they mostly wait.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/sandbox/**", "test/alerts/**"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: "alerts", include: ["test/alerts/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 } },
      {
        test: {
          name: "sandbox",
          include: ["test/sandbox/**/*.test.ts"],
          exclude: ["test/sandbox/faults-*.test.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: "faults",
          include: ["test/sandbox/faults-*.test.ts"],
          maxWorkers: 2,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
