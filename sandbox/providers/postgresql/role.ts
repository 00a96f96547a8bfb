/** `postgresql.Role`. */
import { changed } from "../bridged/diff";
import type { BridgedResource, Found } from "../bridged/resource";
import { flag, text, texts } from "../bridged/schema";
import type { CallContext, Props } from "../kind";
import { currentUser, roleExists } from "./catalog";
import type { PostgresClient, Session } from "./client";
import { lockRole } from "./locks";
import { withRoles } from "./membership";
import { readRole } from "./role-read";
import { alterRole, grantRoles, revokeRoles, roleOptions, roleSchema, setSearchPath, setSession } from "./role-sql";
import { explain, name } from "./sql";

export function roleResource(client: PostgresClient): BridgedResource {
  const found = (id: string, state: Props, context: CallContext): Promise<Found | undefined> =>
    client.session("", context, (session) => readRole(session, client.settings, id, state));

  return {
    token: "postgresql:index/role:Role",
    schema: roleSchema,
    importState: () => ({}),

    async create(planned, context) {
      const role = text(planned, "name");
      await client.transaction("", context, async (session) => {
        await explain(`error creating role ${role}`, () =>
          session.run(`CREATE ROLE ${name(role)} WITH ${roleOptions(planned)}`),
        );
        await grantRoles(session, role, texts(planned, "roles"));
        await setSearchPath(session, role, texts(planned, "searchPaths"));
        await setSession(session, role, {}, planned);
      });
      return (await found(role, planned, context)) ?? { id: role, state: planned };
    },

    read: found,

    async update(id, olds, planned, context) {
      const role = text(planned, "name");
      await client.transaction("", context, async (session) => {
        await lockRole(session, text(olds, "name"));
        if (changed(roleSchema, "name", olds, planned)) {
          await explain("error updating role NAME", () =>
            session.run(`ALTER ROLE ${name(text(olds, "name"))} RENAME TO ${name(role)}`),
          );
        }
        await alterRole(session, role, olds, planned);
        await revokeRoles(session, role);
        await grantRoles(session, role, texts(planned, "roles"));
        await setSearchPath(session, role, texts(planned, "searchPaths"));
        await setSession(session, role, olds, planned);
      });
      return (await found(role, planned, context))?.state ?? planned;
    },

    async delete(id, state, context) {
      const role = text(state, "name") || id;
      await client.transaction("", context, async (session) => {
        if (!(await roleExists(session, role))) return;
        await lockRole(session, role);
        if (!flag(state, "skipReassignOwned")) await giveAway(session, role);
        if (!flag(state, "skipDropRole"))
          await explain(`could not delete role ${role}`, () => session.run(`DROP ROLE ${name(role)}`));
      });
    },
  };
}

async function giveAway(session: Session, role: string): Promise<void> {
  await withRoles(session, [role], async () => {
    const heir = await currentUser(session);
    await explain(`could not reassign owned by role ${role} to ${heir}`, () =>
      session.run(`REASSIGN OWNED BY ${name(role)} TO ${name(heir)}`),
    );
    await explain(`could not drop owned by role ${role}`, () => session.run(`DROP OWNED BY ${name(role)}`));
  });
}
