// @ts-check
"use strict";

/**
 * One tool (or a few that are made together) and how it gets here.
 *
 * @typedef {object} Step
 * @property {string} name as in the command table
 * @property {string} title for people
 * @property {Lane} lane steps of one lane are made one after the other
 * @property {readonly string[]} [after] steps that have to be there first
 * @property {readonly import("../on-path").SystemProgram[]} prerequisites what has to be on the machine to make it
 * @property {() => Readonly<Record<string, string>> | undefined} find paths by tool name if it is there and fits; undefined where it has to be made
 * @property {(temporary: string) => Promise<string | void>} make makes it (in the temporary folder, to be moved in place); says where it came from
 */

/** @typedef {"npm" | "go" | "maven" | "python" | "files"} Lane Go builds use every processor, Maven's local repository takes one writer. */

/** In the order in which they are begun: the longest first. @type {readonly Step[]} */
const STEPS = [
  ...require("./node-packages").steps,
  ...require("./go-tools").steps,
  ...require("./kwok-stages").steps,
  ...require("./kafka").steps,
  ...require("./crds").steps,
  ...require("./moto").steps,
];

/** Steps by name, with those that they need. @param {readonly string[]} names @returns {readonly Step[]} */
function stepsFor(names) {
  const wanted = new Set(names);
  const add = (/** @type {string} */ name) => {
    const step = STEPS.find((s) => s.name === name);
    if (step === undefined) throw new Error(`No step makes "${name}".`);
    wanted.add(name);
    step.after?.forEach(add);
  };
  names.forEach(add);
  return STEPS.filter((step) => wanted.has(step.name));
}

module.exports = { STEPS, stepsFor };
