// @ts-check
"use strict";
/** @typedef {{ debuggablePromise: (...args: never[]) => unknown }} SdkPromises The SDK's `runtime/debuggable`. */

/**
 * The SDK takes a stack trace for each promise that it makes, some forty per resource, in order to name those that leak: in a large program that is most
 * of the time from start to last resource. From now on there are none, unless `PULUMI_DEBUG_PROMISE_LEAKS` asks for them.
 * @param {SdkPromises} module
 */
function leaveOutPromises(module) {
  const { debuggablePromise } = module;
  if (process.env["PULUMI_DEBUG_PROMISE_LEAKS"]) return;
  module.debuggablePromise = (...args) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(...args);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}

module.exports = { leaveOutPromises };
