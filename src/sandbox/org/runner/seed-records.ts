import type { ImportAnswer, ImportSet } from '../../../protocol/data.ts';
import { WireError } from '../../../protocol/errors.ts';
import { RecordsRefused } from '../../data/tree/apply-records.ts';
import { seedRecords } from '../../data/tree/import-tree.ts';
import type { LocalOrg } from '../execution/local-org.ts';
import { withSystemSession } from './system-session.ts';

/** Saves records as the platform itself: no Apex runs. All or none. */
export function seedFrom(local: LocalOrg, userId: string, set: ImportSet): ImportAnswer {
  const user = local.users.find(each => each.id === userId);
  if (!user) throw new WireError('unknownUser', `The org has no user ${userId}.`);
  return withSystemSession(local, user, session => {
    try {
      const ids = seedRecords(session, set, local.org.namespace);
      session.commit();
      return { ids, failures: [] };
    } catch (error) {
      if (error instanceof RecordsRefused) return { ids: [], failures: error.failures };
      throw error;
    }
  });
}
