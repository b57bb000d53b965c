import { postForm } from '../forms.ts';
import { html } from '../html.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';
import { control, initial, parseTyped, typedOf } from './input.ts';
import type { Typed } from './input.ts';
import { resolveLookup, suggestedNames } from './lookup.ts';
import { messagesOf, Objects } from './objects.ts';
import type { DescribedObject, Field, RecordTypeInfo } from './objects.ts';
import { dependentsOf, fitting, misfit, withoutMisfits, withPicklists } from './picklists.ts';
import { groupFields } from './record-fields.ts';
import { once, onceField } from './once.ts';
import { askForNew, choicesOf, mayChange, recordTypeById, recordTypeLine, recordTypeOfNew, recordTypeOfRecord } from './record-type.ts';
import { listOf, loadRecord } from './record-view.ts';
import type { LoadedRecord } from './record-view.ts';
import { valueAt } from './values.ts';

/** What a form about a record shows. */
interface Form {
  /** With the picklist values of the record type. */
  readonly object: DescribedObject;
  /** Null: the master record type. */
  readonly recordType: RecordTypeInfo | null;
  /** Null: a new one. */
  readonly record: LoadedRecord | null;
  readonly typed: ReadonlyMap<string, Typed>;
  readonly fieldErrors: ReadonlyMap<string, readonly string[]>;
  readonly errors: readonly string[];
  /** SystemModstamp of what the person looked at. */
  readonly seen: string;
}

const editable = ({ object, record }: Pick<Form, 'object' | 'record'>): readonly Field[] =>
  object.fields.filter(field => (record ? field.updateable : field.createable) && field.name !== 'RecordTypeId' && !['address', 'location', 'base64', 'complexvalue', 'anyType', 'id'].includes(field.type));

/** `/records/:object/new`; fields may be given in the query. */
export async function newRecord(request: UserRequest): Promise<PageAnswer> {
  const objects = new Objects(request);
  const described = await objects.describe(request.params['object'] ?? '');
  const recordType = recordTypeOfNew(request, described);
  if (recordType === 'ask') return askForNew(request, described);
  const object = await withPicklists(objects, described, recordType);
  const typed = initialOf(request, object);
  for (const name of typed.keys()) if (request.query.has(name)) typed.set(name, request.query.getAll(name));
  return show(request, { object, recordType, record: null, typed: withoutMisfits(object, typed), fieldErrors: new Map(), errors: [], seen: '' });
}

/** What the form of a new record starts with. */
const initialOf = ({ user }: UserRequest, object: DescribedObject): Map<string, Typed> => new Map(editable({ object, record: null }).map(field => [field.name, typedOf(field, initial(field), user)]));

/** `/records/:object/:id/edit`; the query may give the record another record type. */
export async function editRecord(request: UserRequest): Promise<PageAnswer> {
  const record = await loadRecord(request);
  const { values } = record;
  const asked = request.query.get('recordTypeId');
  const recordType = asked === null ? recordTypeOfRecord(record) : recordTypeById(record.object, asked);
  const object = await withPicklists(record.objects, record.object, recordType);
  return show(request, { object, recordType, record, typed: typedFrom(request, record), fieldErrors: new Map(), errors: [], seen: String(values['SystemModstamp'] ?? '') });
}

/** What the form about a record holds at first: lookups by the name of what they point to. */
const typedFrom = (request: UserRequest, { object, values, parentNames }: LoadedRecord): Map<string, Typed> => new Map(object.fields.map(field => {
  const path = parentNames.get(field.name) ?? null;
  const name = path === null ? null : valueAt(values, path);
  return [field.name, typeof name === 'string' ? [name] : typedOf(field, values[field.name], request.user)];
}));

/**
 * POST of either form: saves as the user, or shows the form again with what is wrong at its field. With `refresh`, nothing is
 * saved: the form comes with the values of dependent picklists that go with what it holds.
 */
export const saveRecord = (request: UserRequest): Promise<PageAnswer> => (request.form.has('refresh') ? refresh(request) : once(request, () => save(request)));

/** What was sent, of fields that the user may write. */
function typedIn({ form }: UserRequest, about: Pick<Form, 'object' | 'record'>): Map<string, Typed> {
  // Browsers leave out boxes that aren't ticked and lists with nothing chosen, and nothing else.
  const sent = editable(about).filter(field => form.has(field.name) || field.type === 'boolean' || field.type === 'multipicklist');
  return new Map(sent.map(field => [field.name, form.getAll(field.name).filter(each => each !== '')]));
}

/** The form that was sent, before anything of it is looked at. */
async function sentForm(request: UserRequest): Promise<Form> {
  const record = request.params['id'] === undefined ? null : await loadRecord(request);
  const objects = record?.objects ?? new Objects(request);
  const described = record?.object ?? await objects.describe(request.params['object'] ?? '');
  const given = request.form.get('RecordTypeId');
  const recordType = given === null ? record && recordTypeOfRecord(record) : recordTypeById(described, given);
  const object = await withPicklists(objects, described, recordType);
  return { object, recordType, record, typed: typedIn(request, { object, record }), fieldErrors: new Map(), errors: [], seen: request.form.get('seen') ?? '' };
}

async function refresh(request: UserRequest): Promise<PageAnswer> {
  const form = await sentForm(request);
  return show(request, { ...form, typed: withoutMisfits(form.object, form.typed) });
}

async function save(request: UserRequest): Promise<PageAnswer> {
  const form = await sentForm(request);
  const { object, recordType, record, typed, seen } = form;
  const before = record ? typedFrom(request, record) : initialOf(request, object);
  const fieldErrors = new Map<string, readonly string[]>();
  const body: Record<string, unknown> = {};
  const isChanged = (name: string): boolean => !isSame(typed.get(name) ?? [], before.get(name) ?? []);
  for (const field of editable(form)) {
    const given = typed.get(field.name);
    if (given === undefined) continue;
    const isAsked = isChanged(field.name) || (field.controllerName !== null && isChanged(field.controllerName));
    const problem = isAsked && field.dependentPicklist ? misfit(object, field, typed) : null;
    if (problem !== null) fieldErrors.set(field.name, [problem]);
    // Only what the person changed: nothing else is theirs to write.
    if (!isChanged(field.name)) continue;
    const parsed = field.type === 'reference' && given.length > 0 ? await resolveLookup(request, field, given[0] ?? '') : parseTyped(field, given, request.user);
    if ('problem' in parsed) fieldErrors.set(field.name, [parsed.problem]);
    else body[field.name] = parsed.value;
  }
  if (recordType !== null && recordType.recordTypeId !== record?.values['RecordTypeId']) body['RecordTypeId'] = recordType.recordTypeId;
  if (record && seen !== String(record.values['SystemModstamp'] ?? '')) return show(request, { ...form, fieldErrors, errors: ['This record has been changed since you opened it. Look at what it holds now, then edit it again.'] });
  if (fieldErrors.size > 0) return show(request, { ...form, fieldErrors });
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

/** Enter presses a form's first button. */
const saveOnEnter = html`<button type="submit" class="unseen" tabindex="-1" aria-hidden="true">Save</button>`;

async function show(request: UserRequest, form: Form): Promise<PageAnswer> {
  const { object, recordType, record, typed, fieldErrors, errors, seen } = form;
  const wrong = fieldErrors.size + errors.length;
  const isUsed = (field: Field): boolean => (typed.get(field.name) ?? []).length > 0 || fieldErrors.has(field.name);
  const groups = groupFields(object, isUsed);
  const mine = new Set(editable(form));
  const dependents = dependentsOf([...mine]);
  const focused = dependents.get(request.form.get('refresh') ?? '')?.[0]?.name;
  const objects = new Objects(request);
  // What is folded away suggests nothing: it would ask the org for what nobody sees.
  const lookups = groups.main.filter(field => mine.has(field) && field.type === 'reference');
  const suggested = new Map<string, readonly string[]>();
  // One after the other: at once, they would have the org start more workers than it needs.
  for (const field of lookups) suggested.set(field.name, await suggestedNames(request, objects, field));
  const controls = (fields: readonly Field[]): ReturnType<typeof html>[] => fields.filter(field => mine.has(field)).map(field => control(fitting(object, field, typed), typed.get(field.name) ?? [], fieldErrors.get(field.name) ?? [], { suggested: suggested.get(field.name) ?? [], dependents: dependents.get(field.name) ?? [], isFocused: field.name === focused }));
  const more = controls(groups.more);
  const base = `/records/${object.name}`;
  const back = record ? `${base}/${String(record.values['Id'])}` : base;
  const change = record ? (mayChange(object) ? `${back}/record-type` : null) : choicesOf(object).length > 1 ? `${base}/new` : null;
  return page(record ? `Edit ${record.title}` : `New ${object.label}`, html`${wrong > 0 && html`<div class="message error" role="alert"><strong>Nothing was saved.</strong>${errors.length > 0 ? errors.map(each => html`<p class="lines">${each}</p>`) : html`<p>Look at the marked fields.</p>`}</div>`}
  ${postForm(request, record ? `${back}/edit` : `${base}/new`, html`${onceField()}<input type="hidden" name="seen" value="${seen}">
    ${dependents.size > 0 && saveOnEnter}
    ${recordTypeLine(recordType, change)}
    <p class="hint"><abbr title="required">*</abbr> required</p>
    <div class="grid">${controls(groups.main)}</div>
    ${more.length > 0 && html`<details><summary>More fields (${more.length})</summary><div class="grid">${more}</div></details>`}
    <div class="actions"><button type="submit" class="button primary">Save</button><a class="button" href="${back}">Cancel</a></div>`, 'panel')}`, { parent: listOf(object), ...(wrong > 0 ? { status: 422 } : {}) });
}

