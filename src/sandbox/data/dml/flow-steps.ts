/** Where saves and deletes run the flows that records trigger. Source: Apex Developer Guide, Triggers and Order of Execution. */
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { FlowTiming } from '../contract.ts';
import type { DmlHost, Work } from './host.ts';
import { overlay } from './records.ts';
import type { SaveStep } from './save.ts';
import { runNested, triggerRecord } from './trigger-records.ts';

/** Before the before triggers: what flows assign to a record becomes part of its row. */
export function runFlowsBeforeSave(step: SaveStep, works: readonly Work[]): void {
  const { host, rows, options } = step;
  const [first] = works;
  if (first === undefined || !hasFlows(host, works, 'beforeSave')) return;
  const { layout } = first;
  const records = works.map((work) => triggerRecord(host, rows, layout, work.row, false));
  runFlows(step, works, 'beforeSave', () => records);
  works.forEach((work, i) => overlay(work, records[i]!, (name) => host.store.schema.field(layout.object, name, options.callerNamespace), host.bridge, 'lenient'));
}

/** Behind workflow rules: each flow sees the record as the ones before it have left it, and so does what comes after. */
export function runFlowsAfterSave(step: SaveStep, works: readonly Work[]): void {
  const { host, rows } = step;
  if (!hasFlows(host, works, 'afterSave')) return;
  const readAgain = (work: Work): boolean => {
    const row = rows.readOne(work.layout, work.id!);
    if (row === undefined || rows.isDeleted(work.layout, row)) return false;
    work.row = row.slice();
    return true;
  };
  runFlows(step, works, 'afterSave', () => works.map((work) => (readAgain(work) ? triggerRecord(host, rows, work.layout, work.row, true) : null)));
  for (const work of works) readAgain(work);
}

export function runFlowsBeforeDelete(step: SaveStep, works: readonly Work[]): void {
  const { host, rows } = step;
  if (!hasFlows(host, works, 'beforeDelete')) return;
  const records = works.map((work) => triggerRecord(host, rows, work.layout, work.before!, true));
  runFlows(step, works, 'beforeDelete', () => records);
}

function hasFlows({ flows }: DmlHost, works: readonly Work[], timing: FlowTiming): boolean {
  const [first] = works;
  return first !== undefined && flows !== null && flows.hasFlows(first.layout.object, timing);
}

function runFlows({ host, rows }: SaveStep, works: readonly Work[], timing: FlowTiming, records: () => readonly (SObjectRecord | null)[]): void {
  const { layout, isNew } = works[0]!;
  const priors = works.map((work) => (work.isNew || timing === 'beforeDelete' ? null : triggerRecord(host, rows, layout, work.before!, true)));
  runNested(host, works, () => {
    const errors = host.flows!.run({ object: layout.object, timing, isNew, records, priors });
    works.forEach((work, i) => work.errors.push(...errors[i]!));
  });
}
