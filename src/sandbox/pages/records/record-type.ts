/**
 * Which record type a record of a form has, and the pages that ask for it.
 * Source: Salesforce Help, How Is Record Type Access Specified? (what happens when a user creates a record).
 */
import { WireError } from '../../../protocol/errors.ts';
import { flag, html } from '../html.ts';
import type { Html } from '../html.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';
import type { DescribedObject, RecordTypeInfo } from './objects.ts';
import { listOf, loadRecord } from './record-view.ts';
import type { LoadedRecord } from './record-view.ts';

const FIELD = 'RecordTypeId';

/** Of the object's record types, those that the user may give a record; the master record type is no choice. */
export const choicesOf = ({ recordTypeInfos }: DescribedObject): readonly RecordTypeInfo[] => recordTypeInfos.filter(each => each.available && each.active && !each.master);

/** What a record has: the master record type, null, where there is no such record type any more. */
export const recordTypeOfRecord = ({ object, values }: Pick<LoadedRecord, 'object' | 'values'>): RecordTypeInfo | null => object.recordTypeInfos.find(each => each.recordTypeId === values[FIELD] && !each.master) ?? null;

/** null: the master record type. Throws where the object has no such record type. */
export function recordTypeById({ recordTypeInfos, label }: DescribedObject, id: string | null): RecordTypeInfo | null {
  if (id === null || id === '') return null;
  const found = recordTypeInfos.find(each => each.recordTypeId.startsWith(id.slice(0, 15)) && id.length >= 15);
  if (!found) throw new WireError('invalidParams', `${label} has no record type with the id ${id}.`);
  return found.master ? null : found;
}

/** What a new record gets: the one that the query names, or the only one there is. 'ask': the user has to choose. */
export function recordTypeOfNew({ query }: UserRequest, object: DescribedObject): RecordTypeInfo | null | 'ask' {
  if (!object.fields.some(each => each.name === FIELD && each.createable)) return null;
  const asked = query.get('recordTypeId');
  if (asked !== null) return recordTypeById(object, asked);
  const choices = choicesOf(object);
  return choices.length > 1 ? 'ask' : choices[0] ?? null;
}

/** Before a new record's form; what the query gives for fields goes on to it. */
export function askForNew(request: UserRequest, object: DescribedObject): Promise<PageAnswer> {
  const byDefault = object.recordTypeInfos.find(each => each.defaultRecordTypeMapping && !each.master) ?? null;
  const base = `/records/${object.name}`;
  return ask(request, object, { title: `New ${object.label}`, action: `${base}/new`, back: base, chosen: byDefault, given: [...request.query] });
}

/** `/records/:object/:id/record-type` */
export async function changeRecordType(request: UserRequest): Promise<PageAnswer> {
  const record = await loadRecord(request);
  const { object, values, title } = record;
  const base = `/records/${object.name}/${String(values['Id'])}`;
  if (!mayChange(object)) return redirect(`${base}/edit`);
  return ask(request, object, { title: `Change Record Type of ${title}`, action: `${base}/edit`, back: base, chosen: recordTypeOfRecord(record), given: [] });
}

export const mayChange = (object: DescribedObject): boolean => object.updateable && choicesOf(object).length > 0 && object.fields.some(each => each.name === FIELD && each.updateable);

interface Question {
  readonly title: string;
  readonly action: string;
  readonly back: string;
  readonly chosen: RecordTypeInfo | null;
  readonly given: readonly (readonly [string, string])[];
}

async function ask({ site, org, user }: UserRequest, object: DescribedObject, { title, action, back, chosen, given }: Question): Promise<PageAnswer> {
  const { records } = await site.records.query(org, user, `SELECT Id, Description FROM RecordType WHERE SobjectType = '${object.name}' AND Description != null`);
  const descriptions = new Map((records as readonly { readonly Id: string; readonly Description: string }[]).map(each => [each.Id, each.Description]));
  const choices = choicesOf(object);
  const selected = choices.find(each => each.recordTypeId === chosen?.recordTypeId) ?? choices[0];
  return page(title, html`<form method="get" action="${action}" class="panel">${given.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    <fieldset><legend>Select a record type</legend>${choices.map(each => {
      const id = `type-${each.recordTypeId}`;
      const text = descriptions.get(each.recordTypeId);
      return html`<div class="option"><label class="choice"><input type="radio" name="recordTypeId" value="${each.recordTypeId}" required${flag('checked', each === selected)}${text !== undefined && html` aria-describedby="${id}"`}> <span>${each.name}</span></label>${text !== undefined && html`<p class="hint" id="${id}">${text}</p>`}</div>`;
    })}</fieldset>
    <div class="actions"><button type="submit" class="button primary">Next</button><a class="button" href="${back}">Cancel</a></div></form>`, { parent: listOf(object) });
}

/** What a form says of it, and sends. `change`: where another can be chosen. */
export const recordTypeLine = (type: RecordTypeInfo | null, change: string | null): Html =>
  html`${type !== null && html`<p>Record Type: <strong>${type.name}</strong>${change !== null && html` <a href="${change}">Change<span class="unseen"> the record type</span></a>`}</p><input type="hidden" name="${FIELD}" value="${type.recordTypeId}">`}`;
