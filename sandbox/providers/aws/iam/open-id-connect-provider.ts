/** `aws.iam.OpenIdConnectProvider`: a cluster's issuer, which roles for its service accounts trust. */
import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  TagOpenIDConnectProviderCommand,
  UntagOpenIDConnectProviderCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { changed } from "../../bridged/diff";
import type { BridgedResource } from "../../bridged/resource";
import { text, textMap, texts, type Schema } from "../../bridged/schema";
import type { Props } from "../../kind";
import type { AwsClients } from "../clients";
import { doing, unless } from "../errors";
import { removedTags, TAG_FIELDS, tagList, tagsFound } from "../tags";
import { NOT_FOUND } from "./fields";

const withoutScheme = (url: string): string => url.replace(/^https:\/\//, "");

const schema: Schema = {
  arn: { type: "string", computed: true, output: true },
  clientIdLists: { type: "set", required: true, terraformName: "client_id_list" },
  ...TAG_FIELDS,
  thumbprintLists: { type: "list", computed: true, terraformName: "thumbprint_list" },
  url: {
    type: "string",
    required: true,
    forceNew: true,
    validate: (value, name) =>
      typeof value !== "string" || value.startsWith("https://")
        ? undefined
        : `${JSON.stringify(name)} has an invalid URL scheme: must be https`,
    stored: withoutScheme,
    sameAs: (old, next) => withoutScheme(old) === withoutScheme(next),
  },
};

export function openIdConnectProviderResource(clients: AwsClients): BridgedResource {
  const read: BridgedResource["read"] = async (id, state) => {
    const ask = clients.iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id }));
    const found = await doing(`reading IAM OIDC Provider (${id})`, () => unless(NOT_FOUND, ask));
    return (
      found && {
        id,
        state: {
          arn: id,
          clientIdLists: found.ClientIDList ?? [],
          ...tagsFound(clients.settings, found.Tags ?? [], state),
          thumbprintLists: found.ThumbprintList ?? [],
          url: found.Url ?? "",
        },
      }
    );
  };

  return {
    token: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    schema,
    importState: () => ({}),
    read,

    async create(planned, context) {
      const thumbprints = [...texts(planned, "thumbprintLists")];
      const tags = tagList(textMap(planned, "tagsAll"));
      const { OpenIDConnectProviderArn: id = "" } = await doing("creating IAM OIDC Provider", () =>
        clients.iam.send(
          new CreateOpenIDConnectProviderCommand({
            Url: `https://${withoutScheme(text(planned, "url"))}`,
            ClientIDList: [...texts(planned, "clientIdLists")],
            ...(thumbprints.length > 0 && { ThumbprintList: thumbprints }),
            ...(tags.length > 0 && { Tags: tags }),
          }),
        ),
      );
      return (await read(id, planned, context)) ?? { id, state: planned };
    },

    async update(id, olds, planned, context) {
      await doing(`updating IAM OIDC Provider (${id})`, async () => {
        if (changed(schema, "clientIdLists", olds, planned)) await putClients(clients.iam, id, olds, planned);
        if (changed(schema, "thumbprintLists", olds, planned)) {
          const thumbprints = [...texts(planned, "thumbprintLists")];
          const request = { OpenIDConnectProviderArn: id, ThumbprintList: thumbprints };
          await clients.iam.send(new UpdateOpenIDConnectProviderThumbprintCommand(request));
        }
        if (changed(schema, "tagsAll", olds, planned)) await putTags(clients.iam, id, olds, planned);
      });
      return (await read(id, planned, context))?.state ?? planned;
    },

    async delete(id) {
      await doing(`deleting IAM OIDC Provider (${id})`, () =>
        unless(NOT_FOUND, clients.iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id }))),
      );
    },
  };
}

async function putClients(iam: IAMClient, id: string, olds: Props, planned: Props): Promise<void> {
  const [before, after] = [texts(olds, "clientIdLists"), texts(planned, "clientIdLists")];
  const of = (ClientID: string) => ({ OpenIDConnectProviderArn: id, ClientID });
  for (const client of after.filter((each) => !before.includes(each))) {
    await iam.send(new AddClientIDToOpenIDConnectProviderCommand(of(client)));
  }
  for (const client of before.filter((each) => !after.includes(each))) {
    await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand(of(client)));
  }
}

async function putTags(iam: IAMClient, id: string, olds: Props, planned: Props): Promise<void> {
  const provider = { OpenIDConnectProviderArn: id };
  const [removed, tags] = [removedTags(olds, planned), tagList(textMap(planned, "tagsAll"))];
  if (removed.length > 0) await iam.send(new UntagOpenIDConnectProviderCommand({ ...provider, TagKeys: removed }));
  if (tags.length > 0) await iam.send(new TagOpenIDConnectProviderCommand({ ...provider, Tags: tags }));
}
