/** Source: Apex Reference, DataWeave Namespace; Apex Developer Guide, DataWeave in Apex. */
import { ScriptError, NotSupportedHere } from '../../../dataweave/errors.ts';
import type { Host } from '../../../dataweave/host.ts';
import { runScript, type Output } from '../../../dataweave/script.ts';
import type { Script } from '../../../dataweave/syntax/ast.ts';
import { parseScript } from '../../../dataweave/syntax/parse-script.ts';
import { allocate, chargeCpu } from '../../runtime/accounting.ts';
import { ApexBlob } from '../../runtime/blob.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull, notSupported } from '../../runtime/exception.ts';
import { defineLibraryClass, typed } from '../../runtime/library.ts';
import { libraryCaller } from '../../runtime/library-caller.ts';
import { logEvent } from '../../runtime/log-events.ts';
import type { ApexMap } from '../../runtime/map.ts';
import { ApexObject } from '../../runtime/object.ts';
import { current } from '../../runtime/transaction.ts';
import { randomUuid } from '../uuid.ts';
import { fromScript } from './from-script.ts';
import { toScript } from './to-script.ts';

class ApexScript extends ApexObject {
  readonly script: Script;
  constructor(script: Script) {
    super();
    this.script = script;
  }
}
typed(ApexScript, 'DataWeave.Script');

class ApexResult extends ApexObject {
  readonly value: ApexValue;
  constructor(value: ApexValue) {
    super();
    this.value = value;
  }
}
typed(ApexResult, 'DataWeave.Result');

const host: Host = {
  now: () => current().source.now(),
  random: () => current().source.random(),
  uuid: randomUuid,
  log: (text) => { logEvent('ApexCode', 'DEBUG', 'DATAWEAVE_USER_DEBUG', () => [text]); },
  charge: (steps) => chargeCpu('scriptStep', steps),
};

/** What goes wrong in a script is an exception of Apex. */
function asApex<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof ScriptError) return fail('System.DataWeaveScriptException', error.message);
    if (error instanceof NotSupportedHere) return notSupported(`DataWeave ${error.feature}`);
    throw error;
  }
}

const parsed = new Map<string, Script>();

/** The script of a name: the namespace's own; null: the caller's, then the org's. Those of other namespaces have to be global. */
function findScript(namespace: string | null, name: string | null): ApexScript {
  const wanted = (name ?? failNull('Argument cannot be null.')).toLowerCase();
  const caller = libraryCaller().namespace;
  const { org } = current();
  const inNamespace = (owner: string | null) => org.dataWeaveScripts.find((script) => script.name.toLowerCase() === wanted && (script.namespace ?? '').toLowerCase() === (owner ?? '').toLowerCase());
  const found = namespace === null ? (inNamespace(caller) ?? inNamespace(org.namespace) ?? inNamespace(null)) : inNamespace(namespace || null);
  const isVisible = found && (found.isGlobal || found.namespace === null || found.namespace.toLowerCase() === (caller ?? '').toLowerCase());
  if (!found || !isVisible) return fail('System.DataWeaveScriptException', `Script not found: ${namespace ? `${namespace}.` : ''}${name!}`);
  let script = parsed.get(found.source);
  if (!script) parsed.set(found.source, script = asApex(() => parseScript(found.source)));
  return new ApexScript(script);
}

function execute({ script }: ApexScript, parameters: ApexMap | null): ApexResult {
  const inputs = new Map([...(parameters?.entries() ?? [])].map(([key, value]) => [String(key), toScript(value)]));
  return new ApexResult(asApex(() => resultOf(runScript(script, inputs, host))));
}

function resultOf(output: Output): ApexValue {
  if (output.kind === 'value') return fromScript(output.value);
  allocate(output.content.length);
  return typeof output.content === 'string' ? output.content : new ApexBlob(output.content);
}

defineLibraryClass({
  name: 'DataWeave.Script',
  members: {
    'static dataweave.Script createScript(String scriptName)': (name: string | null) => findScript(null, name),
    'static dataweave.Script createScript(String namespace, String scriptName)': findScript,
    'dataweave.Result execute(Map<String,Object> parameters)': execute,
    'dataweave.Result execute()': (self: ApexScript) => execute(self, null),
  },
});

defineLibraryClass({
  name: 'DataWeave.Result',
  members: {
    'Object getValue()': (self: ApexResult) => self.value,
    'String getValueAsString()': ({ value }: ApexResult) => (value === null || typeof value === 'string' ? value : notSupported('DataWeave.Result.getValueAsString() of what is no text')),
  },
});
