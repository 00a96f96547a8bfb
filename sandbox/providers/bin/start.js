/**
 * Starts a provider stand-in from any working directory: everything is found relative to this file, TypeScript is
 * compiled by the project's tsx, and both compilers' results are cached.
 */
const { enableCompileCache } = require("node:module");
const { resolve } = require("node:path");

function start(name) {
  enableCompileCache?.();
  process.env.TSX_TSCONFIG_PATH ??= resolve(__dirname, "../../../tsconfig.json");
  require("tsx/cjs/api").register();
  require("../protocol/main.ts")
    .main(name)
    .catch((error) => {
      console.error(error);
      process.exit(1);
    });
}

module.exports = { start };
