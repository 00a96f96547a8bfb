/** The pack that `pulumi preview` and `pulumi up` run with `--policy-pack policy`: every rule of the list. */
import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "./framework/crossguard";
import { RULES } from "./rules";
import { currentPack } from "./target";

new PolicyPack("streaming", { policies: policiesOf(RULES, currentPack) });
