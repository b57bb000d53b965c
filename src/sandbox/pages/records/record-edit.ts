import { postForm } from '../forms.ts';
import { html } from '../html.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';
import { control, initial, parseTyped, typedOf } from './input.ts';
import type { Typed } from './input.ts';
import { resolveLookup, suggestedNames } from './lookup.ts';
import { messagesOf, Objects } from './objects.ts';
import type { DescribedObject, Field } from './objects.ts';
import { groupFields } from './record-fields.ts';
import { once, onceField } from './once.ts';
import { listOf, loadRecord } from './record-view.ts';
import type { LoadedRecord } from './record-view.ts';
import { valueAt } from './values.ts';

/** What a form about a record shows. */
interface Form {
  readonly object: DescribedObject;
  /** Null: a new one. */
  readonly record: LoadedRecord | null;
  readonly typed: ReadonlyMap<string, Typed>;
  readonly fieldErrors: ReadonlyMap<string, readonly string[]>;
  readonly errors: readonly string[];
  /** SystemModstamp of what the person looked at. */
  readonly seen: string;
}

const editable = ({ object, record }: Pick<Form, 'object' | 'record'>): readonly Field[] =>
  object.fields.filter(field => (record ? field.updateable : field.createable) && !['address', 'location', 'base64', 'complexvalue', 'anyType', 'id'].includes(field.type));

/** `/records/:object/new`; fields may be given in the query. */
export async function newRecord(request: UserRequest): Promise<PageAnswer> {
  const object = await new Objects(request).describe(request.params['object'] ?? '');
  const typed = editable({ object, record: null }).map(field => {
    const given = request.query.getAll(field.name);
    return [field.name, given.length > 0 ? given : typedOf(field, initial(field), request.user)] as const;
  });
  return show(request, { object, record: null, typed: new Map(typed), fieldErrors: new Map(), errors: [], seen: '' });
}

/** `/records/:object/:id/edit` */
export async function editRecord(request: UserRequest): Promise<PageAnswer> {
  const record = await loadRecord(request);
  const { object, values } = record;
  return show(request, { object, record, typed: typedFrom(request, record), fieldErrors: new Map(), errors: [], seen: String(values['SystemModstamp'] ?? '') });
}

/** What the form about a record holds at first: lookups by the name of what they point to. */
const typedFrom = (request: UserRequest, { object, values, parentNames }: LoadedRecord): Map<string, Typed> => new Map(object.fields.map(field => {
  const path = parentNames.get(field.name) ?? null;
  const name = path === null ? null : valueAt(values, path);
  return [field.name, typeof name === 'string' ? [name] : typedOf(field, values[field.name], request.user)];
}));

/** POST of either form: saves as the user, or shows the form again with what is wrong at its field. */
export const saveRecord = (request: UserRequest): Promise<PageAnswer> => once(request, () => save(request));

async function save(request: UserRequest): Promise<PageAnswer> {
  const record = request.params['id'] === undefined ? null : await loadRecord(request);
  const object = record?.object ?? await new Objects(request).describe(request.params['object'] ?? '');
  const seen = request.form.get('seen') ?? '';
  const before = record ? typedFrom(request, record) : new Map<string, Typed>();
  const typed = new Map<string, Typed>();
  const fieldErrors = new Map<string, readonly string[]>();
  const body: Record<string, unknown> = {};
  for (const field of editable({ object, record })) {
    // Browsers leave out boxes that aren't ticked and lists with nothing chosen, and nothing else.
    if (!request.form.has(field.name) && field.type !== 'boolean' && field.type !== 'multipicklist') continue;
    const given = request.form.getAll(field.name).filter(each => each !== '');
    typed.set(field.name, given);
    // Only what the person changed: nothing else is theirs to write.
    if (isSame(given, before.get(field.name) ?? [])) continue;
    const parsed = field.type === 'reference' && given.length > 0 ? await resolveLookup(request, object, field, given[0] ?? '') : parseTyped(field, given, request.user);
    if ('problem' in parsed) fieldErrors.set(field.name, [parsed.problem]);
    else body[field.name] = parsed.value;
  }
  const form: Form = { object, record, typed, fieldErrors, errors: [], seen };
  if (record && seen !== String(record.values['SystemModstamp'] ?? '')) return show(request, { ...form, errors: ['This record has been changed since you opened it. Look at what it holds now, then edit it again.'] });
  if (fieldErrors.size > 0) return show(request, form);
  return send(request, form, body);
}

const isSame = (one: Typed, other: Typed): boolean => one.length === other.length && one.every((text, index) => text.replaceAll('\r\n', '\n') === other[index]);

async function send(request: UserRequest, form: Form, body: Record<string, unknown>): Promise<PageAnswer> {
  const { site, org, user } = request;
  const { object, record } = form;
  const id = record && String(record.values['Id']);
  const answer = await site.records.send(org, user, { method: id === null ? 'POST' : 'PATCH', path: `/sobjects/${object.name}${id === null ? '' : `/${id}`}`, body, entryPoint: `Save ${object.name}` });
  if (answer.status < 300) {
    const savedId = id ?? (JSON.parse(answer.body) as { id: string }).id;
    return redirect(`/records/${object.name}/${savedId}`, request, { kind: 'success', text: id === null ? `The ${object.label} was created.` : 'Your changes were saved.' });
  }
  const fieldErrors = new Map<string, string[]>();
  const errors: string[] = [];
  for (const { message, fields } of messagesOf(request, answer.body)) {
    const shown = (fields ?? []).flatMap(name => editable(form).find(field => field.name.toLowerCase() === name.toLowerCase()) ?? []);
    if (shown.length === 0) errors.push(message);
    for (const field of shown) fieldErrors.set(field.name, [...(fieldErrors.get(field.name) ?? []), message]);
  }
  return show(request, { ...form, fieldErrors, errors });
}

async function show(request: UserRequest, form: Form): Promise<PageAnswer> {
  const { object, record, typed, fieldErrors, errors, seen } = form;
  const wrong = fieldErrors.size + errors.length;
  const isUsed = (field: Field): boolean => (typed.get(field.name) ?? []).length > 0 || fieldErrors.has(field.name);
  const isRecordType = (field: Field): boolean => field.name === 'RecordTypeId';
  const groups = groupFields(object, field => isRecordType(field) || isUsed(field));
  const mine = new Set(editable(form));
  const objects = new Objects(request);
  // What is folded away suggests nothing: it would ask the org for what nobody sees.
  const lookups = groups.main.filter(field => mine.has(field) && field.type === 'reference');
  const suggested = new Map<string, readonly string[]>();
  // One after the other: at once, they would have the org start more workers than it needs.
  for (const field of lookups) suggested.set(field.name, await suggestedNames(request, objects, object, field));
  const hasNoTypes = (field: Field): boolean => isRecordType(field) && !isUsed(field) && suggested.get(field.name)?.length === 0;
  const controls = (fields: readonly Field[]): ReturnType<typeof html>[] => fields.filter(field => mine.has(field) && !hasNoTypes(field)).map(field => control(field, typed.get(field.name) ?? [], fieldErrors.get(field.name) ?? [], suggested.get(field.name) ?? []));
  const more = controls(groups.more);
  const base = `/records/${object.name}`;
  const back = record ? `${base}/${String(record.values['Id'])}` : base;
  return page(record ? `Edit ${record.title}` : `New ${object.label}`, html`${wrong > 0 && html`<div class="message error" role="alert"><strong>Nothing was saved.</strong>${errors.length > 0 ? errors.map(each => html`<p class="lines">${each}</p>`) : html`<p>Look at the marked fields.</p>`}</div>`}
  ${postForm(request, record ? `${back}/edit` : `${base}/new`, html`${onceField()}<input type="hidden" name="seen" value="${seen}">
    <p class="hint"><abbr title="required">*</abbr> required</p>
    <div class="grid">${controls(groups.main)}</div>
    ${more.length > 0 && html`<details><summary>More fields (${more.length})</summary><div class="grid">${more}</div></details>`}
    <div class="actions"><button type="submit" class="button primary">Save</button><a class="button" href="${back}">Cancel</a></div>`, 'panel')}`, { parent: listOf(object), ...(wrong > 0 ? { status: 422 } : {}) });
}

