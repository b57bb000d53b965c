// Runs inside VS Code's extension host: times loading the extension's bundle and its `activate()`, which is what the editor
// shows under Running Extensions, and writes both, in milliseconds, to a file.
const { writeFileSync } = require('node:fs');
const Module = require('node:module');
const vscode = require('vscode');

exports.run = async () => {
  const { ISV_BENCH_EXTENSION: id, ISV_BENCH_RESULT: file } = process.env;
  const extension = vscode.extensions.getExtension(id);
  if (!extension) throw new Error(`${id} is not in this host`);
  if (extension.isActive) throw new Error(`${id} was activated before it could be timed`);
  const times = { loading: NaN, activating: NaN };
  const load = Module._load;
  Module._load = function (request, ...rest) {
    if (!/[\\/]dist[\\/]extension(\.cjs)?$/.test(request)) return load.call(this, request, ...rest);
    const started = performance.now();
    const exported = load.call(this, request, ...rest);
    times.loading = performance.now() - started;
    return {
      ...exported,
      activate: async context => {
        const begun = performance.now();
        const api = await exported.activate(context);
        times.activating = performance.now() - begun;
        return api;
      },
    };
  };
  await extension.activate();
  Module._load = load;
  if (Number.isNaN(times.loading + times.activating)) throw new Error('the bundle was not loaded');
  writeFileSync(file, JSON.stringify(times));
};
