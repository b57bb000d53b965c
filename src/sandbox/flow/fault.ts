import { notSupported } from '../apex/runtime/exception.ts';
import type { DmlRowError } from '../data/contract.ts';
import { FormulaError } from '../data/formula/parse.ts';
import { FormulaEvaluationError } from '../data/formula/values.ts';

/** Why an element of a flow failed: `$Flow.FaultMessage` on the path of its fault connector. */
export class FlowFault extends Error {}

/** An element that saves records. Source: Salesforce Help, "Customize What Happens When a Flow Fails". */
export function saveFault(verb: 'create' | 'update' | 'delete', { statusCode, message }: Pick<DmlRowError, 'statusCode' | 'message'>): FlowFault {
  return new FlowFault(`This error occurred when the flow tried to ${verb} records: ${statusCode}: ${message}. You can look up ExceptionCode values in the SOAP API Developer Guide.`);
}

/** A field of a record that isn't there. */
export function missing(path: string): FlowFault {
  return new FlowFault(`The flow failed to access the value for ${path} because it hasn't been set or assigned.`);
}

/** Works a formula out; null where that can't be done for its values. What is wrong with the formula itself is a fault. */
export function formulaValueOf<R>(evaluate: () => R): R | null {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof FormulaEvaluationError) return null;
    if (!(error instanceof FormulaError)) throw error;
    const unknown = /^NotSupported: (.*)$/.exec(error.message);
    if (unknown !== null) notSupported(unknown[1]!);
    throw new FlowFault(`The formula expression is invalid: ${error.message}`);
  }
}
