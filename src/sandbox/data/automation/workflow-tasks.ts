/** Tasks that workflow rules create. Source: Metadata API Developer Guide, Workflow (WorkflowTask). */
import type { ApexValue } from '../../apex/runtime/contract.ts';
import { notSupported } from '../../apex/runtime/exception.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { DmlHost, Rows, Work } from '../dml/host.ts';
import { DAY } from '../formula/values.ts';
import type { StoredValue } from '../layout.ts';
import { toApex } from '../values.ts';
import type { TaskAction } from './contract.ts';
import { lookupId } from './workflow-rules.ts';

/** The task of a saved row, as code would make it. */
export function taskOf(host: DmlHost, rows: Rows, work: Work, action: TaskAction): SObjectRecord {
  const record = new SObjectRecord('Task');
  const isPerson = work.layout.object.name === 'Contact' || work.layout.object.name === 'Lead';
  const due = dueDay(host, work, action);
  const values: Readonly<Record<string, StoredValue>> = {
    Subject: action.subject, Description: action.description, Status: action.status, Priority: action.priority, OwnerId: assigneeOf(host, rows, work, action), [isPerson ? 'WhoId' : 'WhatId']: work.id,
  };
  for (const [name, value] of Object.entries(values)) if (value !== null) record.fields.set(name, value as string);
  if (due !== null) record.fields.set('ActivityDate', toApex(host.bridge, 'date', 0, due) as ApexValue);
  return record;
}

function assigneeOf(host: DmlHost, rows: Rows, { layout, row }: Work, { assigneeType, assignee }: TaskAction): StoredValue {
  const userIn = (field: string): StoredValue => row[layout.byField.get(field)?.index ?? -1] ?? host.userId;
  switch (assigneeType) {
    case 'owner': return userIn('ownerid');
    case 'creator': return userIn('createdbyid');
    case 'user': return lookupId(host, rows, layout, { value: assignee, lookupType: 'User' }) ?? host.userId;
    default: return notSupported(`workflow task for ${assigneeType}`);
  }
}

/** Days since 1970; null: the field that it goes by has no date. */
function dueDay(host: DmlHost, { layout, row }: Work, { dueField, dueDays }: TaskAction): number | null {
  const column = dueField === null ? undefined : layout.byField.get(dueField.toLowerCase());
  if (column === undefined) return host.calendar().today + dueDays;
  const value = row[column.index] ?? null;
  return value === null ? null : (column.storage === 'date' ? Number(value) : Math.floor(Number(value) / DAY)) + dueDays;
}
