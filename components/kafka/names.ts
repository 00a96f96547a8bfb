/** Words of every kind of brokers. */

/** The one user that no access rule binds. */
export const SUPERUSER = "admin";
/** How passwords are proven, never sent. Redpanda keeps one mechanism per user. */
export const SCRAM = "SCRAM-SHA-512";
