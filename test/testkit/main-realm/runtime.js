'use strict';

const { createRequire, isBuiltin } = require('node:module');
const { compileFunction } = require('node:vm');
const Runtime = require('jest-runtime').default;

const OURS = /^([./]|@joulefleet\/)/;
const requireFrom = createRequire(__filename);

/** By file: its text and the function of it. Each call of the function makes the module anew; it is compiled once per worker. */
const compiled = new Map();

function compile(source, filename, parameters) {
  const known = compiled.get(filename);
  if (known?.source === source) return known.run;
  const run = compileFunction(source, parameters, { filename });
  compiled.set(filename, { source, run });
  return run;
}

/**
 * Jest's runtime without its sandbox, for an environment whose global is the process's own (environment.ts beside this
 * file). Our code and the spec are still loaded anew for each file; packages of node_modules are loaded once per worker, by
 * Node.js. Loading Nest, Prisma, BullMQ and the rest into a sandbox for each file took more CPU than most files' tests.
 * So `jest.mock` does not reach what one package requires from another; nothing here mocks packages.
 */
module.exports = class MainRealmRuntime extends Runtime {
  constructor(config, environment, ...rest) {
    super(config, environment, ...rest);
    // Jest has no option for it: its own always compiles for the context of a sandbox.
    this.executor.compile = (source, filename) => compile(source, filename, this.executor.injectedModuleParameters);
  }

  requireModule(from, name, options, isRequireActual) {
    const isOfJest = options?.isInternalModule === true;
    if (name === undefined || isOfJest || isBuiltin(name) || OURS.test(name))
      return super.requireModule(from, name, options, isRequireActual);
    return this._environment.keepingGlobals(() => requireFrom(name));
  }
};
