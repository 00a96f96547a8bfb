/** Text as a Secret's `data` holds it: UTF-8 in Base64. */
export const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
