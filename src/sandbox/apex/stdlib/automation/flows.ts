import { runInterviews } from '../../../flow/run.ts';
import { findFlow } from '../../../flow/find.ts';
import type { Interview as FlowInterview } from '../../../flow/interview.ts';
import { FAILED, newInterview } from '../../../flow/start.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, typed } from '../../runtime/library.ts';
import type { ApexMap } from '../../runtime/map.ts';
import { ApexObject } from '../../runtime/object.ts';

/** `Flow.Interview`, and the type that each flow has of its own. */
class Interview extends ApexObject {
  readonly interview: FlowInterview;
  isStarted = false;
  constructor(interview: FlowInterview) {
    super();
    this.interview = interview;
  }
}
typed(Interview, 'Flow.Interview');

function create(namespace: string | null, name: string | null, inputs: ApexMap | null): Interview {
  const flow = findFlow(namespace, name ?? failNull()) ?? fail('System.TypeException', `Invalid type: ${namespace ? `${namespace}.` : ''}${name!}`);
  return new Interview(newInterview(flow, [...(inputs?.entries() ?? [])].map(([key, value]): [string, ApexValue] => [String(key), value])));
}

/** A flow without an active version runs in its latest. */
function start(self: Interview): void {
  const { interview } = self;
  if (self.isStarted) fail('System.FlowException', 'Interview already started.');
  self.isStarted = true;
  runInterviews([interview]);
  if (interview.fault !== null) fail('System.FlowException', FAILED);
}

/** Source: Apex Reference, Interview Class. */
defineLibraryClass({
  name: 'Flow.Interview',
  members: {
    'static Flow.Interview createInterview(String flowName, Map<String,Object> inputVariables)': (name: string | null, inputs: ApexMap | null) => create(null, name, inputs),
    'static Flow.Interview createInterview(String namespace, String flowName, Map<String,Object> inputVariables)': create,
    'Object getVariableValue(String variableName)': (self: Interview, name: string | null): ApexValue => self.interview.variables.get((name ?? failNull()).toLowerCase()) ?? null,
    'void start()': start,
  },
});
