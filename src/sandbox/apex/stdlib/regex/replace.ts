import { fail } from '../../runtime/exception.ts';
import { matchesOf, type Match, type Regex } from './regex.ts';

/** Who asks for the replacement: String's members word one error differently. */
export type Asker = 'String' | 'Matcher';

export const groupText = (text: string, match: Match, group: number): string | null => (match[group * 2]! < 0 ? null : text.slice(match[group * 2]!, match[group * 2 + 1]!));

/** Java replacement syntax: `$1`, `${name}`, `\$`. Errors are System.StringException. */
function expand(replacement: string, text: string, match: Match, regex: Regex, asker: Asker): string {
  const refuse = (why: string): never => fail('System.StringException', `${why}  (Invalid replacement string: '${replacement}'.  '$' should be escaped if you do not intend to use a backreference.  Try using Matcher.quoteReplacement() for your argument)`);
  const isDigit = (c: string | undefined): boolean => c !== undefined && c >= '0' && c <= '9';
  let out = '';
  for (let i = 0; i < replacement.length; i++) {
    const c = replacement[i]!;
    if (c === '\\') {
      if (++i === replacement.length) return refuse('character to be escaped is missing');
      out += replacement[i]!;
      continue;
    }
    if (c !== '$') {
      out += c;
      continue;
    }
    if (++i === replacement.length) return refuse('Illegal group reference: group index is missing');
    if (replacement[i] === '{') {
      const end = replacement.indexOf('}', i);
      const name = replacement.slice(i + 1, end < 0 ? undefined : end);
      if (end < 0) return refuse("named capturing group is missing trailing '}'");
      const named = regex.tree.names.get(name) ?? refuse(`No group with name {${name}}`);
      out += groupText(text, match, named) ?? '';
      i = end;
      continue;
    }
    if (!isDigit(replacement[i])) return refuse('Illegal group reference');
    let group = Number(replacement[i]);
    const count = regex.tree.groupCount;
    if (group > count) fail('System.StringException', asker === 'String' ? `Index out of Bounds: No group ${group}` : `No group ${group}`);
    while (isDigit(replacement[i + 1]) && group * 10 + Number(replacement[i + 1]) <= count) group = group * 10 + Number(replacement[++i]);
    out += groupText(text, match, group) ?? '';
  }
  return out;
}

export function replaceMatches(regex: Regex, text: string, replacement: string, options: { readonly isFirstOnly: boolean; readonly asker: Asker }): string {
  let out = '';
  let from = 0;
  for (const match of matchesOf(regex, text)) {
    out += text.slice(from, match[0]) + expand(replacement, text, match, regex, options.asker);
    from = match[1]!;
    if (options.isFirstOnly) break;
  }
  return out + text.slice(from);
}

/** Java's split: limit 0 drops empty texts at the end; a match without width at the start yields nothing. */
export function splitText(regex: Regex, text: string, limit: number): string[] {
  const parts: string[] = [];
  let from = 0;
  let isFound = false;
  for (const [start, end] of matchesOf(regex, text) as Iterable<[number, number]>) {
    if (limit > 0 && parts.length === limit - 1) break;
    if (end === 0) continue;
    isFound = true;
    parts.push(text.slice(from, start));
    from = end;
  }
  if (!isFound) return [text];
  parts.push(text.slice(from));
  if (limit === 0) while (parts.at(-1) === '') parts.pop();
  return parts;
}
