import { dns63 } from "../../core/names";

export const objectStoreNames = {
  /** `acme-streamflow-backups`. */
  bucket: (prefix: string, platform: string, bucket: string) => `${prefix}-${platform}-${bucket}`,
  /** IAM role of one user of a platform. */
  role: (prefix: string, platform: string, user: string) => dns63(prefix, platform, user),
  /** Secret in a user's namespace with the keys of an S3-compatible store. */
  secret: (platform: string) => `${platform}-object-store`,
} as const;

/** Keys of that Secret: the variables that every S3 client reads. */
export const SECRET_KEYS = {
  accessKey: "AWS_ACCESS_KEY_ID",
  secretKey: "AWS_SECRET_ACCESS_KEY",
  region: "AWS_REGION",
} as const;

/** On a service account, names the IAM role that its pods take. */
export const ROLE_ANNOTATION = "eks.amazonaws.com/role-arn";
