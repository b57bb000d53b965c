/** What duplicate rules have found. Source: Apex Reference, Datacloud Namespace; DuplicateError Class. */
import type { DuplicateFinding } from '../../../data/automation/duplicate-rules.ts';
import { normalizeId } from '../../../data/ids.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { asApex } from '../../runtime/data-access.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass, enumConstant, listOf } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import { current } from '../../runtime/transaction.ts';
import type { DuplicateRowError } from './row-result.ts';

/** Records that one call may compare. */
const MAX_RECORDS = 50;
const DEFAULT_TEXT = 'Use one of these records?';

function bean(type: string, values: Readonly<Record<string, ApexValue>>): ApexBean {
  const made = new ApexBean(type);
  for (const [name, value] of Object.entries(values)) made.set(name, value);
  return made;
}

function resultOf({ rule, allowsSave, matches }: DuplicateFinding): ApexBean {
  const results = matches.map(({ rule: matching, layout, ids }) => {
    const isFuzzy = matching.items.some(({ method }) => method !== 'Exact');
    const records = ids.map((id) => {
      const record = new SObjectRecord(layout.object.name);
      record.fields.set('Id', id);
      return bean('Datacloud.MatchRecord', { record, matchConfidence: 100, fieldDiffs: listOf('Datacloud.FieldDiff', []), additionalInformation: listOf('Datacloud.AdditionalInformationMap', []) });
    });
    return bean('Datacloud.MatchResult', {
      entityType: layout.object.name, errors: listOf('Database.Error', []), matchEngine: isFuzzy ? 'FuzzyMatchEngine' : 'ExactMatchEngine', matchRecords: listOf('Datacloud.MatchRecord', records),
      rule: matching.name, size: ids.length, success: true,
    });
  });
  return bean('Datacloud.DuplicateResult', {
    duplicateRule: rule.name, errorMessage: rule.alertText ?? DEFAULT_TEXT, matchResults: listOf('Datacloud.MatchResult', results), allowSave: allowsSave, duplicateRuleEntityType: matches[0]!.layout.object.name,
  });
}

function find(records: readonly SObjectRecord[]): ApexList {
  if (records.length > MAX_RECORDS) fail('System.HandledException', `The number of records to check is greater than the permitted batch size of ${MAX_RECORDS}.`);
  const found = asApex(() => current().data.findDuplicates(records));
  return listOf('Datacloud.FindDuplicatesResult', found.map((findings) => bean('Datacloud.FindDuplicatesResult', {
    success: true, errors: listOf('Database.Error', []), duplicateResults: listOf('Datacloud.DuplicateResult', findings.map(resultOf)),
  })));
}

defineLibraryClass({
  name: 'Datacloud.FindDuplicates',
  members: { 'static List<Datacloud.FindDuplicatesResult> findDuplicates(List<SObject> sObjects)': (records: ApexList | null) => find((records ?? failNull()).items as SObjectRecord[]) },
});
defineLibraryClass({
  name: 'Datacloud.FindDuplicatesByIds',
  members: {
    'static List<Datacloud.FindDuplicatesResult> findDuplicatesByIds(List<Id> ids)': (ids: ApexList | null) => find((ids ?? failNull()).items.map((id) => {
      const object = current().schema.objectByKeyPrefix((id as string).slice(0, 3)) ?? fail('System.StringException', `Invalid id: ${id as string}`);
      const record = new SObjectRecord(object.name);
      record.fields.set('Id', normalizeId(id as string) ?? id);
      return record;
    })),
  },
});
defineLibraryClass({
  name: 'Database.DuplicateError', supertypes: ['Database.Error'],
  members: {
    'Datacloud.DuplicateResult getDuplicateResult()': (self: DuplicateRowError) => resultOf(self.finding),
    'List<String> getFields()': (self: DuplicateRowError) => listOf('String', [...self.error.fields]),
    'String getMessage()': (self: DuplicateRowError) => self.error.message,
    'StatusCode getStatusCode()': (self: DuplicateRowError) => enumConstant('System.StatusCode', self.error.statusCode),
  },
});
