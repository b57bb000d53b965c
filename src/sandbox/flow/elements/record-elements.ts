/** Elements that read and save records, each for all interviews that are at it. Source: Metadata API Developer Guide, Flow (FlowRecordLookup, FlowRecordCreate, FlowRecordUpdate, FlowRecordDelete). */
import { ApexList } from '../../apex/runtime/list.ts';
import { sobjectType } from '../../apex/runtime/runtime-types.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { current } from '../../apex/runtime/transaction.ts';
import { publishAll } from '../../apex/stdlib/async/event-bus.ts';
import type { ApexValue } from '../../apex/runtime/contract.ts';
import { assignTo } from '../assign.ts';
import { allHold, compares } from '../conditions.ts';
import type { CreateElement, DeleteElement, FlowFieldValue, FlowFilters, LookupElement, UpdateElement } from '../contract.ts';
import { missing, saveFault } from '../fault.ts';
import type { FlowFault } from '../fault.ts';
import type { Interview } from '../interview.ts';
import { objectNamed, readPath, storedFields, withFormulas, writeField } from '../records.ts';
import { operandValue, valueAt } from '../references.ts';
import { decimalOf, listOfItems } from '../values.ts';
import { each } from './each.ts';
import { Finder, namedField } from './find-records.ts';
import { saveTogether } from './save-records.ts';
import type { SaveRequest } from './save-records.ts';

export function lookUpRecords(interviews: readonly Interview[], element: LookupElement): void {
  const finder = new Finder();
  each(interviews, element, (interview) => {
    const object = objectNamed(element.object, interview.namespace);
    const wanted = element.outputs.map(({ name }) => name);
    const named = [...element.fields, ...wanted].map((name) => namedField(interview, object, name).name);
    const isWhole = element.fields.length === 0 && wanted.length === 0;
    const isFirst = isFirstOnly(interview, element);
    const limit = decimalOf(operandValue(interview, element.limit));
    const records = finder.find(interview, {
      object, fields: isWhole ? storedFields(object) : [...new Set(['Id', ...named])], filters: element.filters,
      order: element.sortField === null ? null : { field: namedField(interview, object, element.sortField).name, isDescending: element.isDescending },
      limit: isFirst ? 1 : limit === null ? null : Number(limit.toBigInt()),
    }).map((record) => (isWhole ? withFormulas(record, object) : record));
    keep(interview, element, records, isFirst ? (records[0] ?? null) : listOfItems(sobjectType(object.name), records));
  });
}

/** A variable that isn't a collection takes one record, whatever the element says. */
function isFirstOnly(interview: Interview, { isFirstOnly: isSaid, output }: LookupElement): boolean {
  return isSaid || (output !== null && interview.program.variables.get(output.toLowerCase())?.isCollection === false);
}

/** Without a record, variables keep what they have unless the element says otherwise; what it stores itself is empty. */
function keep(interview: Interview, element: LookupElement, records: readonly SObjectRecord[], found: ApexValue): void {
  const isEmpty = records.length === 0;
  if (element.output !== null && (!isEmpty || element.nullsIfNone)) assignTo(interview, element.output, isEmpty ? null : found);
  for (const { name, target } of element.outputs) {
    const [first] = records;
    if (first !== undefined) assignTo(interview, target, readPath(first, [name], interview.namespace) ?? null);
    else if (element.nullsIfNone) assignTo(interview, target, null);
  }
  if (element.output === null && element.outputs.length === 0) interview.stored.set(element.name.toLowerCase(), found);
}

export function createRecords(interviews: readonly Interview[], element: CreateElement): void {
  const requests = each(interviews, element, (interview): SaveRequest => ({ interview, records: element.input === null ? [madeRecord(interview, element)] : recordsAt(interview, element.input) }));
  const [first] = requests.flatMap(({ records }) => records);
  const isEvent = first !== undefined && current().schema.object(first.objectName)?.kind === 'platformEvent';
  settle(requests, element, isEvent ? publish(requests) : saveTogether('insert', requests), ({ interview, records }) => {
    const id = (records[0]?.fields.get('Id') as string | undefined) ?? null;
    if (element.input === null) interview.stored.set(element.name.toLowerCase(), id);
    if (element.idTarget !== null) assignTo(interview, element.idTarget, id);
  });
}

function madeRecord(interview: Interview, element: CreateElement): SObjectRecord {
  const record = new SObjectRecord(objectNamed(element.object ?? '', interview.namespace).name);
  setValues(interview, record, element.values);
  return record;
}

function setValues(interview: Interview, record: SObjectRecord, values: readonly FlowFieldValue[]): string[] {
  return values.map(({ field, value }) => writeField(record, field, operandValue(interview, value), interview.namespace));
}

/** Events are published, not saved. */
function publish(requests: readonly SaveRequest[]): ReadonlyMap<Interview, FlowFault> {
  const results = publishAll(requests.flatMap(({ records }) => records), null, false);
  const faults = new Map<Interview, FlowFault>();
  let at = 0;
  for (const { interview, records } of requests) {
    const failed = results.slice(at, at += records.length).find(({ isSuccess }) => !isSuccess);
    if (failed !== undefined) faults.set(interview, saveFault('create', failed.errors[0]!));
  }
  return faults;
}

export function updateRecords(interviews: readonly Interview[], element: UpdateElement): void {
  const finder = new Finder();
  const requests = each(interviews, element, (interview): SaveRequest => ({ interview, records: isOwnRecord(element.input) ? ownChanges(interview, element) : changedRecords(interview, element, finder) }));
  settle(requests, element, saveTogether('update', requests));
}

const isOwnRecord = (input: string | null): boolean => input !== null && /^\$record$/i.test(input);

/** Before its save the record's changes are saved along with it; afterwards they take a save of their own. */
function ownChanges(interview: Interview, element: UpdateElement): SObjectRecord[] {
  const record = valueAt(interview, '$Record') as SObjectRecord | null;
  if (record === null) throw missing('$Record');
  if (!meets(interview, record, element.filters)) return [];
  const written = setValues(interview, record, element.values);
  if (interview.triggered!.isBeforeSave) return [];
  const names = new Set([...written, ...interview.changes]);
  interview.changes.clear();
  return [withFields(record, names)];
}

function withFields(record: SObjectRecord, names: Iterable<string>): SObjectRecord {
  const made = new SObjectRecord(record.objectName);
  made.fields.set('Id', record.fields.get('Id') ?? null);
  for (const name of names) made.fields.set(name, record.fields.get(name) ?? null);
  return made;
}

/** The conditions of an element on a record in memory. */
function meets(interview: Interview, record: SObjectRecord, filters: FlowFilters): boolean {
  return allHold(filters.logic, filters.items, ({ field, operator, value }) => compares(readPath(record, [field], interview.namespace) ?? null, operator, operandValue(interview, value)));
}

function changedRecords(interview: Interview, element: UpdateElement, finder: Finder): readonly SObjectRecord[] {
  const records = element.input !== null ? relatedOrGiven(interview, element.input, element.filters, finder) : finder.find(interview, { object: objectNamed(element.object ?? '', interview.namespace), fields: ['Id'], filters: element.filters });
  if (element.values.length === 0) return records;
  return records.map((found) => {
    const record = withFields(found, []);
    setValues(interview, record, element.values);
    return record;
  });
}

/** `$Record.Account` and `$Record.Contacts` are records that hang on the triggering one; anything else holds records. */
function relatedOrGiven(interview: Interview, input: string, filters: FlowFilters, finder: Finder): readonly SObjectRecord[] {
  const match = /^\$record\.(\w+)$/i.exec(input);
  const record = match === null ? null : (valueAt(interview, '$Record') as SObjectRecord | null);
  if (match === null || record === null) return recordsAt(interview, input);
  const { schema } = current();
  const object = objectNamed(record.objectName, interview.namespace);
  const children = schema.childRelationship(object, match[1]!, interview.namespace);
  if (children !== undefined) return finder.find(interview, { object: objectNamed(children.childObject, null), fields: ['Id'], filters, parent: { field: children.field, id: record.fields.get('Id') as string } });
  const parent = readPath(record, [match[1]!], interview.namespace);
  return parent instanceof SObjectRecord && meets(interview, parent, filters) ? [parent] : [];
}

export function deleteRecords(interviews: readonly Interview[], element: DeleteElement): void {
  const finder = new Finder();
  const requests = each(interviews, element, (interview): SaveRequest => ({
    interview, records: element.input !== null ? recordsAt(interview, element.input) : finder.find(interview, { object: objectNamed(element.object ?? '', interview.namespace), fields: ['Id'], filters: element.filters }),
  }));
  settle(requests, element, saveTogether('delete', requests));
}

/** The records that a resource holds: one, or a collection, which may be without any. */
function recordsAt(interview: Interview, path: string): SObjectRecord[] {
  const value: ApexValue = valueAt(interview, path);
  if (value === null && interview.program.variables.get(path.toLowerCase())?.isCollection) return [];
  const items = value instanceof ApexList ? value.items : [value];
  for (const item of items) if (!(item instanceof SObjectRecord)) throw missing(path);
  return items as SObjectRecord[];
}

function settle(requests: readonly SaveRequest[], element: CreateElement | UpdateElement | DeleteElement, faults: ReadonlyMap<Interview, FlowFault>, after: (request: SaveRequest) => void = () => undefined): void {
  each(requests.map(({ interview }) => interview), element, (interview) => {
    const fault = faults.get(interview);
    if (fault !== undefined) throw fault;
    after(requests.find((request) => request.interview === interview)!);
  });
}

