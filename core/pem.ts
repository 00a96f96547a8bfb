/** A certificate with what belongs to it, as one text: the certificate, its authority's, and the key. Together they can't be mixed up. */

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

const blocks = (pem: string): readonly { readonly kind: string; readonly text: string }[] =>
  [...pem.matchAll(BLOCK)].map(([text, kind = ""]) => ({ kind, text: `${text}\n` }));

/** The certificates, the owner's first and the authority's last. Of a placeholder that holds none, the placeholder. */
export const certificatesOf = (pem: string): readonly string[] => {
  const found = blocks(pem).filter(({ kind }) => kind === "CERTIFICATE");
  return found.length === 0 ? [pem] : found.map(({ text }) => text);
};

/** What a server shows: its certificate and whoever signed it. */
export const chainOf = (pem: string): string => certificatesOf(pem).join("");

/** What clients trust. */
export const authorityOf = (pem: string): string => certificatesOf(pem).at(-1) ?? pem;

export const keyOf = (pem: string): string => blocks(pem).find(({ kind }) => kind.endsWith("PRIVATE KEY"))?.text ?? pem;

/** True if the text has a certificate, its authority's and a key. */
export const isWhole = (pem: string): boolean => {
  const kinds = blocks(pem).map(({ kind }) => kind);
  return (
    kinds.filter((kind) => kind === "CERTIFICATE").length >= 2 && kinds.some((kind) => kind.endsWith("PRIVATE KEY"))
  );
};
