import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull, isCatchable, notSupported } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass, listOf, typed } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';
import { ApexMap } from '../../runtime/map.ts';
import { ApexObject } from '../../runtime/object.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import { textOf } from '../../runtime/text.ts';
import { current } from '../../runtime/transaction.ts';
import type { FlowDefinition } from '../../../flow/contract.ts';
import { findFlow } from '../../../flow/find.ts';
import { startFlow } from '../../../flow/start.ts';
import { callInvocable, invocableMethodOf, type InvocableMethod } from './invocable-method.ts';

class Action extends ApexObject {
  readonly type: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  readonly isStandard: boolean;
  invocations: ApexMap[] = [];
  constructor(type: string, namespace: string | null, name: string, version: string | null, isStandard: boolean) {
    super();
    this.type = type;
    this.namespace = namespace;
    this.name = name;
    this.version = version;
    this.isStandard = isStandard;
  }
  /** The invocation that parameters go to. */
  get last(): ApexMap { return this.invocations.at(-1) ?? this.add(); }
  add(): ApexMap {
    const parameters = new ApexMap(typeOf('Map<String,Object>'));
    this.invocations.push(parameters);
    return parameters;
  }
}
typed(Action, 'Invocable.Action');

function resultOf(action: Action, parameters: ApexMap, outputs: ReadonlyMap<string, ApexValue> | null, error: { readonly code: string; readonly message: string } | null): ApexBean {
  const output = new ApexMap(typeOf('Map<String,Object>'));
  for (const [name, value] of outputs ?? []) output.put(name, value);
  const errors = error ? [beanOf('Invocable.Action.Error', error)] : [];
  return beanOf('Invocable.Action.Result', { action, success: error === null, errors: listOf('Invocable.Action.Error', errors), invocationParameters: parameters, outputParameters: output });
}

function beanOf(type: string, values: Readonly<Record<string, ApexValue>>): ApexBean {
  const bean = new ApexBean(type);
  for (const [name, value] of Object.entries(values)) bean.set(name, value);
  return bean;
}

function invoke(action: Action): ApexList {
  if (action.invocations.length === 0) fail('System.InvalidParameterValueException', 'No invocations have been added to the action.');
  const failed = (message: string): ApexList => listOf('Invocable.Action.Result', action.invocations.map((parameters) => resultOf(action, parameters, null, { code: 'INVALID_ARGUMENT', message })));
  const type = action.type.toLowerCase();
  if (!action.isStandard && type === 'apex') {
    const invocable = invocableMethodOf(action.namespace ? `${action.namespace}.${action.name}` : action.name);
    return invocable ? invokeApex(action, invocable) : failed(`The action ${action.name} of type apex does not exist.`);
  }
  if (!action.isStandard && type === 'flow') {
    const flow = findFlow(action.namespace, action.name);
    return flow?.isActive ? invokeFlow(action, flow) : failed(`The flow ${action.name} does not exist.`);
  }
  return notSupported(`Invocable.Action.invoke() of ${action.type} ${action.name}`);
}

/** What the method throws fails all invocations. */
function invokeApex(action: Action, invocable: InvocableMethod): ApexList {
  try {
    const outputs = callInvocable(invocable, action.invocations.map(parametersOf));
    return listOf('Invocable.Action.Result', action.invocations.map((values, i) => resultOf(action, values, outputs[i]!, null)));
  } catch (thrown) {
    if (!isCatchable(thrown)) throw thrown;
    const error = { code: 'APEX_ERROR', message: `An Apex error occurred: ${textOf(thrown)}` };
    return listOf('Invocable.Action.Result', action.invocations.map((values) => resultOf(action, values, null, error)));
  }
}

/** All invocations run together; what fails one leaves the others be. */
function invokeFlow(action: Action, flow: FlowDefinition): ApexList {
  const interviews = startFlow(flow, action.invocations.map((values) => new Map(parametersOf(values))));
  return listOf('Invocable.Action.Result', interviews.map(({ fault, outputs, guid }, i) => {
    const error = fault === null ? null : { code: 'UNKNOWN_EXCEPTION', message: fault };
    return resultOf(action, action.invocations[i]!, fault === null ? new Map([...outputs, ['Flow__InterviewGuid', guid], ['Flow__InterviewStatus', 'Finished']]) : null, error);
  }));
}

const parametersOf = (values: ApexMap): [string, ApexValue][] => [...values.entries()].map(([name, value]) => [String(name), value]);

/** Source: Apex Reference, Action Class (Invocable Namespace). Apex actions and flows run; standard actions don't. */
defineLibraryClass({
  name: 'Invocable.Action',
  members: {
    'static Invocable.Action createCustomAction(String type, String name)': (type: string | null, name: string | null) => new Action(type ?? failNull(), current().org.namespace, name ?? failNull(), null, false),
    'static Invocable.Action createCustomAction(String type, String namespace, String name)': (type: string | null, namespace: string | null, name: string | null) => new Action(type ?? failNull(), namespace, name ?? failNull(), null, false),
    'static Invocable.Action createCustomAction(String type, String namespace, String name, String version)': (type: string | null, namespace: string | null, name: string | null, version: string | null) => new Action(type ?? failNull(), namespace, name ?? failNull(), version, false),
    'static Invocable.Action createStandardAction(String type)': (type: string | null) => new Action(type ?? failNull(), null, type!, null, true),
    'static Invocable.Action createStandardAction(String type, String version)': (type: string | null, version: string | null) => new Action(type ?? failNull(), null, type!, version, true),
    'Invocable.Action addInvocation()': (self: Action) => { self.add(); return self; },
    'Invocable.Action clearInvocations()': (self: Action) => { self.invocations = []; return self; },
    'Invocable.Action setInvocationParameter(String parameterName, Object parameterValue)': (self: Action, name: string | null, value: ApexValue) => { self.last.put(name ?? failNull(), value); return self; },
    'Invocable.Action setInvocations(List<Map<String,Object>> invocations)': (self: Action, invocations: ApexList | null) => { self.invocations = [...(invocations ?? failNull()).items] as ApexMap[]; return self; },
    'List<Invocable.Action.Result> invoke()': invoke,
    'String getName()': (self: Action) => self.name,
    'String getNamespace()': (self: Action) => self.namespace,
    'String getType()': (self: Action) => self.type,
    'String getVersion()': (self: Action) => self.version,
    'Boolean isStandard()': (self: Action) => self.isStandard,
  },
});
