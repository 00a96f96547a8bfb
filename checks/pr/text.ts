/** `namespace/Kind/name`. */
export const placed = (namespace: string, resource: string): string =>
  namespace === "" ? resource : `${namespace}/${resource}`;

/** Closed until somebody opens it. */
export const folded = (summary: string, body: string): string =>
  `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
