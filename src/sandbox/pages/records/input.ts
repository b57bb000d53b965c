/** Between the fields of a record and the controls of a form. */
import { attribute, flag, html } from '../html.ts';
import type { Html } from '../html.ts';
import { fromLocalInput, toLocalInput } from '../times.ts';
import type { Place } from '../times.ts';
import { labelOf } from './objects.ts';
import type { Field } from './objects.ts';
import { isRequired } from './record-fields.ts';

/** What a control holds: one text, or several of a multi-select. */
export type Typed = readonly string[];

/** What the control of a value shows. */
export function typedOf(field: Field, value: unknown, place: Place): Typed {
  if (field.type === 'boolean') return value === true ? ['on'] : [];
  if (value === null || value === undefined || value === '') return [];
  const text = String(value);
  switch (field.type) {
    case 'multipicklist': return text.split(';');
    case 'datetime': return [toLocalInput(Date.parse(text), place)];
    case 'time': return [text.slice(0, 5)];
    case 'date': return [text.slice(0, 10)];
    default: return [text];
  }
}

/** What a new record starts with. */
export function initial(field: Field): unknown {
  if (field.type === 'boolean') return /^true$/i.test(field.defaultValueFormula ?? '');
  const chosen = field.picklistValues.filter(each => each.defaultValue && each.active).map(each => each.value);
  return chosen.length > 0 ? chosen.join(';') : null;
}

/** The value that a person typed, as the API takes it; or what is wrong with it. */
export function parseTyped(field: Field, typed: Typed, place: Place): { readonly value: unknown } | { readonly problem: string } {
  if (field.type === 'boolean') return { value: typed.length > 0 };
  if (field.type === 'multipicklist') return { value: typed.length === 0 ? null : typed.join(';') };
  const text = (typed[0] ?? '').replaceAll('\r\n', '\n');
  if (text.trim() === '') return { value: null };
  switch (field.type) {
    case 'int': case 'double': case 'currency': case 'percent': {
      const number = text.trim().replaceAll(/,(?=\d{3}(\D|$))/g, '');
      return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(number) ? { value: Number(number) } : { problem: `“${text.trim()}” is no number.` };
    }
    case 'date': return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? { value: text } : { problem: `“${text}” is no date.` };
    case 'datetime': {
      const milliseconds = fromLocalInput(text, place);
      return milliseconds === null ? { problem: `“${text}” is no date and time.` } : { value: new Date(milliseconds).toISOString() };
    }
    case 'time': return /^\d\d:\d\d(:\d\d)?$/.test(text) ? { value: `${text.length === 5 ? `${text}:00` : text}.000Z` } : { problem: `“${text}” is no time.` };
    default: return { value: text };
  }
}

/** The field's label, control and errors. `suggested`: what a lookup may be; `dependents`: picklists whose values follow from it; `isFocused`: where the person goes on. */
export function control(field: Field, typed: Typed, errors: readonly string[], { suggested = [], dependents = [], isFocused = false }: { readonly suggested?: readonly string[]; readonly dependents?: readonly Field[]; readonly isFocused?: boolean } = {}): Html {
  const id = `f-${field.name}`;
  const notes = [...(errors.length > 0 ? [`${id}-error`] : []), ...(field.type === 'reference' ? [`${id}-hint`] : [])];
  const common = html` id="${id}" name="${field.name}"${attribute('aria-invalid', errors.length > 0 ? 'true' : null)}${attribute('aria-describedby', notes.length > 0 ? notes.join(' ') : null)}${flag('autofocus', isFocused)}`;
  const label = html`<label for="${id}">${labelOf(field)}${isRequired(field) && html` <abbr title="required">*</abbr>`}</label>`;
  return html`<div class="field${errors.length > 0 ? ' wrong' : ''}${field.type === 'boolean' ? ' tickbox' : ''}">${label}${inputOf(field, typed, common, suggested)}
    ${field.type === 'reference' && html`<span class="hint" id="${id}-hint">Name or id</span>`}
    ${dependents.length > 0 && html`<button type="submit" name="refresh" value="${field.name}" class="button" formnovalidate>Show values of ${dependents.map(labelOf).join(', ')}</button>`}
    ${errors.length > 0 && html`<span class="problem" id="${id}-error">${errors.join(' ')}</span>`}</div>`;
}

const TYPES: Readonly<Record<string, string>> = { date: 'date', datetime: 'datetime-local', time: 'time', email: 'email', phone: 'tel' };

function inputOf(field: Field, typed: Typed, common: Html, suggested: readonly string[]): Html {
  const text = typed[0] ?? '';
  switch (field.type) {
    case 'boolean': return html`<input type="checkbox"${common}${flag('checked', typed.length > 0)}>`;
    case 'picklist': return html`<select${common}><option value="">--None--</option>${options(field, typed)}</select>`;
    case 'multipicklist': return html`<select multiple size="4"${common}>${options(field, typed)}</select>`;
    case 'reference': return suggested.length === 0 ? html`<input type="text"${common} value="${text}">`
      : html`<input type="text" list="f-${field.name}-list" autocomplete="off"${common} value="${text}"><datalist id="f-${field.name}-list">${suggested.map(each => html`<option value="${each}"></option>`)}</datalist>`;
    case 'combobox': return html`<input type="text" list="f-${field.name}-list"${common} value="${text}"><datalist id="f-${field.name}-list">${options(field, [])}</datalist>`;
    // A line break right after the tag would be lost.
    case 'textarea': return html`<textarea rows="4"${common} maxlength="${field.length}">${text.startsWith('\n') && '\n'}${text}</textarea>`;
    case 'int': case 'double': case 'currency': case 'percent': return html`<input type="text" inputmode="decimal"${common} value="${text}">`;
    default: return html`<input type="${TYPES[field.type] ?? 'text'}"${common} value="${text}"${attribute('maxlength', ['string', 'phone', 'email', 'url'].includes(field.type) && field.length > 0 ? field.length : null)}>`;
  }
}

/** A value that is no longer in the list stays one that the record may keep. */
function options(field: Field, typed: Typed): Html[] {
  const known = field.picklistValues.filter(each => each.active || typed.includes(each.value));
  const others = typed.filter(value => !known.some(each => each.value === value)).map(value => ({ value, label: value }));
  return [...known, ...others].map(({ value, label }) => html`<option value="${value}"${flag('selected', typed.includes(value))}>${label}</option>`);
}
