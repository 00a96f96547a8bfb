import type { PlainObject, Verdict } from "../change";
import { textAt } from "../diff";
import type { GuardFacts } from "../facts";
import { type GuardedKind, inPlace, replaces } from "../kind";

const nameOf: GuardedKind["nameOf"] = ({ props, name }) => textAt(props, "name") ?? name;
const replaced = (removed: GuardedKind["removed"], what: string) => replaces({ removed }, what);

const databaseRemoved = (before: PlainObject, { tables }: GuardFacts): Verdict => ({
  class: "data loss",
  why: "the database is dropped with all its tables",
  loss: tables?.[textAt(before, "name") ?? ""] ?? {},
});

export const database: GuardedKind = {
  type: /^postgresql:index\/database:Database$/,
  nameOf,
  fields: [
    ["name", inPlace("the database is renamed; clients that use the old name are refused")],
    ["owner", inPlace("another role owns it")],
    ["connectionLimit", inPlace("how many may connect changes")],
    ["allowConnections", inPlace("who may connect changes")],
    ["isTemplate", inPlace("whether it is a template changes")],
    ["alterObjectOwnership", inPlace("what a change of owner does changes")],
    ["**", replaced(databaseRemoved, "a database's encoding, collation, template and tablespace")],
  ],
  removed: databaseRemoved,
};

const schemaRemoved = (before: PlainObject, { tables }: GuardFacts): Verdict =>
  before["dropCascade"] === true
    ? {
        class: "data loss",
        why: "the schema is dropped with all its tables",
        loss: tables?.[`${textAt(before, "database") ?? ""}.${textAt(before, "name") ?? ""}`] ?? {},
      }
    : { class: "impossible", why: "a schema with tables in it isn't dropped (dropCascade is off)" };

export const schema: GuardedKind = {
  type: /^postgresql:index\/schema:Schema$/,
  nameOf,
  fields: [
    ["name", inPlace("the schema is renamed; statements that use the old name fail")],
    ["owner", inPlace("another role owns it")],
    ["policies", inPlace("who may use it changes")],
    [
      "dropCascade",
      ({ to }) => ({
        class: "in place",
        why: to === true ? "from now on its tables go with it" : "its tables protect it",
        guarded: to === true,
      }),
    ],
    ["ifNotExists", inPlace("it counts only when the schema is made")],
    ["**", replaced(schemaRemoved, "a schema's database")],
  ],
  removed: schemaRemoved,
};

export const role: GuardedKind = {
  type: /^postgresql:index\/role:Role$/,
  nameOf,
  fields: [["**", inPlace("the role's login or rights change")]],
  removed: () => ({
    class: "replace",
    why: "the role is dropped: whoever logs in as it is refused, and what it owned must be given away first",
  }),
};

/** Rights in a database. */
export const grant: GuardedKind = {
  type: /^postgresql:index\/(grant:Grant|grantRole:GrantRole|defaultPrivileges:DefaultPrivileges)$/,
  nameOf: ({ name }) => name,
  fields: [
    ["privileges", inPlace("what the role may do changes")],
    ["**", replaces({ removed: grantRemoved }, "whose right it is, and to what,")],
  ],
  removed: grantRemoved,
};

function grantRemoved(): Verdict {
  return { class: "in place", why: "the right is taken away; whoever did by it is refused from now on" };
}

/** Users, rights and quotas of brokers. */
export const brokerLogin: GuardedKind = {
  type: /^kafka:index\/(acl:Acl|quota:Quota|userScramCredential:UserScramCredential)$/,
  nameOf: ({ props, name }) => textAt(props, "username") ?? name,
  fields: [
    ...["username", "scramMechanism"].map(
      (field) => [field, replaces({ removed: loginRemoved }, `a login's ${field}`)] as const,
    ),
    ...["password", "passwordWo", "passwordWoVersion", "scramIterations"].map(
      (field) => [field, inPlace("clients log in with the new one from now on")] as const,
    ),
    ["**", replaces({ removed: loginRemoved }, "a right")],
  ],
  removed: loginRemoved,
};

function loginRemoved(): Verdict {
  return { class: "replace", why: "whoever logs in with it, or does by it, is refused from now on" };
}

export const extension: GuardedKind = {
  type: /^postgresql:index\/extension:Extension$/,
  nameOf,
  fields: [
    ["version", inPlace("the extension is updated")],
    ["**", inPlace("how the extension is dropped changes")],
  ],
  removed: (before) =>
    before["dropCascade"] === true
      ? { class: "data loss", why: "the extension is dropped with the columns and indexes that use it", loss: {} }
      : { class: "replace", why: "the extension is dropped, unless something uses it" },
};
