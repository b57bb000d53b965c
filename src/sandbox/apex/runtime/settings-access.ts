import type { ObjectSchema } from '../../data/schema.ts';
import type { SObjectRecord } from './sobject.ts';
import type { Transaction } from './contract.ts';

/** Custom settings, custom metadata and default values as the data layer reads them; given by whoever puts the worker together. */
export interface SettingsReader {
  values(transaction: Transaction, object: ObjectSchema, ownerId: string): SObjectRecord | null;
  orgDefaults(transaction: Transaction, object: ObjectSchema): SObjectRecord;
  instance(transaction: Transaction, object: ObjectSchema, ownerId: string | null): SObjectRecord;
  named(transaction: Transaction, object: ObjectSchema): ReadonlyMap<string, SObjectRecord>;
  /** A new record with what its fields start with. `recordTypeId` null: the user's default one. */
  defaults(transaction: Transaction, object: ObjectSchema, recordTypeId: string | null): SObjectRecord;
  one(transaction: Transaction, object: ObjectSchema, name: string | null): SObjectRecord | null;
}

let reader: SettingsReader | null = null;
export function setSettingsReader(next: SettingsReader): void {
  reader = next;
}
export function settings(): SettingsReader {
  if (!reader) throw new Error('No settings reader is configured');
  return reader;
}
