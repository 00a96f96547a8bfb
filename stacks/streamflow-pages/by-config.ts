/** The plan decides sizes; whoever changes one by hand finds it put back by the next `pulumi up`. */
export const BY_CONFIG = "Edit the stack file, then `pulumi up`";
