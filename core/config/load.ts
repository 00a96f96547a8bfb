/** What a topic carries: settings shared by both kinds of brokers. There is no honest default for a rate or a message's size. */
import { bytes, count, factor, rate } from "./fields";

export const topicLoad = {
  rate: rate().describe("Messages per second, the mean over a day."),
  messageSize: bytes().describe("One message as it lies on disk, that is compressed."),
  peakFactor: factor(1, 100).default(2).describe("Peak rate ÷ mean rate."),
  consumerGroups: count(0, 100).default(1).describe("Consumer groups that read all of it."),
  keys: count(1, 1_000_000_000)
    .optional()
    .describe("Different keys; required where only the last message of each is kept, as the size follows from it."),
} as const;
