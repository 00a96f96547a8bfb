/** A setting as Pulumi hands it over: objects, numbers and flags as JSON, texts as they are. */
export function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
