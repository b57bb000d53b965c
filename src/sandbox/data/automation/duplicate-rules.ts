/**
 * Duplicate rules in a save: what they find, what they refuse, what they report. Source: Salesforce Help, "Duplicate Rules";
 * Metadata API Developer Guide, DuplicateRule; Apex Reference, DMLOptions.DuplicateRuleHeader and DuplicateError; Object
 * Reference, DuplicateRecordSet and DuplicateRecordItem.
 */
import type { SaveHeaders } from '../../apex/runtime/sobject.ts';
import type { DmlRowError } from '../contract.ts';
import type { DmlHost, Rows, Work } from '../dml/host.ts';
import type { StoredValue, TableLayout } from '../layout.ts';
import { namedId } from '../security/named-ids.ts';
import type { DuplicateRule } from './contract.ts';
import { fits } from './criteria.ts';
import { findMatches } from './matching.ts';
import type { MatchSubject, RecordMatch } from './matching.ts';

const DEFAULT_TEXT = 'Use one of these records?';

export interface DuplicateFinding {
  readonly rule: DuplicateRule;
  /** Whether the record may be saved all the same. */
  readonly allowsSave: boolean;
  readonly matches: readonly RecordMatch[];
}

export type DuplicateOptions = Pick<SaveHeaders, 'allowsDuplicates' | 'comparesAsCurrentUser'>;

/** What the active rules of its object find for a row; rules that find nothing are left out. */
export function findDuplicates(host: DmlHost, rows: Rows, subject: MatchSubject & { readonly before: Work['before'] }, runAsCurrentUser: boolean): DuplicateFinding[] {
  const findings: DuplicateFinding[] = [];
  for (const rule of subject.layout.object.automation.duplicates) {
    const action = subject.before === null ? rule.onInsert : rule.onUpdate;
    if (!rule.isActive || !fits(host, rows, subject, rule.criteria, rule.namespace)) continue;
    const matches = rule.matches.map((match) => findMatches(host, rows, subject, match, rule.enforcesSharing || runAsCurrentUser)).filter((found) => found !== null && found.ids.length > 0) as RecordMatch[];
    host.workflowLog?.event('DUPLICATE_DETECTION_RULE_INVOCATION', [`DuplicateRuleId:${duplicateRuleId(rule).slice(0, 15)}`, `DuplicateRuleName:${rule.name}`, `DmlType:${subject.before === null ? 'INSERT' : 'UPDATE'}`], rule.namespace);
    if (matches.length > 0) findings.push({ rule, allowsSave: !action.isBlocked, matches });
  }
  return findings;
}

/** Before the save: rows that the rules refuse get an error. Returns what is to be reported once the others are saved. */
export function checkDuplicates(host: DmlHost, rows: Rows, works: readonly Work[], options: (work: Work) => DuplicateOptions): Map<Work, DuplicateFinding[]> {
  const reports = new Map<Work, DuplicateFinding[]>();
  const [first] = works;
  if (first === undefined || !first.layout.object.automation.duplicates.some((rule) => rule.isActive)) return reports;
  host.workflowLog?.event('DUPLICATE_DETECTION_BEGIN', []);
  let found = 0;
  for (const work of works) {
    if (!isConcerned(work)) continue;
    const { allowsDuplicates, comparesAsCurrentUser } = options(work);
    for (const finding of findDuplicates(host, rows, work, comparesAsCurrentUser)) {
      const action = work.isNew ? finding.rule.onInsert : finding.rule.onUpdate;
      found += finding.matches.reduce((sum, { ids }) => sum + ids.length, 0);
      if (action.isBlocked || (action.alerts && !allowsDuplicates)) work.errors.push(duplicateError(finding));
      else if (action.reports) reports.set(work, [...(reports.get(work) ?? []), finding]);
    }
  }
  host.workflowLog?.event('DUPLICATE_DETECTION_MATCH_INVOCATION_SUMMARY', [`EntityType:${first.layout.object.name}`, `NumRecordsToBeSaved:${works.length}`, `NumRecordsToBeSavedWithDuplicates:${reports.size}`, `NumDuplicateRecordsFound:${found}`]);
  host.workflowLog?.event('DUPLICATE_DETECTION_END', []);
  return reports;
}

/** An update that leaves the compared fields alone makes no duplicate. */
function isConcerned({ layout, row, before }: Work): boolean {
  return before === null || layout.columns.some(({ index, field }) => !STAMPS.has(field.name) && (row[index] ?? null) !== (before[index] ?? null));
}

const STAMPS: ReadonlySet<string> = new Set(['LastModifiedDate', 'LastModifiedById', 'SystemModstamp']);

export function duplicateError(finding: DuplicateFinding): DmlRowError {
  return { statusCode: 'DUPLICATES_DETECTED', message: finding.rule.alertText ?? DEFAULT_TEXT, fields: [], duplicates: finding };
}

export const duplicateRuleId = (rule: DuplicateRule): string => namedId('0Bm', `${rule.namespace ?? ''}.${rule.name}`);

/** After the save: each finding is a set of the records that may be one; a record that has a set already brings it along. */
export function reportDuplicates(host: DmlHost, rows: Rows, reports: ReadonlyMap<Work, readonly DuplicateFinding[]>): void {
  const { schema } = host.store;
  const sets = rows.layout(schema.object('DuplicateRecordSet')!);
  const items = rows.layout(schema.object('DuplicateRecordItem')!);
  for (const [work, findings] of reports) {
    if (work.errors.length > 0) continue;
    for (const { rule, matches } of findings) {
      const ids = [work.id!, ...matches.flatMap((match) => match.ids)];
      const ruleId = duplicateRuleId(rule);
      const setOf = (item: string): string => rows.readOne(items, item)![items.byField.get('duplicaterecordsetid')!.index] as string;
      const known = rows.findIds(items, 'RecordId', ids).map(({ id }) => setOf(id)).find((id) => rows.readOne(sets, id)?.[sets.byField.get('duplicateruleid')!.index] === ruleId);
      const setId = known ?? add(host, rows, sets, { duplicateruleid: ruleId });
      const members = new Set(rows.findIds(items, 'DuplicateRecordSetId', [setId]).map(({ id }) => rows.readOne(items, id)![items.byField.get('recordid')!.index]));
      for (const id of ids) if (!members.has(id) && members.add(id)) add(host, rows, items, { duplicaterecordsetid: setId, recordid: id });
      rows.put(sets, setId, rows.readOne(sets, setId)!.with(sets.byField.get('recordcount')!.index, members.size));
    }
  }
}

/** A row of the platform's own; its name is a number. */
function add(host: DmlHost, rows: Rows, layout: TableLayout, values: Readonly<Record<string, StoredValue>>): string {
  const id = host.newRecordId(layout.object.keyPrefix!);
  const now = Math.floor(host.calendar().now / 1000) * 1000;
  const all: Readonly<Record<string, StoredValue>> = {
    ...values, name: String(host.storage.advance(`auto:${layout.object.name}.Name`, 1)).padStart(9, '0'), createddate: now, lastmodifieddate: now, systemmodstamp: now, createdbyid: host.userId, lastmodifiedbyid: host.userId,
  };
  const row = layout.columns.map((column) => all[column.field.name.toLowerCase()] ?? (column.storage === 'boolean' ? 0 : null));
  row[0] = id;
  rows.insert(layout, id, row);
  return id;
}
