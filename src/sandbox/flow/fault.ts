import type { DmlRowError } from '../data/contract.ts';

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
