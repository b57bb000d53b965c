import type { ApexValue } from '../../runtime/contract.ts';
import { idsOf, mergeRecords } from '../../runtime/data-access.ts';
import { failNull, newException, throwException } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass, listOf, type LibraryFunction } from '../../runtime/library.ts';
import { libraryCaller } from '../../runtime/library-caller.ts';
import { ApexList } from '../../runtime/list.ts';
import type { SObjectRecord } from '../../runtime/sobject.ts';
import { accessOf } from './dynamic-query.ts';
import { RowResult } from './row-result.ts';

class MergeResult extends RowResult {
  readonly merged: readonly string[];
  constructor(row: RowResult['row'], merged: readonly string[]) {
    super('Database.MergeResult', row);
    this.merged = row.isSuccess ? merged : [];
  }
}

/** Which children have moved isn't kept. */
defineLibraryClass({ name: 'Database.MergeResult', members: {
  'List<String> getMergedRecordIds()': (self: MergeResult) => listOf('String', [...self.merged]),
} });

function merge(master: SObjectRecord | null, duplicates: ApexValue, ...rest: ApexValue[]): ApexValue {
  const allOrNone = rest.find((each) => typeof each === 'boolean') !== false;
  const ids = idsOf(duplicates);
  const row = mergeRecords(master ?? failNull(), ids, accessOf(rest.find((each) => each instanceof ApexBean) ?? null), libraryCaller(), allOrNone);
  if (allOrNone && !row.isSuccess) {
    const [error] = row.errors;
    const exception = newException('System.DmlException', `Merge failed. First exception on row 0 with id ${row.id ?? ''}; first error: ${error!.statusCode}, ${error!.message}: [${error!.fields.join(', ')}]`);
    exception.dmlRows = row.errors.map((each) => ({ ...each, index: 0, id: row.id }));
    throwException(exception);
  }
  const result = new MergeResult(row, ids);
  return duplicates instanceof ApexList ? listOf('Database.MergeResult', [result]) : result;
}

const members: Record<string, LibraryFunction> = {};
for (const [type, name, returns] of [['Id', 'duplicateId', 'Database.MergeResult'], ['SObject', 'duplicate', 'Database.MergeResult'], ['List<Id>', 'duplicateIds', 'List<Database.MergeResult>'], ['List<SObject>', 'duplicates', 'List<Database.MergeResult>']]) {
  for (const rest of ['', ', Boolean allOrNone', ', Boolean allOrNone, System.AccessLevel accessLevel']) members[`static ${returns} merge(SObject master, ${type} ${name}${rest})`] = merge;
}
/** Source: Apex Reference, Database Class, merge. */
defineLibraryClass({ name: 'System.Database', members });
