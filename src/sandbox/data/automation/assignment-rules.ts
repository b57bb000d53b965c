/**
 * Assignment rules of cases and leads: a save that asks for them gives the record another owner. Source: Apex Reference,
 * DMLOptions.AssignmentRuleHeader; Metadata API Developer Guide, AssignmentRules; Object Reference, AssignmentRule.
 */
import type { DmlHost, Rows, Work } from '../dml/host.ts';
import { namedId } from '../security/named-ids.ts';
import type { AssignmentRule } from './contract.ts';
import { fits } from './criteria.ts';
import { lookupId } from './workflow-rules.ts';

/** `ruleId` names a rule, active or not; null is the active one. */
export interface AssignmentRequest { readonly ruleId: string | null }

export const assignmentRuleId = (object: string, rule: AssignmentRule): string => namedId('01Q', `${object}.${rule.namespace ?? ''}.${rule.name}`);

/** The owner that the rule gives a saved row; null: the one it has stays. */
export function assignedOwner(host: DmlHost, rows: Rows, { layout, row, before }: Work, { ruleId }: AssignmentRequest): string | null {
  const { assignment } = layout.object.automation;
  const rule = ruleId === null ? assignment.find((one) => one.isActive) : assignment.find((one) => assignmentRuleId(layout.object.name, one).startsWith(ruleId.slice(0, 15)));
  const entry = rule?.entries.find(({ criteria }) => fits(host, rows, { layout, row, before }, criteria, rule.namespace));
  return entry === undefined || entry.assignee === null ? null : lookupId(host, rows, layout, { value: entry.assignee, lookupType: entry.assigneeType ?? 'User' });
}
