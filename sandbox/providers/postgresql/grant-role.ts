/** `postgresql.GrantRole`: one role's membership in another. */
import type { BridgedResource, Found } from "../bridged/resource";
import { flag, text, type Schema } from "../bridged/schema";
import type { CallContext, Props } from "../kind";
import { roleExists } from "./catalog";
import type { PostgresClient, Session } from "./client";
import { lockRole } from "./locks";
import { explain, name } from "./sql";

const schema: Schema = {
  role: { type: "string", required: true, forceNew: true },
  grantRole: { type: "string", required: true, forceNew: true },
  withAdminOption: { type: "bool", forceNew: true, default: false },
};

const SELECT = `SELECT bool_or(admin_option) AS admin FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member JOIN pg_roles g ON g.oid = m.roleid
  WHERE r.rolname = $1 AND g.rolname = $2 HAVING count(*) > 0`;

export function grantRoleResource(client: PostgresClient): BridgedResource {
  const found = (_id: string, state: Props, context: CallContext): Promise<Found | undefined> =>
    client.session("", context, async (session) => {
      const [row] = await session.rows<{ admin: boolean }>(SELECT, [text(state, "role"), text(state, "grantRole")]);
      if (row === undefined) return undefined;
      const actual = { ...state, withAdminOption: row.admin };
      return { id: grantRoleId(actual), state: actual };
    });

  return {
    token: "postgresql:index/grantRole:GrantRole",
    schema,

    async create(planned, context) {
      await client.transaction("", context, async (session) => {
        await lockRole(session, text(planned, "role"));
        await revoke(session, planned);
        const option = flag(planned, "withAdminOption") ? " WITH ADMIN OPTION" : "";
        const sql = `GRANT ${name(text(planned, "grantRole"))} TO ${name(text(planned, "role"))}${option}`;
        await explain("could not execute grant query", () => session.run(sql));
      });
      return (await found("", planned, context)) ?? { id: grantRoleId(planned), state: planned };
    },

    read: found,
    update: () => Promise.reject(new Error("doesn't support update")),

    async delete(_id, state, context) {
      await client.transaction("", context, async (session) => {
        const both =
          (await roleExists(session, text(state, "role"))) && (await roleExists(session, text(state, "grantRole")));
        if (!both) return;
        await lockRole(session, text(state, "role"));
        await revoke(session, state);
      });
    },
  };
}

/** `role_grantRole_withAdminOption` */
export function grantRoleId(props: Props): string {
  return [text(props, "role"), text(props, "grantRole"), String(flag(props, "withAdminOption"))].join("_");
}

async function revoke(session: Session, props: Props): Promise<void> {
  const sql = `REVOKE ${name(text(props, "grantRole"))} FROM ${name(text(props, "role"))}`;
  await explain("could not execute revoke query", () => session.run(sql));
}
