/** Compares what the Variables view shows with what `System.debug` prints at the same stop. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DapClient } from '../../../src/cli/dap/client.ts';

export interface VariableFinding {
  /** `File.cls:12 name: Type`. */
  readonly place: string;
  readonly view: string;
  readonly printed: string;
  readonly isEqual: boolean;
}

/** The locals of a frame. */
export async function compareVariables(client: DapClient, frame: DebugProtocol.StackFrame): Promise<VariableFinding[]> {
  const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: frame.id });
  const local = scopes.find(scope => scope.name === 'Local');
  if (!local) return [];
  const { variables } = await client.request<DebugProtocol.VariablesResponse['body']>('variables', { variablesReference: local.variablesReference });
  const findings: VariableFinding[] = [];
  for (const variable of variables) {
    const printed = await print(client, frame.id, variable.name);
    const view = await textOf(client, variable);
    // The text of an object that is no value is its own toString(), or an address: the view shows its type.
    if (view === null) continue;
    findings.push({ place: `${frame.source?.name}:${frame.line} ${variable.name}: ${variable.type}`, view, printed, isEqual: view === printed });
  }
  return findings;
}

/** What `System.debug` prints, as the log has it. */
async function print(client: DapClient, frameId: number, name: string): Promise<string> {
  client.pendingEvents.splice(0, client.pendingEvents.length, ...client.pendingEvents.filter(event => event.event !== 'output'));
  await client.request('evaluate', { expression: `System.debug(${name});`, frameId, context: 'repl' });
  const output = await client.event<DebugProtocol.OutputEvent>('output');
  return output.body.output.replace(/\n$/, '');
}

/** The view's value in the form of the log; null for objects. */
async function textOf(client: DapClient, variable: DebugProtocol.Variable): Promise<string | null> {
  const { value, type = '', variablesReference } = variable;
  if (value === 'null') return value;
  if (/^(String|Id)$/.test(type)) return unquoted(value);
  if (type === 'Date') return `${value} 00:00:00`;
  if (type === 'Datetime') return value.slice(0, 19).replace('T', ' ');
  if (/^(List|Set)</.test(type)) return elements(client, variablesReference, value);
  if (variablesReference > 0 || value === type) return null;
  return value.startsWith("'") ? unquoted(value) : value;
}

async function elements(client: DapClient, variablesReference: number, value: string): Promise<string | null> {
  if (variablesReference === 0) return '()';
  const { variables } = await client.request<DebugProtocol.VariablesResponse['body']>('variables', { variablesReference });
  const texts: string[] = [];
  for (const each of variables) {
    const text = await textOf(client, each);
    if (text === null) return null;
    texts.push(text);
  }
  // The log shows no more than ten.
  if (texts.length > 10) return null;
  return value.startsWith('Set') ? `{${texts.join(', ')}}` : `(${texts.join(', ')})`;
}

function unquoted(literal: string): string {
  return literal.slice(1, -1).replaceAll(/\\(.)/g, (_, character: string) => ({ n: '\n', r: '\r', t: '\t' })[character] ?? character);
}
