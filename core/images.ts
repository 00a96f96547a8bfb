import versions from "../versions.json";

/** Container images by the part that runs in them, pinned by tag and digest. */
export const images: Readonly<Record<keyof typeof versions.images, string>> = versions.images;

/** Kafka's version on brokers that Strimzi runs: one that the pinned operator knows, and the one that the tools have. */
export const kafkaVersion: string = versions.tools.kafka;
