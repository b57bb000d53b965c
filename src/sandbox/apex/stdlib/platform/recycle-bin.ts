import { chargeCpu } from '../../runtime/accounting.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, listOf } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import { current } from '../../runtime/transaction.ts';
import { RowResult } from './row-result.ts';

const RESULT = 'Database.EmptyRecycleBinResult';
/** Source: Apex Reference, Database.emptyRecycleBin. */
const MAXIMUM = 200;

function emptied(values: readonly ApexValue[]): RowResult[] {
  if (values.length > MAXIMUM) fail('System.LimitException', `Too many records: ${values.length}`);
  const ids = values.map((value) => (value instanceof SObjectRecord ? (value.fields.get('Id') ?? null) : value) as string | null);
  if (ids.includes(null)) fail('System.InvalidParameterValueException', 'Missing id');
  const { limits, data } = current();
  limits.charge('dmlStatements', 1);
  limits.charge('dmlRows', ids.length);
  chargeCpu('dml');
  return data.emptyRecycleBin(ids as string[]).map((row) => new RowResult(RESULT, row));
}

const all = (values: ApexList | null): ApexList => listOf(RESULT, emptied((values ?? failNull()).items));

defineLibraryClass({
  name: 'System.Database',
  members: {
    'static List<Database.EmptyRecycleBinResult> emptyRecycleBin(List<Id> recordIds)': all,
    'static List<Database.EmptyRecycleBinResult> emptyRecycleBin(List<SObject> records)': all,
    'static Database.EmptyRecycleBinResult emptyRecycleBin(SObject record)': (record: SObjectRecord | null) => emptied([record ?? failNull()])[0]!,
  },
});
