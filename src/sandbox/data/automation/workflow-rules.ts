/**
 * Workflow rules: which of them a saved row fires, and what their field updates make of it. Source: Metadata API Developer
 * Guide, Workflow; Apex Developer Guide, Triggers and Order of Execution; Salesforce Help, "Workflow Rule Considerations".
 */
import { notSupported } from '../../apex/runtime/exception.ts';
import type { DmlHost, Rows } from '../dml/host.ts';
import { parseFormula } from '../formula/parse.ts';
import { evaluateStored, rowContext } from '../formula/stored.ts';
import { plainOfText } from '../bootstrap.ts';
import type { Column, StoredRow, StoredValue, TableLayout } from '../layout.ts';
import { toStored } from '../values.ts';
import type { FieldUpdate, TaskAction, WorkflowRule } from './contract.ts';
import { fits } from './criteria.ts';
import type { RuledRow } from './criteria.ts';

/** Times that rules are looked at again because an update changed a field. */
const MAXIMUM_ROUNDS = 5;

export interface ParentUpdate { readonly layout: TableLayout; readonly values: Map<number, StoredValue> }

export interface WorkflowOutcome {
  /** The row with the updates of the rules that fired; the same object if there are none. */
  readonly row: StoredRow;
  /** Parents that updates change, by id, with the new values by column. */
  readonly parents: ReadonlyMap<string, ParentUpdate>;
  /** Of the rules that fired. */
  readonly tasks: readonly TaskAction[];
}

/** What the rules of its object make of a row that has been saved. */
export function runWorkflow(host: DmlHost, rows: Rows, saved: RuledRow): WorkflowOutcome {
  const { layout, before } = saved;
  let { row } = saved;
  const parents = new Map<string, ParentUpdate>();
  const fired = new Set<WorkflowRule>();
  const tasks: TaskAction[] = [];
  host.workflowLog?.event('WF_RULE_EVAL_BEGIN', ['Workflow']);
  for (let round = 0; round <= MAXIMUM_ROUNDS; round++) {
    const start = row;
    let again = false;
    for (const rule of layout.object.automation.workflow) {
      if (fired.has(rule) || !fires(host, rows, rule, { layout, row: start, before })) continue;
      fired.add(rule);
      tasks.push(...rule.tasks);
      for (const type of rule.others) notSupported(`workflow action ${type}`);
      for (const update of rule.updates) {
        const changed = apply(host, rows, { layout, row, before }, rule, update, parents);
        if (changed !== row && update.reevaluates) again = true;
        row = changed;
      }
    }
    if (!again) break;
  }
  host.workflowLog?.event('WF_RULE_EVAL_END', []);
  return { row, parents, tasks };
}

function fires(host: DmlHost, rows: Rows, rule: WorkflowRule, { layout, row, before }: RuledRow): boolean {
  if (rule.trigger === 'onCreateOnly' && before !== null) return false;
  host.workflowLog?.event('WF_CRITERIA_BEGIN', [recordText(layout, row), rule.name, '', TRIGGER_TEXTS[rule.trigger]], rule.namespace);
  const isNewlyFit = rule.trigger !== 'onCreateOrTriggeringUpdate' || before === null || usesChanges(rule) || !fits(host, rows, { layout, row: before, before }, rule.criteria, rule.namespace);
  const result = isNewlyFit && fits(host, rows, { layout, row, before }, rule.criteria, rule.namespace);
  host.workflowLog?.event('WF_CRITERIA_END', [String(result)], rule.namespace);
  return result;
}

const TRIGGER_TEXTS = { onAllChanges: 'ON_ALL_CHANGES', onCreateOnly: 'ON_CREATE_ONLY', onCreateOrTriggeringUpdate: 'ON_CREATE_OR_TRIGGERING_UPDATE' } as const;

/** A formula about the change itself is no state that the row can have been in before. */
const usesChanges = ({ criteria }: WorkflowRule): boolean => criteria.formula !== null && /\b(ISCHANGED|ISNEW|PRIORVALUE)\s*\(/i.test(criteria.formula);

/** `[Account: Acme 001…]` */
function recordText(layout: TableLayout, row: StoredRow): string {
  const name = layout.columns.find(({ field }) => field.isNameField);
  return `[${layout.object.label}: ${String((name && row[name.index]) ?? '')} ${String(row[0] ?? '').slice(0, 15)}]`;
}

function apply(host: DmlHost, rows: Rows, saved: RuledRow, rule: WorkflowRule, update: FieldUpdate, parents: Map<string, ParentUpdate>): StoredRow {
  const target = update.target === null ? { id: null, layout: saved.layout, row: saved.row } : parentOf(host, rows, saved, update.target);
  const column = target?.layout.byField.get(update.field.toLowerCase());
  if (target === null || column === undefined) return saved.row;
  const value = valueOf(host, rows, saved, rule, update, column, target.row[column.index] ?? null);
  host.workflowLog?.event('WF_FIELD_UPDATE', [recordText(target.layout, target.row), `Field:${target.layout.object.label}: ${column.field.label}`, `Value:${String(value)}`, update.name, `CurrentRule:${rule.name}`], rule.namespace);
  if (target.id === null) return value === (target.row[column.index] ?? null) ? target.row : target.row.with(column.index, value);
  const parent = parents.get(target.id) ?? { layout: target.layout, values: new Map() };
  parents.set(target.id, { ...parent, values: parent.values.set(column.index, value) });
  return saved.row;
}

function parentOf(host: DmlHost, rows: Rows, { layout, row }: RuledRow, field: string): { id: string; layout: TableLayout; row: StoredRow } | null {
  const lookup = host.store.schema.field(layout.object, field) ?? host.store.schema.parentRelationship(layout.object, field);
  const id = lookup === undefined ? null : row[layout.byField.get(lookup.name.toLowerCase())!.index];
  const target = typeof id === 'string' ? rows.layoutOfId(id) : undefined;
  const parent = target === undefined ? undefined : rows.readOne(target, id as string);
  return parent === undefined ? null : { id: id as string, layout: target!, row: parent };
}

function valueOf(host: DmlHost, rows: Rows, { layout, row, before }: RuledRow, rule: WorkflowRule, update: FieldUpdate, column: Column, now: StoredValue): StoredValue {
  switch (update.operation) {
    case 'Null': return column.storage === 'boolean' ? 0 : null;
    case 'Formula': return evaluateStored({ ...column, isPercent: column.field.type === 'Percent' }, parseFormula(update.value ?? ''), rowContext(host, rows, layout, row, before, before === null, rule.namespace));
    case 'Literal': return column.storage === 'boolean' ? Number(['1', 'true'].includes((update.value ?? '').toLowerCase())) : (toStored(column, plainOfText(column.storage, update.value ?? '')) ?? null);
    case 'LookupValue': return lookupId(host, rows, layout, update);
    case 'NextValue': case 'PreviousValue': {
      const values = column.field.picklistValues.filter(({ isActive }) => isActive).map(({ value }) => value);
      const at = values.indexOf(String(now));
      const next = at + (update.operation === 'NextValue' ? 1 : -1);
      return at < 0 ? now : (values[next] ?? now);
    }
    default: return notSupported(`workflow field update ${update.operation}`);
  }
}

/** A user by user name, a queue or a record type by developer name. */
export function lookupId(host: DmlHost, rows: Rows, layout: TableLayout, { value, lookupType }: Pick<FieldUpdate, 'value' | 'lookupType'>): string | null {
  const object = host.store.schema.object(lookupType === 'RecordType' ? 'RecordType' : lookupType === 'Queue' ? 'Group' : 'User')!;
  const target = rows.layout(object);
  const named = rows.findIds(target, lookupType === 'RecordType' || lookupType === 'Queue' ? 'DeveloperName' : 'Username', [(value ?? '').toLowerCase()]);
  const found = named.map(({ id }) => rows.readOne(target, id)!).filter((row) => lookupType !== 'RecordType' || row[target.byField.get('sobjecttype')!.index] === layout.object.name);
  return (found[0]?.[0] as string | undefined) ?? null;
}
