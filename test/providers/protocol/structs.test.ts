/** Properties that are read straight into objects are what the library reads. */
import { CheckRequest } from "@pulumi/pulumi/proto/provider_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fromStruct, readStructsAsObjects } from "../../../sandbox/providers/protocol/structs";

const deserializeBinaryFromReader = Struct.deserializeBinaryFromReader.bind(Struct);
beforeEach(readStructsAsObjects);
afterEach(() => void (Struct.deserializeBinaryFromReader = deserializeBinaryFromReader));

type Props = Record<string, JavaScriptValue>;

/** Over the wire, as the engine sends it. */
function received(news: Props): object {
  const request = new CheckRequest().setUrn("urn:pulumi:dev::streaming::t::n").setNews(Struct.fromJavaScript(news));
  const read = CheckRequest.deserializeBinary(request.serializeBinary());
  expect(read.getUrn()).toBe("urn:pulumi:dev::streaming::t::n");
  return fromStruct(read.getNews());
}

const values = fc.letrec<{ value: JavaScriptValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true }),
    fc.string({ unit: "grapheme" }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ unit: "grapheme" }).filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value;
const props = fc.dictionary(
  fc.string({ unit: "grapheme" }).filter((key) => key !== "__proto__"),
  values,
  { maxKeys: 6, noNullPrototype: true },
);

test("whatever they hold", () => {
  fc.assert(
    fc.property(props, (sent) => {
      expect(received(sent)).toEqual(sent);
    }),
  );
});

test("of empty ones and of none, too", () => {
  expect(received({ none: {}, no: [], deep: [[{}], [[]]], zero: 0, text: "", not: false, nil: null })).toEqual({
    none: {},
    no: [],
    deep: [[{}], [[]]],
    zero: 0,
    text: "",
    not: false,
    nil: null,
  });
  expect(received({})).toEqual({});
  expect(fromStruct(CheckRequest.deserializeBinary(new CheckRequest().serializeBinary()).getNews())).toEqual({});
});

test("what this process made itself is read as ever", () => {
  expect(fromStruct(Struct.fromJavaScript({ replicas: 3 }))).toEqual({ replicas: 3 });
});
