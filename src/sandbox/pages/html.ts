/** HTML whose interpolated texts are escaped: org-supplied names, values and messages are data, never markup. */

/** Text that is HTML already; only `html` makes it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Piece = Html | string | number | null | undefined | false | readonly Piece[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };

export const escapeHtml = (text: string): string => text.replace(/[&<>"'`]/g, character => entities[character] ?? '').replaceAll('\0', '\uFFFD');

/** Attribute values must stand in quotes. Lists are joined; null, undefined and false are nothing. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(strings.reduce((text, part, index) => text + part + (index < pieces.length ? textOf(pieces[index]) : ''), ''));
}

function textOf(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'string' || typeof piece === 'number') return escapeHtml(String(piece));
  return piece.map(textOf).join('');
}

/** An attribute without a value, or nothing. */
export const flag = (name: 'selected' | 'checked' | 'required' | 'autofocus' | 'disabled' | 'open' | 'multiple', isSet: boolean): Html | null => (isSet ? new Html(` ${name}`) : null);

/** An attribute, or nothing for null. */
export const attribute = (name: string, value: string | number | null): Html | null => (value === null ? null : html` ${new Html(name)}="${value}"`);
