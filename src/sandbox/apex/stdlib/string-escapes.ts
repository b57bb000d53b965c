import { failNull } from '../runtime/exception.ts';
import type { LibraryFunction } from '../runtime/library.ts';

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const XML: Readonly<Record<string, string>> = { ...HTML, "'": '&apos;' };
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', copy: '©', reg: '®', euro: '€', hellip: '…', ndash: '–', mdash: '—', laquo: '«', raquo: '»' };

const byTable = (table: Readonly<Record<string, string>>) => (self: string): string => self.replace(/[&<>"']/g, (c) => table[c]!);
const htmlWithNames = (self: string): string => byTable(HTML)(self).replace(/[\u00a0-\u00ff©®€…–—«»]/g, (c) => {
  const name = Object.entries(NAMED).find(([, value]) => value === c)?.[0];
  return name ? `&${name};` : c;
});

function unescapeEntities(self: string, isKnown: (name: string) => boolean): string {
  return self.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, entity: string) => {
    if (entity.startsWith('#')) return String.fromCodePoint(/^#x/i.test(entity) ? parseInt(entity.slice(2), 16) : Number(entity.slice(1)));
    return isKnown(entity) ? (NAMED[entity] ?? whole) : whole;
  });
}

const hex4 = (c: string): string => `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
const CONTROL: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f', '\\': '\\\\', '"': '\\"' };

function escapeCode(self: string, extra: string): string {
  let out = '';
  for (const c of self.split('')) {
    if (CONTROL[c]) out += CONTROL[c];
    else if (extra.includes(c)) out += `\\${c}`;
    else if (c < ' ' || c > '~') out += hex4(c);
    else out += c;
  }
  return out;
}

const BACK: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const unescapeCode = (self: string): string => self.replace(/\\(u+[0-9a-fA-F]{4}|.)/gs, (_whole, e: string) => (e.startsWith('u') && e.length > 4 ? String.fromCharCode(parseInt(e.slice(-4), 16)) : (BACK[e] ?? e)));

/** Members of String that escape and unescape. Source: Apex Reference, String Class. */
export const escapeMembers: Record<string, LibraryFunction> = {
  'static String escapeSingleQuotes(String stringToEscape)': (text: string | null) => (text ?? failNull('Argument cannot be null.')).replace(/[\\']/g, (c) => `\\${c}`),
  'String escapeCsv()': (self: string) => (/[",\n\r]/.test(self) ? `"${self.replaceAll('"', '""')}"` : self),
  'String unescapeCsv()': (self: string) => (/^".*"$/s.test(self) && /[",\n\r]/.test(self.slice(1, -1)) ? self.slice(1, -1).replaceAll('""', '"') : self),
  'String escapeHtml3()': htmlWithNames,
  'String escapeHtml4()': htmlWithNames,
  'String escapeXml()': byTable(XML),
  'String escapeJava()': (self: string) => escapeCode(self, ''),
  'String escapeEcmaScript()': (self: string) => escapeCode(self, "'/"),
  'String escapeUnicode()': (self: string) => self.split('').map((c) => (c > '~' ? hex4(c) : c)).join(''),
  'String unescapeHtml3()': (self: string) => unescapeEntities(self, (name) => !['euro', 'hellip', 'ndash', 'mdash', 'apos'].includes(name)),
  'String unescapeHtml4()': (self: string) => unescapeEntities(self, (name) => name !== 'apos'),
  'String unescapeXml()': (self: string) => unescapeEntities(self, (name) => ['amp', 'lt', 'gt', 'quot', 'apos'].includes(name)),
  'String unescapeJava()': unescapeCode,
  'String unescapeEcmaScript()': unescapeCode,
  'String unescapeUnicode()': (self: string) => self.replace(/\\u([0-9a-fA-F]{4})/g, (_whole, code: string) => String.fromCharCode(parseInt(code, 16))),
  'String stripHtmlTags()': (self: string) => self.replace(/<br\s*\/?>/gi, '\n').replace(/<[^>]*>/g, ''),
};
