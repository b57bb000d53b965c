/** Runs a part of an element for each interview that is at it. */
import { ApexException, isCatchable } from '../../apex/runtime/exception.ts';
import { textOf } from '../../apex/runtime/text.ts';
import type { FlowElement } from '../contract.ts';
import { FlowFault } from '../fault.ts';
import type { Interview } from '../interview.ts';
import { logFault } from '../log.ts';

/**
 * What the part gives for the interviews for which it doesn't fail; they are led on to the next element. The others go to the
 * element of the fault connector, or end.
 */
export function each<R>(interviews: readonly Interview[], element: FlowElement, part: (interview: Interview) => R): R[] {
  const results: R[] = [];
  for (const interview of interviews) {
    try {
      results.push(part(interview));
      interview.at = element.next;
    } catch (thrown) {
      failAt(interview, element, asFault(thrown));
    }
  }
  return results;
}

/** What isn't a fault of the flow goes on. */
export function asFault(thrown: unknown): FlowFault {
  if (thrown instanceof FlowFault) return thrown;
  if (thrown instanceof ApexException && isCatchable(thrown)) return new FlowFault(`An Apex error occurred: ${textOf(thrown)}`);
  throw thrown;
}

export function failAt(interview: Interview, element: FlowElement, fault: FlowFault): void {
  logFault(interview, element, fault.message);
  if (element.fault === null) {
    interview.end(fault);
    return;
  }
  interview.faultMessage = fault.message;
  interview.at = element.fault;
}
