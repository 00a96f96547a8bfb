/** The pack: every rule, by name, in the order of the reports. */
import { PolicyPack } from "@pulumi/policy";
import { rfBrokers } from "./kaf-01-rf-brokers";

new PolicyPack("streaming", { policies: [rfBrokers] });
