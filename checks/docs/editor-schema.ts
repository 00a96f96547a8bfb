import { z } from "zod";
import { StackConfig } from "../../stacks/config";
import { ALL_SECRET_KEYS } from "../../stacks/secrets";

/** JSON Schema of `Pulumi.<stack>.yaml`, with which editors complete and check settings as they are typed. */
export function editorSchema(): string {
  const { properties = {}, required = [] } = z.toJSONSchema(StackConfig, {
    io: "input",
    unrepresentable: "any",
    target: "draft-7",
  });
  const secret = {
    type: "object",
    properties: { secure: { type: "string" } },
    required: ["secure"],
    additionalProperties: false,
  };
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Config of a stack of streaming",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: {
          ...Object.fromEntries(Object.entries(properties).map(([key, value]) => [`streaming:${key}`, value])),
          ...Object.fromEntries(ALL_SECRET_KEYS.map((key) => [key, secret])),
        },
        required: required.map((key) => `streaming:${key}`),
      },
    },
    required: ["config"],
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
