import { cast } from '../../runtime/casts.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { ApexDouble } from '../../runtime/double.ts';
import { fail, failNull, isCatchable, notSupported } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass, listOf, typed } from '../../runtime/library.ts';
import { ApexList } from '../../runtime/list.ts';
import { findLoaded } from '../../runtime/loaded-classes.ts';
import type { LoadedClass } from '../../runtime/loader.ts';
import { ApexMap } from '../../runtime/map.ts';
import { ApexObject, callSlot } from '../../runtime/object.ts';
import { typeOf, type RuntimeType } from '../../runtime/runtime-types.ts';
import { textOf } from '../../runtime/text.ts';
import { current } from '../../runtime/transaction.ts';
import { fieldPairs } from '../json/serialize.ts';
import { hasFlow } from './flows.ts';

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
    const found = findLoaded(action.namespace ? `${action.namespace}.${action.name}` : action.name);
    const method = found?.facts.methods.find((each) => each.annotations.some((annotation) => annotation.name === 'invocablemethod'));
    return found && method ? invokeApex(action, found, method) : failed(`The action ${action.name} of type apex does not exist.`);
  }
  if (!action.isStandard && type === 'flow' && !hasFlow(action.namespace, action.name)) return failed(`The flow ${action.name} does not exist.`);
  return notSupported(`Invocable.Action.invoke() of ${action.type} ${action.name}`);
}

/** Calls the invocable method once with all invocations; what it throws fails them all. */
function invokeApex(action: Action, owner: LoadedClass, method: LoadedClass['facts']['methods'][number]): ApexList {
  const parameter = method.parameters[0];
  const element = parameter ? typeOf(parameter.type).element : null;
  try {
    const inputs = element ? [new ApexList(typeOf(parameter!.type), action.invocations.map((values) => inputOf(values, element, parameter!.name)))] : [];
    const answer = owner.u()[method.slot]!(...inputs) as ApexList | null | undefined;
    return listOf('Invocable.Action.Result', action.invocations.map((values, i) => resultOf(action, values, outputOf(answer?.items[i] ?? null), null)));
  } catch (thrown) {
    if (!isCatchable(thrown)) throw thrown;
    const error = { code: 'APEX_ERROR', message: `An Apex error occurred: ${textOf(thrown)}` };
    return listOf('Invocable.Action.Result', action.invocations.map((values) => resultOf(action, values, null, error)));
  }
}

/** An object of a user's class with its fields filled by name; any other input is the value of the method's parameter. */
function inputOf(values: ApexMap, type: RuntimeType, parameter: string): ApexValue {
  const loaded = type.kind === 'class' ? findLoaded(type.name) : null;
  if (!loaded?.k) {
    const given = [...values.entries()].find(([name]) => String(name).toLowerCase() === parameter.toLowerCase()) ?? (values.size === 1 ? [...values.entries()][0] : undefined);
    return given ? cast(given[1], type) : null;
  }
  const made = loaded.make() as unknown as Record<string, ApexValue>;
  if (loaded.facts.hasDefaultConstructor) callSlot(made, '$new$');
  for (const [name, value] of values.entries()) {
    const field = loaded.facts.fields.find((each) => !each.isStatic && each.name.toLowerCase() === String(name).toLowerCase());
    if (!field) fail('System.InvalidParameterValueException', `Invalid parameter ${String(name)} for ${type.name}`);
    const boxed = cast(value, typeOf(field.type));
    const plain = field.type === 'Double' && boxed instanceof ApexDouble ? boxed.value : boxed;
    if (field.hasAccessors) callSlot(made, `set$${field.slot}`, plain);
    else made[field.slot] = plain;
  }
  return made;
}

function outputOf(value: ApexValue): Map<string, ApexValue> {
  if (value instanceof ApexObject && findLoaded(value.$type.name)?.k) return new Map(fieldPairs(value));
  return new Map(value === null ? [] : [['output', value]]);
}

/** Source: Apex Reference, Action Class (Invocable Namespace). Apex actions run; flows and standard actions don't. */
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
