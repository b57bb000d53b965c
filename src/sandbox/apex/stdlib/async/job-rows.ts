/** The rows in which the platform shows its jobs. Source: Object Reference, AsyncApexJob. */
import type { PlatformValues } from '../../../data/contract.ts';
import { QUEUED_WORK } from '../../../data/queued-work.ts';
import type { ObjectSchema } from '../../../data/schema.ts';
import { current } from '../../runtime/transaction.ts';

export function platformObject(name: string): ObjectSchema {
  const object = current().schema.object(name);
  if (!object) throw new Error(`The schema has no ${name}`);
  return object;
}

export function newJobId(): string {
  return current().source.newRecordId('707');
}

export function addJobRow(id: string, jobType: string, status: string, className: string, more: PlatformValues = {}): void {
  current().data.platform.insert(platformObject('AsyncApexJob'), id, {
    JobType: jobType, Status: status, ApexClassId: classIdOf(className), TotalJobItems: 0, JobItemsProcessed: 0, NumberOfErrors: 0, ...more,
  });
}

export function updateJobRow(id: string, values: PlatformValues): void {
  current().data.platform.update(platformObject('AsyncApexJob'), id, values);
}

export function readJobRow(id: string): PlatformValues | null {
  return current().data.platform.read(platformObject('AsyncApexJob'), id);
}

export function endJobRow(id: string, status: 'Completed' | 'Failed' | 'Aborted', values: PlatformValues = {}): void {
  updateJobRow(id, { Status: status, CompletedDate: current().source.now(), ...values });
}

/** Id of the file's class, for inner classes too. */
function classIdOf(className: string): string | null {
  const { platform } = current().data;
  const object = platformObject('ApexClass');
  const [first, second] = className.split('.') as [string, string | undefined];
  const find = (namespace: string | null, name: string): string | undefined =>
    platform.find(object, 'Name', name).find((id) => String(platform.read(object, id)?.['NamespacePrefix'] ?? '').toLowerCase() === (namespace ?? '').toLowerCase());
  return find(null, first) ?? (second === undefined ? null : (find(first, second) ?? null));
}

/** A job that was aborted while a part of it ran goes no further, whatever the part has come to. */
export function settleAborted(id: string): void {
  current().data.platform.remove(QUEUED_WORK, id);
  endJobRow(id, 'Aborted');
}
