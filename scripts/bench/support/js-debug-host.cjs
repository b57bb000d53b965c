// Runs the JavaScript debugger of VS Code outside of an editor: `node js-debug-host.cjs EXTENSION-FOLDER PROGRAM`. What the
// extension asks of `vscode` is answered by a stand-in that only remembers what it registers. Every debug session it opens is
// told on standard output, one JSON object a line: { socket, configuration }; the first is the one that was launched.
const { randomUUID } = require('node:crypto');
const { mkdtempSync } = require('node:fs');
const Module = require('node:module');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { pathToFileURL } = require('node:url');

const [folder, program] = process.argv.slice(2);
const storage = mkdtempSync(join(tmpdir(), 'js-debug-'));
const providers = [];
let factory = null;

/** Anything: can be called, constructed and read, and is again anything. */
function anything(overrides = {}) {
  const known = new Map(Object.entries(overrides));
  const target = function () {};
  const proxy = new Proxy(target, {
    // Bundled imports read from a copy that inherits from the module's prototype.
    getPrototypeOf: () => proxy,
    get(_, name) {
      if (name === Symbol.toPrimitive) return () => '';
      if (name === Symbol.iterator) return function* () {};
      // Awaited, it is itself and no promise.
      if (name === 'then') return undefined;
      if (name === 'prototype') return target.prototype;
      if (!known.has(name)) known.set(name, anything());
      return known.get(name);
    },
    set(_, name, value) { known.set(name, value); return true; },
    apply: () => anything(),
    construct: () => anything(),
  });
  return proxy;
}

class EventEmitter {
  listeners = new Set();
  event = listener => { this.listeners.add(listener); return { dispose: () => this.listeners.delete(listener) }; };
  fire(value) { for (const listener of this.listeners) listener(value); }
  dispose() { this.listeners.clear(); }
}
class Disposable {
  constructor(action) { this.action = action; }
  dispose() { this.action?.(); }
}
const { defaultsOf } = readSettings();

const workspaceFolder = { uri: { scheme: 'file', fsPath: dirname(program), path: dirname(program), toString: () => pathToFileURL(dirname(program)).href }, name: 'bench', index: 0 };
const vscode = anything({
  EventEmitter, Disposable,
  DebugAdapterNamedPipeServer: class { constructor(path) { this.path = path; } },
  workspace: anything({
    workspaceFolders: [workspaceFolder], isTrusted: true,
    getWorkspaceFolder: () => workspaceFolder,
    getConfiguration: section => ({ get: (name, fallback) => defaultsOf(section, name) ?? fallback, has: () => false, inspect: () => undefined, update: async () => undefined }),
  }),
  env: anything({ appName: 'bench', language: 'en', remoteName: undefined, shell: '/bin/sh', isTelemetryEnabled: false }),
  l10n: { t: text => (typeof text === 'string' ? text : text.message), bundle: undefined },
  extensions: anything({ getExtension: () => undefined, all: [] }),
  debug: anything({
    breakpoints: [], activeDebugSession: undefined,
    registerDebugAdapterDescriptorFactory: (_, found) => { factory = found; return new Disposable(); },
    registerDebugConfigurationProvider: (type, provider) => { providers.push({ type, provider }); return new Disposable(); },
    startDebugging: async (_, configuration, options) => { await open(configuration, options?.parentSession); return true; },
  }),
});

/** The extension's settings as it ships them. */
function readSettings() {
  const { contributes } = require(join(folder, 'package.json'));
  const properties = Object.assign({}, ...[contributes.configuration].flat().map(each => each.properties));
  return { defaultsOf: (section, name) => properties[section ? `${section}.${name}` : name]?.default };
}

const load = Module._load;
Module._load = function (request, ...rest) {
  return request === 'vscode' ? vscode : load.call(this, request, ...rest);
};

async function resolve(configuration) {
  let resolved = configuration;
  for (const step of ['resolveDebugConfiguration', 'resolveDebugConfigurationWithSubstitutedVariables']) {
    for (const { type, provider } of providers) {
      if (type === resolved.type && provider[step]) resolved = (await provider[step](workspaceFolder, resolved, { isCancellationRequested: false, onCancellationRequested: () => new Disposable() })) ?? resolved;
    }
  }
  return resolved;
}

async function open(configuration, parentSession) {
  const resolved = await resolve(configuration);
  const session = { id: randomUUID(), type: resolved.type, name: resolved.name, configuration: resolved, workspaceFolder, parentSession, customRequest: async () => ({}) };
  const { path } = await factory.createDebugAdapterDescriptor(session);
  process.stdout.write(`${JSON.stringify({ socket: path, configuration: resolved })}\n`);
}

const { activate } = require(join(folder, 'src/extension.js'));
const memento = { get: (_, fallback) => fallback, update: async () => undefined, keys: () => [], setKeysForSync: () => undefined };
activate({
  subscriptions: [], extensionPath: folder, storagePath: storage, globalStoragePath: storage, logPath: storage, workspaceState: memento, globalState: memento,
  asAbsolutePath: path => join(folder, path), extensionUri: { fsPath: folder }, extension: { packageJSON: {} }, environmentVariableCollection: anything(),
});
void open({ type: 'pwa-node', request: 'launch', name: 'bench', program, cwd: dirname(program), console: 'internalConsole', runtimeExecutable: process.execPath });
process.stdin.on('end', () => process.exit(0)).resume();
