/** Ids of flows and of their versions: they follow from the names. */
import { namedId } from '../data/security/named-ids.ts';
import type { FlowDefinition } from './contract.ts';

export const keyOfFlow = ({ namespace, name }: Pick<FlowDefinition, 'namespace' | 'name'>): string => `${namespace ?? ''}.${name}`;
export const definitionId = (flow: FlowDefinition): string => namedId('300', keyOfFlow(flow));
export const versionId = (flow: FlowDefinition): string => namedId('301', keyOfFlow(flow));
