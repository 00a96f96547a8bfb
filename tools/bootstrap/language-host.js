// @ts-check
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { ROOT } = require("./files");
const { isExecutable } = require("./on-path");

const LANGUAGE_HOST = "pulumi-language-nodejs";

/** Starts our language host from any folder two levels below the repository's root. */
const languageHostScript = () => fs.readFileSync(path.join(ROOT, "tools", "language-host", LANGUAGE_HOST), "utf8");

/** True where this Pulumi CLI has a language host for Node beside it (every official one has). @param {string} cli */
const hasLanguageHost = (cli) => isExecutable(path.join(path.dirname(fs.realpathSync(cli)), LANGUAGE_HOST));

module.exports = { LANGUAGE_HOST, hasLanguageHost, languageHostScript };
