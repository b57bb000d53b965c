/**
 * `/actions/custom/<apex|flow>/<Name>`: invocable methods and flows over REST, all invocations of a call together; what fails one
 * undoes the call. Source: REST API Developer Guide, Invocable Actions Custom; Actions Developer Guide, Apex Actions and Flow Actions.
 */
import type { ApexValue, Transaction } from '../../apex/runtime/contract.ts';
import { isCatchable } from '../../apex/runtime/exception.ts';
import { findLoaded } from '../../apex/runtime/loaded-classes.ts';
import { listTypeOf, typeOf, type RuntimeType } from '../../apex/runtime/runtime-types.ts';
import { textOf } from '../../apex/runtime/text.ts';
import { callInvocable, invocableMethodOf, type InvocableMethod } from '../../apex/stdlib/automation/invocable-method.ts';
import { readJson, typedValue } from '../../apex/stdlib/json/deserialize.ts';
import { serialize } from '../../apex/stdlib/json/serialize.ts';
import type { FlowDefinition } from '../../flow/contract.ts';
import { findFlow } from '../../flow/find.ts';
import { startFlowAsUser } from '../../flow/start.ts';
import { itemTypeOf } from '../../flow/values.ts';
import { json, notAllowed, notFound, Refusal } from './refusal.ts';
import type { Response } from './refusal.ts';

type Inputs = readonly (readonly [string, ApexValue])[];
type TypeOf = (name: string) => RuntimeType | null;
interface Outcome { readonly outputs: ReadonlyMap<string, ApexValue> | null; readonly error: string | null }

export function runAction(transaction: Transaction, method: string, [scope, type, name, ...rest]: readonly string[], body: string): Response {
  if (scope !== 'custom' || name === undefined || rest.length > 0) throw notFound();
  if (method !== 'POST') throw notAllowed(method, 'POST');
  const outcomes = type === 'flow' ? runFlow(name, body) : type === 'apex' ? runApex(transaction, name, body) : null;
  if (outcomes === null) throw notFound();
  const results = outcomes.map(({ outputs, error }) => ({
    actionName: name, errors: error === null ? null : [{ statusCode: 'UNKNOWN_EXCEPTION', message: error, fields: [] }], invocationId: null, isSuccess: error === null,
    outputValues: outputs && Object.fromEntries([...outputs].map(([key, value]) => [key, JSON.parse(serialize(value, { isPretty: false, suppressNulls: false })) as unknown])), sortOrder: -1, version: 1,
  }));
  const failed = outcomes.find(({ error }) => error !== null);
  if (failed) throw new Refusal(400, 'UNKNOWN_EXCEPTION', failed.error!, [], results);
  return json(200, results);
}

/** The flow runs as the user, unless it says otherwise. */
function runFlow(name: string, body: string): Outcome[] | null {
  const flow = findFlow(null, name);
  if (!flow?.isActive) return null;
  return startFlowAsUser(flow, invocationsIn(body, (input) => variableType(flow, input)).map((inputs) => new Map(inputs))).map(({ guid, fault, outputs }) => (
    fault === null ? { outputs: new Map<string, ApexValue>([...outputs, ['Flow__InterviewGuid', guid], ['Flow__InterviewStatus', 'Finished']]), error: null } : { outputs: null, error: fault }
  ));
}

function variableType(flow: FlowDefinition, name: string): RuntimeType | null {
  const variable = flow.variables.find((one) => one.isInput && one.name.toLowerCase() === name.toLowerCase());
  if (variable === undefined) return null;
  return variable.isCollection ? listTypeOf(itemTypeOf(variable)) : itemTypeOf(variable);
}

function runApex({ data }: Transaction, name: string, body: string): Outcome[] | null {
  const [, namespace = null, own] = /^(?:(\w+?)__)?(\w+)$/.exec(name) ?? [];
  const invocable = own === undefined ? null : invocableMethodOf(namespace === null ? own : `${namespace}.${own}`);
  if (invocable === null || !data.rights.mayUseClass(invocable.owner.name, invocable.owner.facts.namespace)) return null;
  const invocations = invocationsIn(body, parameterTypes(invocable));
  try {
    return callInvocable(invocable, invocations).map((outputs) => ({ outputs, error: null }));
  } catch (thrown) {
    if (!isCatchable(thrown)) throw thrown;
    return invocations.map(() => ({ outputs: null, error: `An Apex error occurred: ${textOf(thrown)}` }));
  }
}

function parameterTypes({ method }: InvocableMethod): TypeOf {
  const element = method.parameters[0] ? typeOf(method.parameters[0].type).element : null;
  const loaded = element?.kind === 'class' ? findLoaded(element.name) : null;
  if (!loaded) return () => element ?? null;
  const types = new Map(loaded.facts.fields.map((field) => [field.name.toLowerCase(), typeOf(field.type)]));
  return (name) => types.get(name.toLowerCase()) ?? null;
}

/** `{"inputs": [{"name": value}]}`. An input that nothing takes is refused. */
function invocationsIn(body: string, typeOfInput: TypeOf): Inputs[] {
  const root = readJson(body || '{}');
  const inputs = root.kind === 'object' ? root.members.find(([key]) => key === 'inputs')?.[1] : undefined;
  if (inputs?.kind !== 'array') throw new Refusal(400, 'JSON_PARSER_ERROR', 'The body must be an object with the list "inputs"');
  return inputs.items.map((item) => {
    if (item.kind !== 'object') throw new Refusal(400, 'JSON_PARSER_ERROR', 'Each of the inputs must be an object of parameters and values');
    return item.members.map(([key, node]) => {
      const type = typeOfInput(key);
      if (type === null) throw new Refusal(400, 'INVALID_INPUT', `There is no input parameter ${key}`);
      return [key, typedValue(node, type, false)] as const;
    });
  });
}
