/** The flows of the org, by name. */
import { current } from '../apex/runtime/transaction.ts';
import type { FlowDefinition } from './contract.ts';

/** `Name`, `ns__Name` or a name of its own namespace; without a namespace, the org's own or a package's. */
export function findFlow(namespace: string | null, name: string): FlowDefinition | null {
  const { org } = current();
  const at = namespace ? -1 : name.indexOf('__');
  const owner = (at < 0 ? namespace : name.slice(0, at))?.toLowerCase();
  const own = (at < 0 ? name : name.slice(at + 2)).toLowerCase();
  return org.flows.find((flow) => flow.name.toLowerCase() === own && (!owner || (flow.namespace ?? org.namespace ?? '').toLowerCase() === owner)) ?? null;
}
