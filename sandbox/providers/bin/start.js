/**
 * Starts a provider stand-in from any working directory: everything is found relative to this file.
 */
require("../../../tools/run-typescript");

function start(name) {
  require("../protocol/main.ts")
    .main(name)
    .catch((error) => {
      console.error(error);
      process.exit(1);
    });
}

module.exports = { start };
