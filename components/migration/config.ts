/** A Job that makes and changes an application's tables: what an operator decides. The stack itself owns no table. */
import { z } from "zod";
import { count, cpu, duration, settings, size, text } from "../../core/config/fields";

export const MigrationConfig = settings({
  image: text().describe("Image with the application's statements and the tool that runs them, by tag and digest."),
  command: z
    .array(text(), { error: "must be a list of words" })
    .min(1, { error: "must name at least one word" })
    .describe(
      "What is run in it. It may be run again, so it must take what it has made already as it is. It finds the database in `DATABASE_URL`, `JDBC_URL` and libpq's variables (`PGHOST` and so on).",
    ),
  cpu: cpu().prefault("250m").describe("Cores."),
  memory: size({ min: "32Mi" }).prefault("256Mi").describe("Memory, request and limit."),
  timeout: duration({ min: "1m", max: "24h" })
    .prefault("15m")
    .describe("Longest run. After it `pulumi up` fails, and what needs the tables stays as it was."),
  user: count(1, 65_535)
    .optional()
    .describe("User id of the container. Default: the image's own, which must be a number and not root."),
});
export type MigrationConfig = z.output<typeof MigrationConfig>;
