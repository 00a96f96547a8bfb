/** The statements of a `Grant`. */
import { flag, text, texts } from "../bridged/schema";
import type { Props } from "../kind";
import { inSchema, name, setOrder } from "./sql";

/** Kinds whose objects live in no schema. */
export const WITHOUT_SCHEMA: readonly string[] = ["database", "foreign_data_wrapper", "foreign_server"];

/** `ON …`: what the privileges are about. */
function target(props: Props): string {
  const objectType = text(props, "objectType");
  const objects = setOrder(texts(props, "objects"));
  const schema = text(props, "schema");
  switch (objectType) {
    case "database":
      return `DATABASE ${name(text(props, "database"))}`;
    case "schema":
      return `SCHEMA ${name(schema)}`;
    case "foreign_data_wrapper":
      return `FOREIGN DATA WRAPPER ${name(objects[0] ?? "")}`;
    case "foreign_server":
      return `FOREIGN SERVER ${name(objects[0] ?? "")}`;
    case "column":
      return `TABLE ${objects.map((object) => inSchema(schema, object)).join(",")}`;
    default: {
      const words = objectType.toUpperCase();
      const named = objects.map((object) => inSchema(schema, object)).join(",");
      return named === "" ? `ALL ${words}S IN SCHEMA ${name(schema)}` : `${words} ${named}`;
    }
  }
}

/** Privileges are checked against a fixed list before they get here. */
function privilegesOf(props: Props): string {
  const privileges = setOrder(texts(props, "privileges")).join(",");
  if (text(props, "objectType") !== "column") return privileges;
  return `${privileges} (${setOrder(texts(props, "columns")).map(name).join(",")})`;
}

/** Undefined where nothing is to be granted: such a `Grant` takes everything away. */
export function grantSql(props: Props): string | undefined {
  if (texts(props, "privileges").length === 0) return undefined;
  const option = flag(props, "withGrantOption") ? " WITH GRANT OPTION" : "";
  return `GRANT ${privilegesOf(props)} ON ${target(props)} TO ${name(text(props, "role"))}${option}`;
}

export function revokeSql(props: Props): string | undefined {
  const objectType = text(props, "objectType");
  const privileges = texts(props, "privileges");
  if (objectType === "column" && (privileges.length === 0 || texts(props, "columns").length === 0)) return undefined;
  // On named objects only the own privileges: ALL would take those on columns along.
  const named = texts(props, "objects").length > 0 && !WITHOUT_SCHEMA.includes(objectType) && privileges.length > 0;
  const what = named || objectType === "column" ? privilegesOf(props) : "ALL PRIVILEGES";
  return `REVOKE ${what} ON ${target(props)} FROM ${name(text(props, "role"))}`;
}

/** `role_database_schema_type_objects_columns` */
export function grantId(props: Props): string {
  const objectType = text(props, "objectType");
  return [
    text(props, "role"),
    text(props, "database"),
    ...(WITHOUT_SCHEMA.includes(objectType) ? [] : [text(props, "schema")]),
    objectType,
    ...setOrder(texts(props, "objects")),
    ...setOrder(texts(props, "columns")),
  ].join("_");
}

/** What the real provider refuses when it comes to granting. */
export function grantProblem(props: Props): string | undefined {
  const objectType = text(props, "objectType");
  const [objects, columns, privileges] = [
    texts(props, "objects").length,
    texts(props, "columns").length,
    texts(props, "privileges").length,
  ];
  const isColumn = objectType === "column";
  if (text(props, "schema") === "" && !WITHOUT_SCHEMA.includes(objectType))
    return "parameter 'schema' is mandatory for postgresql_grant resource";
  if (objects > 0 && (objectType === "database" || objectType === "schema"))
    return "cannot specify `objects` when `object_type` is `database` or `schema`";
  if (columns > 0 && !isColumn) return "cannot specify `columns` when `object_type` is not `column`";
  if (columns === 0 && isColumn) return "must specify `columns` when `object_type` is `column`";
  if (privileges !== 1 && isColumn) return "must specify exactly 1 `privileges` when `object_type` is `column`";
  if (objects !== 1 && isColumn)
    return "must specify exactly 1 table in the `objects` field when `object_type` is `column`";
  if (objects !== 1 && (objectType === "foreign_data_wrapper" || objectType === "foreign_server")) {
    return "one element must be specified in `objects` when `object_type` is `foreign_data_wrapper` or `foreign_server`";
  }
  return undefined;
}
