/** Connections to AWS's services, or to what plays them. */
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { AwsSettings, Service } from "./config";
import { AwsError, doing } from "./errors";

const TITLES: Readonly<Record<Service, string>> = { s3: "S3", iam: "IAM", sts: "STS" };

const AROUND_ALL = { step: "initialize", priority: "high", name: "namesErrors" } as const;

export class AwsClients {
  private readonly s3ByRegion = new Map<string, S3Client>();
  private iamClient: IAMClient | undefined;

  constructor(readonly settings: AwsSettings) {}

  s3(region: string): S3Client {
    const known = this.s3ByRegion.get(region);
    if (known) return known;
    const client = new S3Client({ ...this.options("s3"), region, forcePathStyle: this.settings.pathStyle });
    client.middlewareStack.add(namesErrors("s3"), AROUND_ALL);
    this.s3ByRegion.set(region, client);
    return client;
  }

  get iam(): IAMClient {
    if (this.iamClient === undefined) {
      this.iamClient = new IAMClient(this.options("iam"));
      this.iamClient.middlewareStack.add(namesErrors("iam"), AROUND_ALL);
    }
    return this.iamClient;
  }

  /** Asks who the credentials belong to, as the real provider does before anything else. */
  async validateCredentials(): Promise<void> {
    const client = new STSClient(this.options("sts"));
    client.middlewareStack.add(namesErrors("sts"), AROUND_ALL);
    try {
      const { Account = "" } = await doing("unable to validate AWS credentials.\nDetails", () =>
        client.send(new GetCallerIdentityCommand({})),
      );
      const { allowedAccountIds } = this.settings;
      if (allowedAccountIds.length > 0 && !allowedAccountIds.includes(Account)) {
        throw new Error(`AWS account ID not allowed: ${Account}`);
      }
    } finally {
      client.destroy();
    }
  }

  close(): void {
    for (const client of this.s3ByRegion.values()) client.destroy();
    this.iamClient?.destroy();
  }

  /** A stand-in never speaks to the real AWS: it would make things there that cost money. */
  private options(service: Service) {
    const { endpoints, region, credentials, profile, maxAttempts } = this.settings;
    const endpoint = endpoints[service];
    if (endpoint === undefined) {
      throw new Error(
        `the stand-in of provider aws needs an address for ${service}: give the provider's endpoints, e.g. [{ ${service}: "http://127.0.0.1:5000" }]`,
      );
    }
    return {
      endpoint,
      region,
      ...(credentials && { credentials }),
      ...(profile !== undefined && { profile }),
      ...(maxAttempts !== undefined && { maxAttempts: Math.max(1, maxAttempts) }),
    };
  }
}

/** Errors say which operation of which service failed. */
function namesErrors(service: Service) {
  return <Request, Answer>(next: (request: Request) => Promise<Answer>, context: { readonly commandName?: string }) =>
    async (request: Request): Promise<Answer> => {
      try {
        return await next(request);
      } catch (error) {
        throw new AwsError(TITLES[service], (context.commandName ?? "").replace(/Command$/, ""), error);
      }
    };
}
