/**
 * Runs interviews of one flow together: each goes on by itself until it comes to an element that reads or saves records or
 * calls something; those that are at the same one then run it at once. Source: Salesforce Help, "Flow Bulkification in Transactions".
 */
import { chargeCpu } from '../apex/runtime/accounting.ts';
import { notSupported } from '../apex/runtime/exception.ts';
import { typeOf } from '../apex/runtime/runtime-types.ts';
import type { FlowElement } from './contract.ts';
import { callAction, callSubflow } from './elements/call-elements.ts';
import { asFault, failAt } from './elements/each.ts';
import { createRecords, deleteRecords, lookUpRecords, updateRecords } from './elements/record-elements.ts';
import { assign, customError, decide, filter, loop, map, sort } from './elements/simple.ts';
import { transform } from './elements/transform.ts';
import { held } from './assign.ts';
import { FlowFault } from './fault.ts';
import { withFrame } from './frames.ts';
import type { Interview } from './interview.ts';
import { logDetail, withBulkElement, withElement, withInterviews } from './log.ts';
import { operandValue } from './references.ts';
import { flowText, listOfItems } from './values.ts';

/** Interviews of one flow, with their inputs set, to their end. Where they have failed, their `fault` says why. */
export function runInterviews(interviews: readonly Interview[]): void {
  withInterviews(interviews, () => {
    for (const interview of interviews) startOne(interview);
    let running = interviews.filter(isRunning);
    while (running.length > 0) {
      for (const interview of running) advance(interview);
      for (const [name, group] of Map.groupBy(running.filter(isRunning), (interview) => interview.at!.toLowerCase())) runTogether(group, group[0]!.program.elements.get(name)!);
      running = running.filter(isRunning);
    }
  });
}

const isRunning = ({ at }: Interview): boolean => at !== null;

/** Variables that weren't given a value have their default. */
function startOne(interview: Interview): void {
  const { flow, variables } = interview;
  try {
    for (const variable of flow.variables) {
      const key = variable.name.toLowerCase();
      if (!variables.has(key) && variable.value !== null) variables.set(key, held(variable, operandValue(interview, variable.value)));
      if (variables.has(key)) logDetail(interview, 'FLOW_VALUE_ASSIGNMENT', () => [variable.name, flowText(variables.get(key))]);
    }
  } catch (thrown) {
    interview.end(asFault(thrown));
    return;
  }
  const active = flow.stages.filter(({ isActive }) => isActive).toSorted((a, b) => a.order - b.order);
  if (active.length > 0) {
    variables.set('$flow.activestages', listOfItems(typeOf('String'), active.map(({ name }) => name)));
    variables.set('$flow.currentstage', active[0]!.name);
  }
}

/** Until the next element that waits for the others. */
function advance(interview: Interview): void {
  while (interview.at !== null) {
    const element = interview.program.elements.get(interview.at.toLowerCase());
    if (element === undefined) {
      interview.end(new FlowFault(`The flow refers to the element ${interview.at}, which doesn't exist.`));
      return;
    }
    const run = simple(element);
    if (run === null) return;
    chargeCpu('flowElement');
    interview.visited.add(element.name.toLowerCase());
    try {
      interview.at = withElement(interview, element, () => run(interview));
    } catch (thrown) {
      failAt(interview, element, asFault(thrown));
    }
  }
}

type Step = (interview: Interview) => string | null;

function simple(element: FlowElement): Step | null {
  switch (element.kind) {
    case 'assignment': return (interview) => assign(interview, element);
    case 'decision': return (interview) => decide(interview, element);
    case 'loop': return (interview) => loop(interview, element);
    case 'sort': return (interview) => sort(interview, element);
    case 'filter': return (interview) => filter(interview, element);
    case 'map': return (interview) => map(interview, element);
    case 'transform': return (interview) => transform(interview, element);
    case 'customError': return (interview) => customError(interview, element);
    case 'other': return () => notSupported(`flow element ${element.what}`);
    default: return null;
  }
}

function runTogether(interviews: readonly Interview[], element: FlowElement): void {
  chargeCpu('flowElement', interviews.length);
  for (const interview of interviews) interview.visited.add(element.name.toLowerCase());
  withBulkElement(interviews, element, () => withFrame(interviews, element, () => {
    switch (element.kind) {
      case 'lookup': return lookUpRecords(interviews, element);
      case 'create': return createRecords(interviews, element);
      case 'update': return updateRecords(interviews, element);
      case 'delete': return deleteRecords(interviews, element);
      case 'action': return callAction(interviews, element, runInterviews);
      case 'subflow': return callSubflow(interviews, element, runInterviews);
      default: throw new Error(`Element ${element.name} doesn't wait for others`);
    }
  }));
}
