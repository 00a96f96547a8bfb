import { base64 } from "../../core/base64";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { SECRET_KEYS, objectStoreNames } from "./names";
import type { StoreKeysPlan } from "./plan";

/** Keys to an S3-compatible store, under the names of the variables that its clients read. */
export const credentials = (
  platform: string,
  namespace: string,
  { accessKey, region }: StoreKeysPlan,
  secretKey: pulumi.Output<string>,
): k8s.types.input.core.v1.Secret => ({
  metadata: {
    name: objectStoreNames.secret(platform),
    namespace,
    labels: { "app.kubernetes.io/name": "object-store", "app.kubernetes.io/part-of": platform },
  },
  type: "Opaque",
  data: {
    [SECRET_KEYS.accessKey]: base64(accessKey),
    [SECRET_KEYS.secretKey]: secretKey.apply(base64),
    [SECRET_KEYS.region]: base64(region),
  },
});
