/** The steps of a save that rules of the org ask for, once its after triggers have run. Source: Apex Developer Guide, Triggers and Order of Execution. */
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { TaskAction } from '../automation/contract.ts';
import { assignedOwner } from '../automation/assignment-rules.ts';
import { runWorkflow } from '../automation/workflow-rules.ts';
import type { ParentUpdate } from '../automation/workflow-rules.ts';
import { taskOf } from '../automation/workflow-tasks.ts';
import type { StoredRow } from '../layout.ts';
import { deriveStandardFields, stampAudit } from './derive.ts';
import { rowErrors } from './errors.ts';
import type { Work } from './host.ts';
import { lockRows } from './row-locks.ts';
import { headersOf, runAfter, runBefore, saveChunk, startRow } from './save.ts';
import type { SaveStep } from './save.ts';
import { updateOwnerShares } from './shares.ts';
import { checkFormats, checkLookups, checkRequired } from './validate.ts';

const hasNoError = (work: Work): boolean => work.errors.length === 0;

/** A case or lead whose save asks for it gets the owner of its assignment rule; that fires no triggers. */
export function assignOwners(step: SaveStep, works: readonly Work[]): void {
  const { host, rows } = step;
  const [first] = works;
  if (first === undefined || first.layout.object.automation.assignment.length === 0) return;
  const owner = first.layout.byField.get('ownerid')!;
  for (const work of works) {
    const { assignmentRule } = headersOf(step, work);
    const id = assignmentRule === null ? null : assignedOwner(host, rows, work, { ruleId: assignmentRule === true ? null : assignmentRule });
    if (id === null || id === work.row[owner.index]) continue;
    const before = work.row.slice();
    work.row[owner.index] = id;
    rows.put(work.layout, work.id!, work.row.slice());
    updateOwnerShares(host, rows, [{ ...work, isNew: false, before }]);
  }
}

/** Field updates save the row again: its system validation and its update triggers run once more, its rules don't. */
export function runWorkflowRules(step: SaveStep, works: readonly Work[]): void {
  const { host, rows } = step;
  const [first] = works;
  if (first === undefined || first.layout.object.automation.workflow.length === 0) return;
  const { layout } = first;
  const inserted = new Map(works.map((work) => [work, work.row]));
  const changed: Work[] = [];
  const parents = new Map<string, ParentUpdate & { readonly child: Work }>();
  const tasks: { readonly work: Work; readonly action: TaskAction }[] = [];
  for (const work of works) {
    const outcome = runWorkflow(host, rows, { layout, row: work.row, before: work.before });
    tasks.push(...outcome.tasks.map((action) => ({ work, action })));
    for (const [id, parent] of outcome.parents) parents.set(id, { child: work, ...parent });
    if (outcome.row === work.row) continue;
    work.row = outcome.row.slice();
    changed.push(work);
  }
  saveAgain(step, changed, (work) => work.before ?? inserted.get(work)!);
  for (const [id, update] of parents) saveParent(step, update, id);
  createTasks(step, tasks.filter(({ work }) => hasNoError(work)));
}

/** Tasks are saved as any other; what refuses one refuses the record that it is about. */
function createTasks(step: SaveStep, tasks: readonly { readonly work: Work; readonly action: TaskAction }[]): void {
  if (tasks.length === 0) return;
  const { host, rows } = step;
  const layout = rows.layout(host.store.schema.object('Task')!);
  const works = tasks.map(({ work, action }, index): Work => ({ index, record: taskOf(host, rows, work, action), layout, isNew: true, id: null, before: null, row: startRow(layout.columns.length, null), errors: [] }));
  for (let from = 0; from < works.length; from += 200) saveChunk({ ...step, options: { ...step.options, enforceSharing: false } }, works.slice(from, from + 200));
  works.forEach(({ errors }, i) => tasks[i]!.work.errors.push(...errors));
}

/** `old`: Trigger.old still holds the row as it was before the first save. */
function saveAgain(step: SaveStep, works: readonly Work[], old: (work: Work) => StoredRow): void {
  const { host, rows } = step;
  const [first] = works;
  if (first === undefined) return;
  runBefore(step, works, old);
  for (const work of works.filter(hasNoError)) {
    checkFormats(work, headersOf(step, work).truncates);
    deriveStandardFields(host, rows, work);
    checkRequired(work);
  }
  checkLookups(host, rows, works.filter(hasNoError), false);
  const good = works.filter(hasNoError);
  for (const work of good) {
    const owner = work.layout.byField.get('ownerid');
    stampAudit(host, work);
    rows.put(work.layout, work.id!, work.row.slice());
    if (owner !== undefined) updateOwnerShares(host, rows, [{ ...work, isNew: false, before: old(work) }]);
  }
  runAfter(step, good, old);
}

/** A parent goes through a save of its own; what refuses it refuses the child. */
function saveParent(step: SaveStep, { child, layout, values }: ParentUpdate & { readonly child: Work }, id: string): void {
  if (!lockRows(step.host, [id])) return void child.errors.push(rowErrors.locked([id]));
  const before = step.rows.readOne(layout, id);
  if (before === undefined || [...values].every(([index, value]) => value === (before[index] ?? null))) return;
  const row = before.slice();
  for (const [index, value] of values) row[index] = value;
  const work: Work = { index: 0, record: new SObjectRecord(layout.object.name), layout, isNew: false, id, before, row, errors: [] };
  saveChunk(step, [work]);
  child.errors.push(...work.errors);
}
