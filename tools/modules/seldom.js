// @ts-check
"use strict";
/** What Pulumi's SDK loads at its start and most programs never use. */
const Module = require("node:module");
const path = require("node:path");

const PACKAGES = `${path.sep}node_modules${path.sep}`;
const SDK = PACKAGES + path.normalize("@pulumi/pulumi/");

/**
 * For functions that become part of a deployment (dynamic providers, Lambda functions). This project has none, and they are a fifth of what there is to
 * load.
 */
const TYPE_SCRIPT = path.normalize("typescript/lib/typescript.js");
const SELDOM = [path.normalize("@npmcli/arborist/lib/index.js"), TYPE_SCRIPT];

/** The SDK's runner maps traces to sources by a package that knows nothing of files that are compiled while they are loaded; ./traces.js does it here. */
const MAPPER = path.normalize("source-map-support/register.js");

/** @param {string} file @param {string | undefined} by The file that asks for it. */
const isSeldom = (file, by) => by?.includes(SDK) === true && SELDOM.some((name) => file.endsWith(PACKAGES + name));

/** @param {string} file @param {string | undefined} by */
const isMapper = (file, by) => by?.includes(SDK) === true && file.endsWith(PACKAGES + MAPPER);

/** A module's exports that are loaded when something of them is asked for. @param {string} file @param {(module: NodeModule, file: string) => void} read */
function onceAsked(file, read) {
  /** @type {object | undefined} */
  let loaded;
  const load = () => {
    if (loaded === undefined) {
      const module = new Module(file);
      Object.assign(module, { filename: file, paths: Module.createRequire(file).resolve.paths("_") ?? [] });
      read(module, file);
      loaded = module.exports;
    }
    return /** @type {object} */ (loaded);
  };
  return new Proxy(
    {},
    {
      // The SDK's import of Arborist asks whether it is a compiled module, and copies all of it if it isn't.
      get: (_, key) => (key === "__esModule" && !file.endsWith(TYPE_SCRIPT) ? true : Reflect.get(load(), key)),
      has: (_, key) => Reflect.has(load(), key),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, key) => ({ ...Reflect.getOwnPropertyDescriptor(load(), key), configurable: true }),
    },
  );
}

module.exports = { PACKAGES, isMapper, isSeldom, onceAsked };
