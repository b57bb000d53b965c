import { WireError } from '../../../protocol/errors.ts';
import { postForm } from '../forms.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Place } from '../navigation.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';
import { labelOf, messagesOf, nameFieldOf, Objects } from './objects.ts';
import type { DescribedObject, Field } from './objects.ts';
import { once, onceField } from './once.ts';
import { groupFields } from './record-fields.ts';
import { columnsOf, parentNamesOf } from './record-list.ts';
import { showValue } from './values.ts';
import type { RecordValues } from './values.ts';

const RELATED = 5;
/** Of a standard object, the children that people look for. */
const USUAL_CHILDREN = new Set(['Contacts', 'Opportunities', 'Cases', 'OpportunityLineItems', 'OrderItems', 'Orders', 'Assets', 'Contracts', 'ChildAccounts', 'Quotes', 'CampaignMembers']);

export interface LoadedRecord {
  readonly object: DescribedObject;
  readonly objects: Objects;
  readonly values: RecordValues;
  readonly parentNames: ReadonlyMap<string, string>;
  readonly title: string;
}

/** The record that the path names, with what its lookups show. Throws where there is none that the user may see. */
export async function loadRecord(request: UserRequest): Promise<LoadedRecord> {
  const { site, org, user, params } = request;
  const objects = new Objects(request);
  const object = await objects.describe(params['object'] ?? '');
  const readable = object.fields.filter(field => !['address', 'location', 'complexvalue', 'anyType', 'base64'].includes(field.type));
  const parentNames = await parentNamesOf(objects, readable);
  const columns = [...new Set([...readable.map(field => field.name), ...parentNames.values()])];
  const id = params['id'] ?? '';
  const { records } = await site.records.query(org, user, `SELECT ${columns.join(', ')} FROM ${object.name} WHERE Id = '${checkedId(id)}'`);
  const values = records[0] as RecordValues | undefined;
  if (!values) throw new WireError('invalidParams', `There is no ${object.label} with the id ${id}, or you may not see it. It may have been deleted.`);
  const name = nameFieldOf(object);
  return { object, objects, values, parentNames, title: String((name && values[name.name]) ?? id) };
}

export function checkedId(id: string): string {
  if (!/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(id)) throw new WireError('invalidParams', `“${id}” is no id of a record.`);
  return id;
}

/** `/record/:id`: to its page, whatever object it is of. */
export async function findRecord(request: UserRequest): Promise<PageAnswer> {
  const id = checkedId(request.params['id'] ?? '');
  const object = (await new Objects(request).all()).find(each => each.keyPrefix === id.slice(0, 3));
  if (!object) throw new WireError('invalidParams', `No object has records whose id begins with ${id.slice(0, 3)}.`);
  return redirect(`/records/${object.name}/${id}`);
}

/** `/records/:object/:id` */
export async function showRecord(request: UserRequest): Promise<PageAnswer> {
  const record = await loadRecord(request);
  const { object, values, parentNames, title } = record;
  const groups = groupFields(object, field => (values[field.name] ?? null) !== null && values[field.name] !== false);
  const base = `/records/${object.name}/${String(values['Id'])}`;
  const fields = (list: readonly Field[]): Html => html`<dl class="fields">${list.map(field => html`<div><dt>${labelOf(field)}</dt><dd>${showValue(values, field, request.user, parentNames.get(field.name)) ?? html`<span class="hint">–</span>`}</dd></div>`)}</dl>`;
  return page(title, html`<div class="actions">${object.updateable && html`<a class="button primary" href="${base}/edit">Edit</a>`}${object.deletable && html`<a class="button" href="${base}/delete">Delete</a>`}</div>
  <section class="panel"><h2>Details</h2>${fields(groups.main)}${groups.more.length > 0 && html`<details><summary>Empty fields (${groups.more.length})</summary>${fields(groups.more)}</details>`}</section>
  ${await related(request, record)}
  <section class="panel"><h2>System Information</h2>${fields(groups.system)}</section>`, { parent: listOf(object) });
}

/** The way back to the object's list. */
export const listOf = ({ name, labelPlural }: DescribedObject): Place => ({ path: `/records/${name}`, label: labelPlural });

/** The first children of each relationship that people look for. */
async function related(request: UserRequest, { object, objects, values }: LoadedRecord): Promise<Html[]> {
  const id = String(values['Id']);
  const wanted = object.childRelationships.filter(each => each.relationshipName !== null && (each.relationshipName.endsWith('__r') || (!object.custom && USUAL_CHILDREN.has(each.relationshipName))));
  const lists: Html[] = [];
  for (const each of wanted) {
    const list = await relatedList(request, objects, each, id);
    if (list) lists.push(list);
  }
  return lists;
}

async function relatedList({ site, org, user }: UserRequest, objects: Objects, { childSObject, field }: DescribedObject['childRelationships'][number], id: string): Promise<Html | null> {
  try {
    const child = await objects.describe(childSObject);
    if (!child.layoutable || !child.fields.some(each => each.name === field)) return null;
    const columns = (await columnsOf(objects, child)).filter(each => each.field.name !== field);
    const soql = `SELECT ${[...new Set(['Id', ...columns.flatMap(each => [each.field.name, ...(each.parentName === null ? [] : [each.parentName])])])].join(', ')} FROM ${child.name} WHERE ${field} = '${id}'`;
    const { records } = await site.records.query(org, user, `${soql} ORDER BY CreatedDate DESC LIMIT ${RELATED + 1}`);
    const shown = records.slice(0, RELATED) as RecordValues[];
    return html`<section class="panel"><div class="actions"><h2>${child.labelPlural} (${records.length > RELATED ? `${RELATED}+` : records.length})</h2>${child.createable && html`<a class="button" href="/records/${child.name}/new?${field}=${id}">New ${child.label}</a>`}</div>
    ${shown.length > 0 && html`<div class="scroll"><table><caption class="unseen">${child.labelPlural}</caption><thead><tr>${columns.map(each => html`<th scope="col">${labelOf(each.field)}</th>`)}</tr></thead>
    <tbody>${shown.map(row => html`<tr>${columns.map((each, index) => (index === 0 ? html`<th scope="row"><a href="/records/${child.name}/${String(row['Id'])}">${String(row[each.field.name] ?? row['Id'])}</a></th>` : html`<td>${showValue(row, each.field, user, each.parentName)}</td>`))}</tr>`)}</tbody></table></div>`}</section>`;
  } catch (error) {
    // Children that the user may not see are not shown.
    if (error instanceof WireError) return null;
    throw error;
  }
}

/** `/records/:object/:id/delete` */
export async function confirmDelete(request: UserRequest): Promise<PageAnswer> {
  const { object, values, title } = await loadRecord(request);
  const base = `/records/${object.name}/${String(values['Id'])}`;
  return page(`Delete ${title}?`, html`<p>The ${object.label} goes to the recycle bin. Triggers run as they do for every delete.</p>
  ${postForm(request, `${base}/delete`, html`${onceField()}<div class="actions"><button type="submit" class="button danger">Delete</button><a class="button" href="${base}">Cancel</a></div>`, '')}`, { parent: listOf(object) });
}

export const deleteRecord = (request: UserRequest): Promise<PageAnswer> => once(request, () => remove(request));

async function remove(request: UserRequest): Promise<PageAnswer> {
  const { site, org, user } = request;
  const { object, values, title } = await loadRecord(request);
  const id = String(values['Id']);
  const answer = await site.records.send(org, user, { method: 'DELETE', path: `/sobjects/${object.name}/${id}`, entryPoint: `Delete ${object.name}` });
  if (answer.status < 300) return redirect(`/records/${object.name}`, request, { kind: 'success', text: `${object.label} “${title}” was deleted.` });
  return redirect(`/records/${object.name}/${id}`, request, { kind: 'error', text: messagesOf(request, answer.body).map(each => each.message).join('\n') });
}
