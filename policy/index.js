"use strict";
// The CLI would check the types of a .ts entry at every preview; `npm run check` does that once.
require("../tools/run-typescript");
require("./index.ts");
