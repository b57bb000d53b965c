import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull, notSupported } from '../../runtime/exception.ts';
import { defineLibraryClass, typed } from '../../runtime/library.ts';
import { ApexMap } from '../../runtime/map.ts';
import { ApexObject } from '../../runtime/object.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import { current } from '../../runtime/transaction.ts';

/** Whether metadata brings a flow; without a namespace, the org's own or a package's. */
export function hasFlow(namespace: string | null, name: string): boolean {
  const [owner, own] = name.includes('__') && !namespace ? [name.slice(0, name.indexOf('__')), name.slice(name.indexOf('__') + 2)] : [namespace, name];
  return current().org.flows.some((flow) => flow.name.toLowerCase() === own.toLowerCase() && (!owner || (flow.namespace ?? current().org.namespace ?? '').toLowerCase() === owner.toLowerCase()));
}

/** A flow that could be started: flows themselves don't run here. */
class Interview extends ApexObject {
  readonly inputs: ApexMap;
  constructor(inputs: ApexMap | null) {
    super();
    this.inputs = inputs ?? new ApexMap(typeOf('Map<String,Object>'));
  }
}
typed(Interview, 'Flow.Interview');

function create(namespace: string | null, name: string | null, inputs: ApexMap | null): Interview {
  if (!hasFlow(namespace, name ?? failNull())) fail('System.TypeException', `Invalid type: Flow.Interview.${namespace ? `${namespace}.` : ''}${name!}`);
  return new Interview(inputs);
}

/** Source: Apex Reference, Interview Class. */
defineLibraryClass({
  name: 'Flow.Interview',
  members: {
    'new(Map<String,Object> inputVariables)': (inputs: ApexMap | null) => new Interview(inputs),
    'static Flow.Interview createInterview(String flowName, Map<String,Object> inputVariables)': (name: string | null, inputs: ApexMap | null) => create(null, name, inputs),
    'static Flow.Interview createInterview(String namespace, String flowName, Map<String,Object> inputVariables)': create,
    'Object getVariableValue(String variableName)': (self: Interview, name: string | null): ApexValue => {
      for (const [key, value] of self.inputs.entries()) if (String(key).toLowerCase() === (name ?? failNull()).toLowerCase()) return value;
      return notSupported('Flow.Interview.getVariableValue(String) of what a flow sets');
    },
    'void start()': () => notSupported('Flow.Interview.start()'),
  },
});
