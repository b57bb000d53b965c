/** Imports data files into a session, as the platform itself: what a new org starts with, and what comes in without triggers. */
import type { FileFault } from '../../../exchange/file-fault.ts';
import { chunksOf, faultOf, mentioned } from '../../../exchange/import-records.ts';
import { readRecordFiles } from '../../../exchange/read-files.ts';
import type { ImportSet } from '../../../protocol/data.ts';
import { DmlFailure } from '../contract.ts';
import type { StoreSession } from '../session.ts';
import { applyRecords, RecordsRefused } from './apply-records.ts';

export interface ImportResult {
  /** Ids by reference id. */
  readonly references: ReadonlyMap<string, string>;
  readonly count: number;
  /** What was left out. */
  readonly notes: readonly string[];
}

/** Files in order. `isStored`: they come from an org that has let them pass, and may hold what this one doesn't know. Nothing stays in the session if one record fails: throws `FileFault`, which names file, line and field. */
export function importTree(session: StoreSession, files: readonly string[], callerNamespace: string | null, isStored = false): ImportResult {
  const savepoint = session.setSavepoint();
  try {
    const references: Record<string, string> = {};
    const notes = new Set<string>();
    let count = 0;
    for (const { nodes, records, operation } of chunksOf(readRecordFiles(files), { max: Infinity })) {
      const ids = refusedAs(({ failures: [first] }) => faultOf(nodes, first!), () => seedRecords(session, { records, operation, references: mentioned(records, references) }, callerNamespace, isStored ? notes : null));
      nodes.forEach(({ reference }, i) => { if (reference !== null && ids[i] !== '') references[reference] = ids[i]!; });
      count += ids.filter((id) => id !== '').length;
    }
    session.releaseSavepoint(savepoint);
    return { references: new Map(Object.entries(references)), count, notes: [...notes] };
  } catch (error) {
    session.rollback(savepoint);
    throw error;
  }
}

/**
 * One set, without rights; triggers run if the session has any. `notes`: of what was stored in an org; what isn't known here is
 * left out and noted, validation rules are not asked. Throws `RecordsRefused`.
 */
export function seedRecords(session: StoreSession, set: ImportSet, callerNamespace: string | null, notes: Set<string> | null = null): string[] {
  return applyRecords({
    schema: session.host.store.schema, bridge: session.host.bridge, callerNamespace, leftOut: notes, layoutOf: (object) => session.rows.layout(object),
    save: (operation, records, externalIdField) => void session.dml(operation, records, { allOrNone: true, accessLevel: 'system', enforceSharing: false, callerNamespace, externalIdField, ...(notes ? { extra: new Map([['withoutRules', true]]) } : {}) }),
    rowsOf: (error) => (error instanceof DmlFailure ? error.rows : null),
  }, set);
}

function refusedAs<T>(fault: (refused: RecordsRefused) => FileFault, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof RecordsRefused ? fault(error) : error;
  }
}
