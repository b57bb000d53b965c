/** Starts flows for code. Source: Apex Reference, Interview Class; Salesforce Help, "Which User Context Do Flows Run In?". */
import type { ApexValue } from '../apex/runtime/contract.ts';
import { enforcesSharing } from '../apex/runtime/sharing-mode.ts';
import type { FlowDefinition } from './contract.ts';
import { outputsOf, setInputs } from './elements/call-elements.ts';
import { asFault } from './elements/each.ts';
import { contextOf, Interview } from './interview.ts';
import { runInterviews } from './run.ts';

/** What code and callers of the API are told of an interview that failed: why it did is in the log. */
export const FAILED = 'An error occurred when executing a flow interview.';
/** From this version on a flow heeds the sharing of the class that starts it. */
const HEEDS_SHARING = 62;

/** An interview that code starts: it reaches every record, unless the class that starts it is `with sharing`. Inputs of other types than its variables fail it. */
export function newInterview(flow: FlowDefinition, inputs: Iterable<readonly [string, ApexValue]>): Interview {
  const isShared = flow.apiVersion >= HEEDS_SHARING && enforcesSharing({ namespace: flow.namespace, sharing: null, apiVersion: flow.apiVersion });
  return withInputs(new Interview(flow, contextOf(flow, 'system', isShared ? 'with' : 'without')), inputs);
}

function withInputs(interview: Interview, inputs: Iterable<readonly [string, ApexValue]>): Interview {
  try {
    setInputs(interview, inputs);
  } catch (thrown) {
    interview.end(asFault(thrown));
  }
  return interview;
}

export interface FlowResult { readonly guid: string; readonly fault: string | null; readonly outputs: ReadonlyMap<string, ApexValue> }

/** Interviews of an action's invocations, which run together. */
export function startFlow(flow: FlowDefinition, invocations: readonly ReadonlyMap<string, ApexValue>[]): FlowResult[] {
  return run(invocations.map((inputs) => newInterview(flow, inputs)));
}

/** The same for callers of the API. */
export function startFlowAsUser(flow: FlowDefinition, invocations: readonly ReadonlyMap<string, ApexValue>[]): FlowResult[] {
  return run(invocations.map((inputs) => withInputs(new Interview(flow, contextOf(flow, 'user', 'with')), inputs)));
}

function run(interviews: readonly Interview[]): FlowResult[] {
  runInterviews(interviews);
  return interviews.map((interview) => ({ guid: interview.guid, fault: interview.fault === null ? null : FAILED, outputs: outputsOf(interview) }));
}
