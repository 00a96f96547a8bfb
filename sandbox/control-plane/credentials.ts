import { X509Certificate, createPrivateKey, generateKeyPairSync, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { writeFileAtomically, writeIfChanged } from "../files";
import { certificateOf } from "../kube";
import type { SandboxLayout } from "../layout";

/** Who speaks to the API server, each by a token of its own. */
const USERS = {
  admin: { user: "sandbox-admin", groups: ["system:masters"] },
  kwok: { user: "kwok", groups: ["system:masters"] },
  "controller-manager": { user: "system:kube-controller-manager", groups: [] },
  scheduler: { user: "system:kube-scheduler", groups: [] },
} as const satisfies Readonly<Record<string, { readonly user: string; readonly groups: readonly string[] }>>;

export type Account = keyof typeof USERS;

export interface CredentialFiles {
  /** `token,user,uid,"groups"` per line, as the API server reads it. */
  readonly tokens: string;
  readonly serviceAccountKey: string;
  readonly kubeconfig: (account: Account) => string;
}

export function credentialFiles(layout: SandboxLayout): CredentialFiles {
  const { pki } = layout.kube;
  return {
    tokens: path.join(pki, "tokens.csv"),
    serviceAccountKey: path.join(pki, "service-account.key"),
    kubeconfig: (account) => path.join(pki, `${account}.kubeconfig`),
  };
}

/** Tokens and the service accounts' key: made once. The serving certificate is the API server's own work (`--cert-dir`). */
export function ensureCredentials(layout: SandboxLayout): void {
  const files = credentialFiles(layout);
  fs.mkdirSync(layout.kube.pki, { recursive: true, mode: 0o700 });
  if (!fs.existsSync(files.tokens)) {
    const lines = Object.entries(USERS).map(([account, { user, groups }]) => {
      const token = randomBytes(24).toString("hex");
      writeFileAtomically(path.join(layout.kube.pki, `${account}.token`), token, 0o600);
      return [token, user, user, ...groups.map((group) => JSON.stringify(group))].join(",");
    });
    writeFileAtomically(files.tokens, `${lines.join("\n")}\n`, 0o600);
  }
  if (!fs.existsSync(files.serviceAccountKey)) {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    writeFileAtomically(files.serviceAccountKey, privateKey.export({ type: "pkcs8", format: "pem" }).toString(), 0o600);
  }
}

/** Removes a serving certificate that ends soon, or that a killed server hasn't written to its end, so that the server makes another: call before it starts. */
export function removeUnfitCertificate(layout: SandboxLayout, now: Date): void {
  const certificate = servingCertificate(layout);
  if (certificate && !endsSoon(certificate, now)) return;
  for (const file of [certificateOf(layout), certificateKeyOf(layout)]) fs.rmSync(file, { force: true });
}

/** The API server's certificate, once it is whole: the server writes first the certificate and then its key, neither at one stroke. */
export function servingCertificate(layout: SandboxLayout): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(fs.readFileSync(certificateOf(layout)));
    const key = createPrivateKey(fs.readFileSync(certificateKeyOf(layout)));
    return certificate.checkPrivateKey(key) ? certificate : undefined;
  } catch {
    return undefined;
  }
}

const certificateKeyOf = (layout: SandboxLayout): string => certificateOf(layout).replace(/crt$/, "key");

/** One file for people and Pulumi, and one for each component; rewritten only where port or certificate changed. */
export function writeKubeconfigs(layout: SandboxLayout, port: number): void {
  const certificate = Buffer.from(fs.readFileSync(certificateOf(layout))).toString("base64");
  for (const account of Object.keys(USERS) as Account[]) {
    const file = account === "admin" ? layout.kube.kubeconfig : credentialFiles(layout).kubeconfig(account);
    const token = fs.readFileSync(path.join(layout.kube.pki, `${account}.token`), "utf8");
    writeIfChanged(file, kubeconfig(layout.kube.context, USERS[account].user, port, certificate, token), 0o600);
  }
}

/** Days that a certificate must still be good for when the API server starts. */
const RENEW_DAYS = 30;
const DAY_MS = 86_400_000;

const endsSoon = (certificate: X509Certificate, now: Date): boolean =>
  certificate.validToDate.getTime() - now.getTime() < RENEW_DAYS * DAY_MS;

function kubeconfig(context: string, user: string, port: number, certificate: string, token: string): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: context,
        cluster: { server: `https://127.0.0.1:${port}`, "certificate-authority-data": certificate },
      },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: context, context: { cluster: context, user } }],
    "current-context": context,
  });
}
