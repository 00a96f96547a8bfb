import { sandboxLayout } from "../../../sandbox/layout";
import { up } from "../../../sandbox/lifecycle";

/** `up.ts STACK ROOT STACK_FILE`: brings a test's sandbox up in a process of its own, which can be killed as `npm start` can. */
const [stack = "", root = "", stackFile = ""] = process.argv.slice(2);

void up({ layout: sandboxLayout(stack, root), stackFile });
