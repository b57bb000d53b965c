/** Inserts and updates at most 200 rows of one object, in the platform's save order. */
import type { SaveHeaders, SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { DmlRowError, TriggerOperation } from '../contract.ts';
import { checkDuplicates, reportDuplicates } from '../automation/duplicate-rules.ts';
import type { StoredRow, StoredValue } from '../layout.ts';
import { assignOwners, runWorkflowRules } from './automation-steps.ts';
import { rowErrors } from './errors.ts';
import { runFlowsAfterSave, runFlowsBeforeSave } from './flow-steps.ts';
import { applyDefaults, deriveStandardFields, drawAutoNumbers, stampAudit } from './derive.ts';
import { relateRecipients } from './derive-emails.ts';
import { bringDocument, deriveFile, linkDocuments } from './derive-files.ts';
import { addCampaignStatuses, deriveCampaignMember } from './derive-campaign.ts';
import { addSetupRows, deriveSetupFields } from './derive-setup.ts';
import type { DmlHost, Rows, SaveOptions, Work } from './host.ts';
import { checkLookupFilters } from './lookup-filters.ts';
import { checkObjectRules } from './object-rules.ts';
import { overlay } from './records.ts';
import { checkRecordType, initialRecordType } from './record-types.ts';
import { affectedParents, recalculateParents, startSummaries } from './rollups.ts';
import { addPrimaryRoles, namePrimaryContacts } from './primary-contact.ts';
import { lockWorks } from './row-locks.ts';
import { checkShare, updateOwnerShares } from './shares.ts';
import { runTriggers, triggerRecord } from './trigger-records.ts';
import { isIdLookup } from '../schema-parts.ts';
import { checkFormats, checkLookups, checkRequired, checkUnique, checkValidationRules } from './validate.ts';

export interface SaveStep {
  readonly host: DmlHost;
  readonly rows: Rows;
  readonly options: SaveOptions;
}

const hasNoError = (work: Work): boolean => work.errors.length === 0;

/** All works are of one object and one operation. Errors land in them; good rows are in the delta afterwards. */
export function saveChunk(step: SaveStep, works: readonly Work[]): void {
  const { host, rows, options } = step;
  const [first] = works;
  if (first === undefined) return;
  const { layout, isNew } = first;
  const fieldOf = (name: string) => host.store.schema.field(layout.object, name, options.callerNamespace);
  // What an org has stored was asked there.
  const isAsked = options.extra?.get('withoutRules') === true;
  for (const work of works) {
    if (!hasNoError(work)) continue;
    if (isNew) applyDefaults(host, rows, work, initialRecordType(host, work));
    overlay(work, work.record, fieldOf, host.bridge, options.extra?.get('platform') === true ? 'platform' : 'strict');
    resolveReferences(step, work);
    checkFormats(work, headersOf(step, work).truncates, isAsked);
    if (!isAsked) checkRecordType(host, work);
  }
  checkLookups(host, rows, works.filter(hasNoError), options.enforceSharing);
  lockWorks(host, works.filter(hasNoError));
  runFlowsBeforeSave(step, works.filter(hasNoError));
  runBefore(step, works.filter(hasNoError), isNew ? null : (work) => work.before!);
  for (const work of works.filter(hasNoError)) {
    checkFormats(work, headersOf(step, work).truncates, isAsked);
    if (!isAsked) checkRecordType(host, work);
    deriveStandardFields(host, rows, work);
    if (isNew && layout.object.name === 'ContentVersion') deriveFile(work);
    if (layout.object.isSetup) deriveSetupFields(rows, work);
    if (layout.object.name === 'CampaignMember') deriveCampaignMember(host, rows, work);
    checkRequired(work);
    checkObjectRules(work);
    checkShare(host, work);
  }
  checkLookups(host, rows, works.filter(hasNoError), options.enforceSharing);
  if (!isAsked) checkLookupFilters(host, works.filter(hasNoError));
  for (const work of works) if (!isAsked && hasNoError(work)) checkValidationRules(host, rows, work);
  const reports = isAsked ? new Map<Work, never[]>() : checkDuplicates(host, rows, works.filter(hasNoError), (work) => headersOf(step, work));
  checkUnique(rows, works.filter(hasNoError));
  const good = works.filter(hasNoError);
  if (isNew) drawAutoNumbers(host, layout, good);
  for (const work of good) {
    if (isNew) {
      if (layout.object.keyPrefix === null) throw new Error(`Object ${layout.object.name} has no key prefix`);
      work.id = host.newRecordId(layout.object.keyPrefix);
      work.row[0] = work.id;
      startSummaries(work);
      deriveStandardFields(host, rows, work);
      work.record.fields.set('Id', work.id);
      if (layout.object.name === 'ContentVersion') bringDocument(host, rows, work);
    }
    stampAudit(host, work);
    if (isNew) rows.insert(layout, work.id!, work.row.slice());
    else rows.put(layout, work.id!, work.row.slice());
  }
  if (isNew && layout.object.name === 'ContentVersion') linkDocuments(step, good);
  if (isNew && layout.object.name === 'EmailMessage') relateRecipients(step, good);
  if (isNew && layout.object.name === 'Opportunity') addPrimaryRoles(step, good);
  namePrimaryContacts(step, good);
  updateOwnerShares(host, rows, good);
  if (layout.object.isSetup) addSetupRows(host, rows, good);
  if (isNew && layout.object.name === 'Campaign' && !host.isTest) addCampaignStatuses(host, rows, good);
  reportDuplicates(host, rows, reports);
  const { saving } = host.triggerState;
  const outermost = good.filter((work) => !saving.has(work.id!));
  for (const work of outermost) saving.add(work.id!);
  try {
    runAfter(step, good, isNew ? null : (work) => work.before!);
    followSave(step, outermost.filter(hasNoError));
  } finally {
    for (const work of outermost) saving.delete(work.id!);
  }
}

/**
 * What comes after the after triggers. A row that its own triggers saved once more skips it there: it is done here, with what
 * has become of the row. Source: Apex Developer Guide, Triggers and Order of Execution (recursive saves).
 */
function followSave(step: SaveStep, works: readonly Work[]): void {
  const { host, rows } = step;
  const [first] = works;
  if (first === undefined) return;
  const { layout } = first;
  const asTriggersSaw = works.map((work) => work.row);
  const kept = works.filter((work) => {
    const row = rows.readOne(layout, work.id!);
    if (row === undefined || rows.isDeleted(layout, row)) return false;
    work.row = row.slice();
    return true;
  });
  assignOwners(step, kept);
  runWorkflowRules(step, kept);
  runFlowsAfterSave(step, kept.filter(hasNoError));
  const changes = works.flatMap((work, i) => (hasNoError(work) ? [{ before: work.before, after: asTriggersSaw[i]! }, { before: null, after: work.row }] : []));
  recalculateParents(step, affectedParents(host, layout, changes));
}

const NO_HEADERS: SaveHeaders = { truncates: false, assignmentRule: null, allowsDuplicates: false, comparesAsCurrentUser: false };

/** Options of the statement, or else of the record. */
export function headersOf({ options }: SaveStep, { record }: Work): SaveHeaders {
  return options.headers ?? record.saveHeaders ?? NO_HEADERS;
}

/** `Account = new Account(Ext__c = 'x')`: the parent by its external id. */
function resolveReferences(step: SaveStep, work: Work): void {
  const { host, rows, options } = step;
  const { schema } = host.store;
  for (const [name, value] of work.record.relationships ?? []) {
    const plain = host.bridge.plain(value);
    if (plain.kind !== 'record' || plain.record.isFromQuery) continue;
    const lookup = schema.parentRelationship(work.layout.object, name, options.callerNamespace);
    const parent = schema.object(plain.record.objectName);
    if (lookup === undefined || parent === undefined) continue;
    const [entry] = [...plain.record.fields].flatMap(([key, value]) => {
      const field = schema.field(parent, key);
      return field !== undefined && field.type !== 'Id' && isIdLookup(parent, field) ? [{ field, value }] : [];
    });
    if (entry === undefined) continue;
    const { field } = entry;
    const key = host.bridge.plain(entry.value);
    const text = key.kind === 'string' ? key.value : String(entry.value);
    const found = rows.findIds(rows.layout(parent), field.name, [field.isCaseSensitive ? text : text.toLowerCase()]);
    if (found.length === 1) work.row[work.layout.byField.get(lookup.name.toLowerCase())!.index] = found[0]!.id;
    else work.errors.push(found.length === 0 ? rowErrors.foreignKey(text, field.name, parent.name) : rowErrors.duplicateExternalId(field, found.map((one) => one.id)));
  }
}

/** Errors that Apex code put on records become row errors. */
export function takeErrors(record: SObjectRecord, errors: DmlRowError[]): void {
  for (const { message, field } of record.errors ?? []) errors.push(rowErrors.custom(message, field));
}

/** `old`: the rows that update triggers find in Trigger.old; null fires insert triggers. */
export function runBefore(step: SaveStep, works: readonly Work[], old: ((work: Work) => StoredRow) | null): void {
  const { host, options } = step;
  const [first] = works;
  const operation: TriggerOperation = old === null ? 'BEFORE_INSERT' : 'BEFORE_UPDATE';
  if (first === undefined || !host.triggers.hasTriggers(first.layout.object, operation)) return;
  const { layout } = first;
  const newRecords = works.map((work) => triggerRecord(host, step.rows, layout, work.row, false));
  const oldRecords = old === null ? null : works.map((work) => triggerRecord(host, step.rows, layout, old(work), true));
  runTriggers(host, works, { object: layout.object, operation, newRecords, oldRecords }, old === null ? null : 'update');
  works.forEach((work, i) => {
    const record = newRecords[i]!;
    takeErrors(record, work.errors);
    overlay(work, record, (name) => host.store.schema.field(layout.object, name, options.callerNamespace), host.bridge, 'lenient');
  });
}

export function runAfter(step: SaveStep, works: readonly Work[], old: ((work: Work) => StoredRow) | null): void {
  const { host } = step;
  const [first] = works;
  const operation: TriggerOperation = old === null ? 'AFTER_INSERT' : 'AFTER_UPDATE';
  if (first === undefined || !host.triggers.hasTriggers(first.layout.object, operation)) return;
  const { layout } = first;
  const newRecords = works.map((work) => triggerRecord(host, step.rows, layout, work.row, true));
  const oldRecords = old === null ? null : works.map((work) => triggerRecord(host, step.rows, layout, old(work), true));
  runTriggers(host, works, { object: layout.object, operation, newRecords, oldRecords }, null);
  works.forEach((work, i) => takeErrors(newRecords[i]!, work.errors));
}

/** An empty row of an object, or a copy of the stored one. */
export function startRow(columns: number, before: readonly StoredValue[] | null): StoredValue[] {
  return before === null ? new Array<StoredValue>(columns).fill(null) : before.slice();
}
