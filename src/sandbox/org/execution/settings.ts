import type { Transaction } from '../../apex/runtime/contract.ts';
import type { SettingsReader } from '../../apex/runtime/settings-access.ts';
import { defaultRecord } from '../../data/dml/default-record.ts';
import type { StoreSession } from '../../data/session.ts';
import { namedRecord, namedRecords, settingInstance, settingOrgDefaults, settingValues } from '../../data/settings.ts';

const sessionOf = (transaction: Transaction): StoreSession => transaction.data as StoreSession;

/** Custom settings and metadata of the running transaction. */
export const settingsReader: SettingsReader = {
  values: (transaction, object, ownerId) => settingValues(sessionOf(transaction), object, ownerId),
  orgDefaults: (transaction, object) => settingOrgDefaults(sessionOf(transaction), object, transaction.org.id),
  instance: (transaction, object, ownerId) => settingInstance(sessionOf(transaction), object, ownerOf(transaction, ownerId)),
  named: (transaction, object) => namedRecords(sessionOf(transaction), object),
  defaults: (transaction, object, recordTypeId) => defaultRecord(sessionOf(transaction), object, recordTypeId),
  one: (transaction, object, name) => namedRecord(sessionOf(transaction), object, name),
};

/** A setting is asked for by user or profile id; without one, for the running user. */
function ownerOf(transaction: Transaction, id: string | null): { userId: string; profileId: string; organizationId: string } {
  const organizationId = transaction.org.id;
  if (id === null) return { userId: transaction.user.id, profileId: transaction.user.profileId, organizationId };
  if (id.startsWith('00e')) return { userId: '', profileId: id, organizationId };
  return { userId: id, profileId: id === transaction.user.id ? transaction.user.profileId : '', organizationId };
}
