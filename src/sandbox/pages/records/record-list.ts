import { WireError } from '../../../protocol/errors.ts';
import { emptyState } from '../forms.ts';
import { attribute, html } from '../html.ts';
import type { Html } from '../html.ts';
import { page } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';
import { labelOf, nameFieldOf, Objects } from './objects.ts';
import type { DescribedObject, Field } from './objects.ts';
import { showValue } from './values.ts';
import type { RecordValues } from './values.ts';

const PAGE_SIZE = 25;
/** The platform's largest OFFSET. */
const MAX_OFFSET = 2000;
const COLUMNS = 5;
/** Of a standard object, what tells its records apart. */
const TELLING = ['Status', 'StageName', 'Type', 'Amount', 'CloseDate', 'Company', 'AccountId', 'Subject', 'Priority', 'Email', 'Phone', 'Industry', 'Username', 'IsActive', 'ProductCode', 'OwnerId', 'CreatedDate'];
const UNFIT = new Set(['textarea', 'base64', 'address', 'location', 'encryptedstring', 'anyType', 'complexvalue', 'id']);

export interface Column {
  readonly field: Field;
  readonly parentName: string | null;
}

interface View {
  readonly object: DescribedObject;
  readonly search: string;
  readonly sort: string;
  readonly isDescending: boolean;
  readonly page: number;
}

/** `/records/:object`: its records, by pages; found by name, sorted by a column. */
export async function showRecords(request: UserRequest): Promise<PageAnswer> {
  const { site, org, user, params, query } = request;
  const objects = new Objects(request);
  const object = await objects.describe(params['object'] ?? '');
  const columns = await columnsOf(objects, object);
  const name = nameFieldOf(object);
  const asked = query.get('sort') ?? '';
  const view: View = {
    object, search: (query.get('q') ?? '').trim().slice(0, 80), page: Math.min(Math.max(Number.parseInt(query.get('page') ?? '1', 10) || 1, 1), 1 + MAX_OFFSET / PAGE_SIZE),
    sort: columns.find(({ field }) => field.name === asked && field.sortable)?.field.name ?? name?.name ?? 'Id', isDescending: query.get('dir') === 'desc',
  };
  const filter = name && view.search !== '' ? ` WHERE ${name.name} LIKE '%${escapeLike(view.search)}%'` : '';
  const { totalSize } = await site.records.query(org, user, `SELECT COUNT() FROM ${object.name}${filter}`);
  const first = (view.page - 1) * PAGE_SIZE;
  const soql = `SELECT ${['Id', ...columns.flatMap(({ field, parentName }) => [field.name, ...(parentName === null ? [] : [parentName])])].filter((each, index, all) => all.indexOf(each) === index).join(', ')} FROM ${object.name}${filter}`
    + ` ORDER BY ${view.sort}${view.isDescending ? ' DESC' : ''} NULLS LAST, Id LIMIT ${PAGE_SIZE} OFFSET ${first}`;
  const { records } = await site.records.query(org, user, soql);
  return page(object.labelPlural, html`<div class="actions">
    ${object.createable && html`<a class="button primary" href="/records/${object.name}/new">New ${object.label}</a>`}
    <form method="get" action="/records/${object.name}" role="search" class="search"><label for="q">${name ? `Find by ${name.label}` : 'Find'}</label><input id="q" name="q" type="search" value="${view.search}" maxlength="80"><button type="submit">Find</button></form>
  </div>
  ${records.length === 0 ? emptyState(view.search === '' ? `There are no ${object.labelPlural.toLowerCase()} that you may see.` : `Nothing found for “${view.search}”.`) : html`${recordTable(view, columns, records as RecordValues[], request.user)}${paging(view, first, records.length, totalSize)}`}`);
}

/** Text in a LIKE pattern, in quotes. */
export const escapeLike = (text: string): string => text.replace(/[\\'%_]/g, '\\$&').replace(/\p{Cc}/gu, ' ');

/** The name first, then what tells records apart. */
export async function columnsOf(objects: Objects, object: DescribedObject): Promise<readonly Column[]> {
  const name = nameFieldOf(object);
  const fits = (field: Field): boolean => !UNFIT.has(field.type) && field !== name;
  const own = object.fields.filter(field => field.custom && fits(field));
  const telling = TELLING.flatMap(each => object.fields.find(field => field.name === each && fits(field)) ?? []);
  const chosen = [...(name ? [name] : []), ...(object.custom ? [...own, ...telling] : [...telling.slice(0, COLUMNS - 2), ...own, ...telling.slice(COLUMNS - 2)]).slice(0, COLUMNS)];
  const parentNames = await parentNamesOf(objects, chosen);
  return chosen.map(field => ({ field, parentName: parentNames.get(field.name) ?? null }));
}

/** By field. One after the other: a page must not start workers for itself. A lookup to something that the user may not see shows its id. */
export async function parentNamesOf(objects: Objects, fields: readonly Field[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const field of fields) {
    try {
      const name = await objects.nameOfParent(field);
      if (name !== null) found.set(field.name, name);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
    }
  }
  return found;
}

const classOf = ({ type }: Field): string | null => (['double', 'int', 'currency', 'percent'].includes(type) ? 'number' : null);

function recordTable(view: View, columns: readonly Column[], records: readonly RecordValues[], place: UserRequest['user']): Html {
  const { object } = view;
  return html`<div class="scroll"><table>
    <caption class="unseen">${object.labelPlural}</caption>
    <thead><tr>${columns.map(({ field }) => heading(view, field))}</tr></thead>
    <tbody>${records.map(record => html`<tr>${columns.map(({ field, parentName }, index) => (index === 0
      ? html`<th scope="row"><a href="/records/${object.name}/${String(record['Id'])}">${String(record[field.name] ?? record['Id'])}</a></th>`
      : html`<td${attribute('class', classOf(field))}>${showValue(record, field, place, parentName)}</td>`))}</tr>`)}</tbody>
  </table></div>`;
}

function heading(view: View, field: Field): Html {
  const isSorted = view.sort === field.name;
  const sorted = isSorted ? (view.isDescending ? 'descending' : 'ascending') : null;
  if (!field.sortable) return html`<th scope="col"${attribute('class', classOf(field))}>${labelOf(field)}</th>`;
  return html`<th scope="col"${attribute('class', classOf(field))}${attribute('aria-sort', sorted)}><a href="${address({ ...view, sort: field.name, isDescending: isSorted && !view.isDescending, page: 1 })}">${labelOf(field)}${isSorted && html` <span aria-hidden="true">${view.isDescending ? '↓' : '↑'}</span>`}</a></th>`;
}

function address({ object, search, sort, isDescending, page: number }: View): string {
  const query = new URLSearchParams({ ...(search === '' ? {} : { q: search }), sort, ...(isDescending ? { dir: 'desc' } : {}), ...(number > 1 ? { page: String(number) } : {}) });
  return `/records/${object.name}?${query.toString()}`;
}

function paging(view: View, first: number, shown: number, total: number): Html {
  const hasNext = first + shown < total && first + PAGE_SIZE <= MAX_OFFSET;
  return html`<nav class="paging" aria-label="Pages"><span>${first + 1}–${first + shown} of ${total}</span>
    ${view.page > 1 && html`<a class="button" rel="prev" href="${address({ ...view, page: view.page - 1 })}">Previous</a>`}
    ${hasNext && html`<a class="button" rel="next" href="${address({ ...view, page: view.page + 1 })}">Next</a>`}</nav>`;
}
