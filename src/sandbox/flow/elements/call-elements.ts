/** Elements that call something else: actions and other flows. Source: Metadata API Developer Guide, Flow (FlowActionCall, FlowSubflow); Actions Developer Guide, Email Simple Actions. */
import type { ApexValue } from '../../apex/runtime/contract.ts';
import { notSupported } from '../../apex/runtime/exception.ts';
import { ApexBean, listOf } from '../../apex/runtime/library.ts';
import { ApexList } from '../../apex/runtime/list.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { callInvocable, invocableMethodOf } from '../../apex/stdlib/automation/invocable-method.ts';
import { faultOf } from '../../apex/stdlib/messaging/checks.ts';
import { assignTo, held } from '../assign.ts';
import type { ActionElement, FlowDefinition, FlowNamedValue, SubflowElement } from '../contract.ts';
import { FlowFault } from '../fault.ts';
import { findFlow } from '../find.ts';
import { contextOf, Interview } from '../interview.ts';
import { logDetail } from '../log.ts';
import { operandValue } from '../references.ts';
import { flowText } from '../values.ts';
import { asFault, each, failAt } from './each.ts';
import { post, postOf } from './post-element.ts';

type Outputs = ReadonlyMap<string, ApexValue>;
type Run = (interviews: readonly Interview[]) => void;

/** Actions whose only effect is a message that leaves the org. */
const OUTWARD: ReadonlySet<string> = new Set(['emailAlert', 'customNotificationAction', 'sendNotification', 'outboundMessage']);

export function callAction(interviews: readonly Interview[], element: ActionElement, run: Run): void {
  switch (element.type) {
    case 'apex': return callApex(interviews, element);
    case 'flow': return callFlow(interviews, element, element.action, run);
    case 'chatterPost': return postToChatter(interviews, element);
    case 'emailSimple': each(interviews, element, (interview) => sendEmail(interview, element)); return;
    default:
      if (!OUTWARD.has(element.type)) notSupported(`flow action ${element.type} ${element.action}`);
      each(interviews, element, (interview) => { inputsOf(interview, element.inputs); });
  }
}

const inputsOf = (interview: Interview, inputs: readonly FlowNamedValue[]): [string, ApexValue][] => inputs.map(({ name, value }) => [name, operandValue(interview, value)]);

/** The method runs once for all interviews; what it throws fails the element for all of them. */
function callApex(interviews: readonly Interview[], element: ActionElement): void {
  const ready = each(interviews, element, (interview) => ({ interview, inputs: inputsOf(interview, element.inputs) }));
  if (ready.length === 0) return;
  const { namespace } = interviews[0]!;
  const name = element.action.replace(/^(\w+?)__/, '$1.');
  const method = (namespace === null ? null : invocableMethodOf(`${namespace}.${name}`)) ?? invocableMethodOf(name);
  if (method === null) notSupported(`flow action apex ${element.action}`);
  let outputs: readonly Outputs[];
  try {
    outputs = callInvocable(method, ready.map(({ inputs }) => inputs));
  } catch (thrown) {
    for (const { interview } of ready) failAt(interview, element, asFault(thrown));
    return;
  }
  each(ready.map(({ interview }) => interview), element, (interview) => keepOutputs(interview, element, outputs[ready.findIndex((one) => one.interview === interview)]!));
}

function postToChatter(interviews: readonly Interview[], element: ActionElement): void {
  const requests = each(interviews, element, (interview) => ({ interview, records: [postOf(inputsOf(interview, element.inputs))] }));
  const outcomes = post(requests);
  each(requests.map(({ interview }) => interview), element, (interview) => {
    const outcome = outcomes.get(interview)!;
    if (outcome instanceof FlowFault) throw outcome;
    keepOutputs(interview, element, outcome);
  });
}

function keepOutputs(interview: Interview, element: ActionElement | SubflowElement, outputs: Outputs): void {
  const byName = new Map([...outputs].map(([name, value]) => [name.toLowerCase(), value]));
  if (element.storesOutput) interview.outputs.set(element.name.toLowerCase(), byName);
  for (const { name, target } of element.outputs) assignTo(interview, target, byName.get(name.toLowerCase()) ?? null);
}

export function callSubflow(interviews: readonly Interview[], element: SubflowElement, run: Run): void {
  callFlow(interviews, element, element.flow, run);
}

/** The other flow's interviews run together, too; without an active version, in its latest. */
function callFlow(interviews: readonly Interview[], element: ActionElement | SubflowElement, name: string, run: Run): void {
  const { namespace } = interviews[0]!;
  const flow = (namespace === null ? null : findFlow(namespace, name)) ?? findFlow(null, name);
  const pairs = each(interviews, element, (interview) => {
    if (flow === null) throw new FlowFault(`The flow ${name} doesn't exist.`);
    return { interview, child: childOf(interview, flow, inputsOf(interview, element.inputs)) };
  });
  run(pairs.map(({ child }) => child));
  each(pairs.map(({ interview }) => interview), element, (interview) => {
    const { child } = pairs.find((pair) => pair.interview === interview)!;
    interview.errors.push(...child.errors);
    if (child.fault !== null) throw child.fault;
    keepOutputs(interview, element, outputsOf(child));
  });
}

function childOf(parent: Interview, flow: FlowDefinition, inputs: readonly (readonly [string, ApexValue])[]): Interview {
  const { access, caller } = parent.context;
  const child = new Interview(flow, contextOf(flow, access, caller.sharing === 'with' ? 'with' : 'without'));
  setInputs(child, inputs);
  logDetail(parent, 'FLOW_SUBFLOW_DETAIL', () => [flow.name, ...inputs.map(([name, value]) => `${name}=${flowText(value)}`)]);
  return child;
}

/** Variables that aren't meant for input are left alone. */
export function setInputs(interview: Interview, inputs: Iterable<readonly [string, ApexValue]>): void {
  for (const [name, value] of inputs) {
    const variable = interview.program.variables.get(name.toLowerCase());
    if (variable?.isInput) interview.variables.set(variable.name.toLowerCase(), held(variable, value));
  }
}

/** Values of the variables that are meant for output, by name as declared. */
export function outputsOf(interview: Interview): Map<string, ApexValue> {
  return new Map(interview.flow.variables.filter(({ isOutput }) => isOutput).map(({ name }) => [name, interview.variables.get(name.toLowerCase()) ?? null]));
}

const ADDRESSES = { toAddresses: ['emailAddresses', 'emailAddressesArray'], ccAddresses: ['ccRecipients', 'ccRecipientsArray'], bccAddresses: ['bccRecipients', 'bccRecipientsArray'] } as const;

/** Nothing leaves the sandbox: an email that passes the checks counts as sent. */
function sendEmail(interview: Interview, element: ActionElement): void {
  const inputs = new Map(inputsOf(interview, element.inputs).map(([name, value]) => [name.toLowerCase(), value]));
  const given = (name: string): ApexValue => inputs.get(name.toLowerCase()) ?? null;
  const email = new ApexBean('Messaging.SingleEmailMessage');
  for (const [property, names] of Object.entries(ADDRESSES)) email.set(property, listOf('String', names.flatMap((name) => addressesIn(given(name)))));
  const body = given('emailBody');
  const recipient = given('recipientId');
  email.set('subject', given('emailSubject'));
  email.set(given('sendRichBody') === true ? 'htmlBody' : 'plainTextBody', body);
  email.set('targetObjectId', recipient instanceof SObjectRecord ? (recipient.fields.get('Id') ?? null) : recipient);
  email.set('templateId', given('emailTemplateId'));
  email.set('saveAsActivity', given('logEmailOnSend') === true);
  const fault = faultOf(email);
  if (fault !== null) throw new FlowFault(`${fault.statusCode}: ${fault.message}`);
}

function addressesIn(value: ApexValue): string[] {
  if (value instanceof ApexList) return value.items.map((item) => flowText(item));
  return flowText(value).split(/\s*[,;]\s*/).filter((address) => address !== '');
}
