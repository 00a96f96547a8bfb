/**
 * Reads the protocol's properties straight into objects. The library makes a message of each value first, which is most of what a provider does when
 * there is nothing to do.
 */
import type { BinaryReader } from "google-protobuf";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

export type Wire = null | boolean | number | string | Wire[] | { [key: string]: Wire };
export type WireProps = Record<string, Wire>;

const objects = new WeakMap<Struct, WireProps>();

/** From now on in this process; what else reads a `Struct` here finds it empty. */
export function readStructsAsObjects(): void {
  Struct.deserializeBinaryFromReader = (struct, reader) => {
    objects.set(struct, readFields({}, reader));
    return struct;
  };
}

/** The message's fields; none for a message that wasn't sent. */
export function fromStruct(struct: Struct | undefined): WireProps {
  return struct ? (objects.get(struct) ?? struct.toJavaScript()) : {};
}

/** Numbers of fields: google/protobuf/struct.proto. */
function readFields(props: WireProps, reader: BinaryReader): WireProps {
  while (reader.nextField())
    if (reader.getFieldNumber() === 1) reader.readMessage(props, readField);
    else reader.skipField();
  return props;
}

function readField(props: WireProps, reader: BinaryReader): void {
  let key = "";
  const value: Wire[] = [];
  while (reader.nextField()) {
    if (reader.getFieldNumber() === 1) key = reader.readString();
    else if (reader.getFieldNumber() === 2) reader.readMessage(value, readValue);
    else reader.skipField();
  }
  props[key] = value[0] ?? null;
}

/** Appends it. */
function readValue(values: Wire[], reader: BinaryReader): void {
  let value: Wire = null;
  while (reader.nextField()) {
    switch (reader.getFieldNumber()) {
      case 2:
        value = reader.readDouble();
        break;
      case 3:
        value = reader.readString();
        break;
      case 4:
        value = reader.readBool();
        break;
      case 5:
        reader.readMessage((value = {}), readFields);
        break;
      case 6:
        reader.readMessage((value = []), readList);
        break;
      default:
        value = null;
        reader.skipField();
    }
  }
  values.push(value);
}

function readList(values: Wire[], reader: BinaryReader): void {
  while (reader.nextField())
    if (reader.getFieldNumber() === 1) reader.readMessage(values, readValue);
    else reader.skipField();
}
