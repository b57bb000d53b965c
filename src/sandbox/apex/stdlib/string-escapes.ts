import { failNull } from '../runtime/exception.ts';
import type { LibraryFunction } from '../runtime/library.ts';
import { HTML3_ENTITIES, HTML4_ENTITIES, XML_ENTITIES } from './html-entities.ts';

/** Writes every character that has a name by it; an apostrophe is written as `apostrophe`. */
function escaper(entities: ReadonlyMap<string, string>, apostrophe: string): (self: string) => string {
  const names = new Map<string, string>([...entities].map(([name, c]) => [c, `&${name};`]));
  names.set("'", apostrophe);
  return (self) => self.replace(/[&<>"'\u0080-\uffff]/g, (c) => names.get(c) ?? c);
}

function unescaper(entities: ReadonlyMap<string, string>): (self: string) => string {
  return (self) => self.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return entities.get(entity) ?? whole;
    const code = /^#x/i.test(entity) ? parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
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
  'String escapeHtml3()': escaper(HTML3_ENTITIES, '&#39;'),
  'String escapeHtml4()': escaper(HTML4_ENTITIES, '&#39;'),
  'String escapeXml()': escaper(XML_ENTITIES, '&apos;'),
  'String escapeJava()': (self: string) => escapeCode(self, ''),
  'String escapeEcmaScript()': (self: string) => escapeCode(self, "'/"),
  'String escapeUnicode()': (self: string) => self.split('').map((c) => (c > '~' ? hex4(c) : c)).join(''),
  'String unescapeHtml3()': unescaper(HTML3_ENTITIES),
  'String unescapeHtml4()': unescaper(HTML4_ENTITIES),
  'String unescapeXml()': unescaper(XML_ENTITIES),
  'String unescapeJava()': unescapeCode,
  'String unescapeEcmaScript()': unescapeCode,
  'String unescapeUnicode()': (self: string) => self.replace(/\\u([0-9a-fA-F]{4})/g, (_whole, code: string) => String.fromCharCode(parseInt(code, 16))),
  'String stripHtmlTags()': (self: string) => self.replace(/<br\s*\/?>/gi, '\n').replace(/<[^>]*>/g, ''),
};
