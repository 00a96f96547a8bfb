import type { ServiceError } from "@grpc/grpc-js";
import { status } from "@grpc/grpc-js";
import {
  CheckRequest,
  CreateRequest,
  DiffRequest,
  DiffResponse,
  ErrorResourceInitFailed,
  InvokeRequest,
  PropertyDiff,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Service } from "../../../sandbox/providers/protocol/service";
import { serve } from "../../../sandbox/providers/protocol/service";
import { fromStruct, toStruct } from "../../../sandbox/providers/protocol/wire";
import { secret, TestEngine, unknown } from "./client";
import type { Board } from "./toy";
import { toyProvider } from "./toy";

let board: Board;
let service: Service;
let engine: TestEngine;
let urn: string;

beforeEach(async () => {
  board = { notes: new Map() };
  service = await serve(toyProvider(board), undefined);
  engine = new TestEngine(service.port);
  urn = engine.urn("first");
});
afterEach(async () => {
  engine.client.close();
  await service.close();
});

const caught = async (promise: Promise<unknown>): Promise<ServiceError> =>
  promise.then(
    () => expect.unreachable("an error is expected"),
    (error: unknown) => error as ServiceError,
  );

test("tells the engine what it understands", async () => {
  const response = await engine.configure();
  expect(response.getAcceptsecrets()).toBe(true);
  expect(response.getSupportspreview()).toBe(true);
});

test("a check fills in defaults, keeps secrets secret and names what is missing", async () => {
  await engine.configure();
  const { inputs, failures } = await engine.check(urn, { text: secret("hush") });
  expect(inputs).toEqual({ text: secret("hush"), color: "yellow" });
  expect(failures).toEqual([{ property: "name", reason: "missing required property 'name'" }]);
});

test("creates, updates, reads and deletes", async () => {
  await engine.configure();
  const created = await engine.create(urn, { name: "a", text: "one" });
  expect(created.id).toBe("a");
  expect(created.outputs).toMatchObject({ text: "one", length: 3 });

  const updated = await engine.update(urn, created, { name: "a", text: "three" });
  expect(updated.outputs).toMatchObject({ text: "three", length: 5 });

  board.notes.set("a", { ...board.notes.get("a"), text: "drifted" });
  const live = await engine.read(urn, "a", updated);
  expect(live.inputs).toEqual({ name: "a", text: "drifted" });

  await engine.delete(urn, live);
  expect((await engine.read(urn, "a", updated)).id).toBe("");
});

test("an object that nobody declared yet is imported by its id", async () => {
  await engine.configure();
  board.notes.set("old", { name: "old", text: "here", seal: "wax" });
  expect(await engine.read(urn, "old")).toEqual({
    id: "old",
    inputs: { text: "here" },
    outputs: { name: "old", text: "here", seal: secret("wax") },
  });
});

test("an equal input is no difference", async () => {
  await engine.configure();
  const state = await engine.create(urn, { name: "a", text: "one" });
  const { changes, detailed } = await engine.diff(urn, state, { name: "a", text: "one" });
  expect(changes).toBe(DiffResponse.DiffChanges.DIFF_NONE);
  expect(detailed).toEqual({});
});

test("a changed text is an update in place", async () => {
  await engine.configure();
  const state = await engine.create(urn, { name: "a", text: "one" });
  expect(await engine.diff(urn, state, { name: "a", text: "two" })).toEqual({
    changes: DiffResponse.DiffChanges.DIFF_SOME,
    diffsList: ["text"],
    replacesList: [],
    deletebeforereplace: false,
    detailed: { text: { kind: PropertyDiff.Kind.UPDATE, inputdiff: true } },
  });
});

test("a changed name is a replacement that deletes first", async () => {
  await engine.configure();
  const state = await engine.create(urn, { name: "a", text: "one" });
  expect(await engine.diff(urn, state, { name: "b", text: "one" })).toEqual({
    changes: DiffResponse.DiffChanges.DIFF_SOME,
    diffsList: ["name"],
    replacesList: ["name"],
    deletebeforereplace: true,
    detailed: { name: { kind: PropertyDiff.Kind.UPDATE_REPLACE, inputdiff: true } },
  });
});

test("a secret input and an output that is always secret come back as secrets", async () => {
  await engine.configure();
  const { outputs } = await engine.create(urn, { name: "a", text: secret("hush"), pin: secret("1234") });
  expect(outputs).toEqual({
    name: "a",
    text: secret("hush"),
    pin: secret("1234"),
    length: 4,
    seal: secret("sealed 1234"),
  });
  expect(board.notes.get("a")).toMatchObject({ text: "hush", pin: "1234" });
});

test("an unknown input stays unknown in a preview that changes nothing", async () => {
  await engine.configure();
  const { outputs } = await engine.create(urn, { name: "a", text: unknown }, true);
  expect(outputs).toMatchObject({ name: "a", text: unknown, length: unknown });
  expect(board.notes.size).toBe(0);
});

test("an object that exists but isn't ready is handed over with the reasons and its secrets marked", async () => {
  await engine.configure();
  const error = await caught(engine.create(urn, { name: "a", text: secret("hush"), broken: true }));
  const [details] = error.metadata.get("grpc-status-details-bin");
  const [detail] = Status.deserializeBinary(details as Buffer).getDetailsList();
  expect(detail?.getTypeName()).toBe("pulumirpc.ErrorResourceInitFailed");
  const failed = ErrorResourceInitFailed.deserializeBinary(detail?.getValue_asU8() ?? new Uint8Array());
  expect(failed.getId()).toBe("a");
  expect(failed.getReasonsList()).toEqual(["the note does not stick"]);
  expect(fromStruct(failed.getProperties())).toMatchObject({ text: secret("hush"), length: 4 });
  expect(fromStruct(failed.getInputs())).toMatchObject({ text: secret("hush") });
});

test("the config's difference is judged by the provider", async () => {
  const request = new DiffRequest().setOldInputs(toStruct({ board: "x" })).setNews(toStruct({ board: "y" }));
  const response = await new Promise<DiffResponse>((resolve, reject) => {
    engine.client.diffConfig(request, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
  expect(response.getReplacesList()).toEqual(["board"]);
});

test("a provider that can't be configured says why, and a resource before that is refused", async () => {
  const error = await caught(engine.configure({ board: "gone" }));
  expect(error.details).toBe("there is no board at gone");
  expect((await caught(engine.create(urn, {}))).code).toBe(status.FAILED_PRECONDITION);
});

test("a type that the stand-in doesn't have is refused by name", async () => {
  await engine.configure();
  const error = await caught(engine.create(engine.urn("x", "toy:index:Poster"), {}));
  expect(error.details).toBe(
    "the stand-in of provider toy has no resource type toy:index:Poster; it has toy:index:Note, toy:endless/*",
  );
});

test("invokes are not offered", async () => {
  const error = await new Promise<ServiceError | null>((resolve) => {
    engine.client.invoke(new InvokeRequest().setTok("toy:index:get"), resolve);
  });
  expect(error?.code).toBe(status.UNIMPLEMENTED);
});

test("cancelling ends what is under way", async () => {
  await engine.configure();
  const request = new CreateRequest().setUrn(engine.urn("x", "toy:endless/thing:Thing")).setProperties(toStruct({}));
  const ended = new Promise<ServiceError | null>((resolve) => {
    engine.client.create(request, resolve);
  });
  await new Promise<void>((resolve) => {
    engine.client.cancel(new Empty(), () => resolve());
  });
  expect((await ended)?.details).toBe("cancelled while writing");
});

test("autonaming options reach the kind", async () => {
  const check = vi.fn(() => Promise.resolve({ inputs: {}, failures: [] }));
  const toy = toyProvider(board);
  const own = await serve(
    {
      ...toy,
      configure: async (config, context) => {
        const configured = await toy.configure(config, context);
        return { ...configured, kinds: configured.kinds.map((kind) => ({ ...kind, check })) };
      },
    },
    undefined,
  );
  const ownEngine = new TestEngine(own.port);
  await ownEngine.configure();
  const options = new CheckRequest.AutonamingOptions()
    .setProposedName("dev-first")
    .setMode(CheckRequest.AutonamingOptions.Mode.ENFORCE);
  await new Promise((resolve) => {
    ownEngine.client.check(new CheckRequest().setUrn(urn).setNews(toStruct({})).setAutonaming(options), resolve);
  });
  expect(check).toHaveBeenCalledWith(
    expect.objectContaining({ autonaming: { proposedName: "dev-first", mode: "enforce" } }),
  );
  ownEngine.client.close();
  await own.close();
});
