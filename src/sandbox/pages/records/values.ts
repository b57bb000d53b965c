/** Values of records as a user reads them. */
import { html } from '../html.ts';
import type { Html, Piece } from '../html.ts';
import { showDate, showDateTime, showNumber } from '../times.ts';
import type { Place } from '../times.ts';
import { isPolymorphic } from './objects.ts';
import type { Field } from './objects.ts';

export type RecordValues = Readonly<Record<string, unknown>>;

/** A parent's field: `Account.Name` of a queried record. */
export function valueAt(record: RecordValues, path: string): unknown {
  return path.split('.').reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? (value as RecordValues)[part] : undefined), record) ?? null;
}

/** `parentName`: path of what a lookup shows; null shows its id. */
export function showValue(record: RecordValues, field: Field, place: Place, parentName: string | null = null): Piece {
  const value = record[field.name] ?? null;
  if (field.type === 'boolean') return value === true ? html`<span class="tick">✓ <span class="unseen">Yes</span></span>` : html`<span class="hint">No</span>`;
  if (value === null || value === '') return null;
  const text = String(value);
  switch (field.type) {
    case 'reference': return recordLink(field, text, String((parentName !== null ? valueAt(record, parentName) : null) ?? text));
    case 'datetime': return time(text, showDateTime(Date.parse(text), place));
    case 'date': return time(text, showDate(Date.parse(text), place));
    case 'time': return text.slice(0, 5);
    case 'double': case 'int': return showNumber(Number(value), place, field.scale);
    case 'currency': return html`<span class="hint">USD</span> ${showNumber(Number(value), place, field.scale)}`;
    case 'percent': return `${showNumber(Number(value), place, field.scale)}%`;
    case 'multipicklist': return text.split(';').join('; ');
    case 'email': return html`<a href="mailto:${text}">${text}</a>`;
    case 'phone': return html`<a href="tel:${text.replace(/[^+\d]/g, '')}">${text}</a>`;
    // Only the web: a script's address must not become a link.
    case 'url': return /^https?:\/\//i.test(text) ? html`<a href="${text}" rel="noopener noreferrer">${text}</a>` : text;
    case 'textarea': return html`<span class="lines">${text}</span>`;
    case 'base64': return `${text.length} characters of data`;
    default: return text;
  }
}

const time = (iso: string, shown: string): Html => html`<time datetime="${iso}">${shown}</time>`;

function recordLink(field: Field, id: string, shown: string): Html {
  const [target] = field.referenceTo;
  return !isPolymorphic(field) && target !== undefined ? html`<a href="/records/${target}/${id}">${shown}</a>` : html`<a href="/record/${id}">${shown}</a>`;
}
