/** `5`, `>= 5`, `% 5` as a person writes them. */
import type { HitCondition } from './messages.ts';

const pattern = /^(==|=|>=|>|<=|<|%)?\s*(\d{1,9})$/;

/** Null if it isn't one. */
export function parseHitCondition(text: string): HitCondition | null {
  const match = pattern.exec(text.trim());
  if (!match) return null;
  const written = match[1] ?? '==';
  const operator = (written === '=' ? '==' : written) as HitCondition['operator'];
  const count = Number(match[2]);
  // Nothing is hit every 0 times.
  if (operator === '%' && count === 0) return null;
  return { operator, count };
}

/** Literal text and `{expressions}` in turn; `\{` is a brace. Null: a brace isn't closed. */
export function parseLogMessage(text: string): readonly ({ readonly text: string } | { readonly expression: string })[] | null {
  const parts: ({ text: string } | { expression: string })[] = [];
  let literal = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\\' && (text[at + 1] === '{' || text[at + 1] === '}')) {
      literal += text[++at] ?? '';
    } else if (character === '{') {
      const end = closingBrace(text, at + 1);
      if (end < 0) return null;
      if (literal) parts.push({ text: literal });
      literal = '';
      parts.push({ expression: text.slice(at + 1, end) });
      at = end;
    } else {
      literal += character;
    }
  }
  if (literal) parts.push({ text: literal });
  return parts;
}

/** Expressions contain braces (`new List<Integer>{1}`) and strings. */
function closingBrace(text: string, from: number): number {
  let depth = 0;
  let isInString = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at++;
      else if (character === "'") isInString = false;
    } else if (character === "'") isInString = true;
    else if (character === '{') depth++;
    else if (character === '}') {
      if (depth === 0) return at;
      depth--;
    }
  }
  return -1;
}
