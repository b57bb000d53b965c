import type { Modifier, ModifierKeyword, Annotation, AnnotationParameter, TypeNamePart, TypeReference } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expressions.ts';

/** `Map<Id, List<A.B>>[]`. Reports an error where there is no type. */
export function parseType(c: Cursor): TypeReference {
  const start = c.start;
  const names: TypeNamePart[] = [];
  do {
    const identifier = names.length ? c.anyIdentifier() : c.identifier();
    const typeArguments: TypeReference[] = [];
    if (identifier.name && c.isPunctuation('<')) {
      c.advance();
      do typeArguments.push(parseType(c)); while (c.takePunctuation(','));
      c.expectPunctuation('>');
    }
    names.push({ identifier, typeArguments });
  } while (c.takePunctuation('.'));
  let arrayDimensions = 0;
  while (c.isPunctuation('[') && c.isPunctuation(']', 1)) {
    c.advance();
    c.advance();
    arrayDimensions++;
  }
  return { kind: 'TypeReference', names, arrayDimensions, start, end: Math.max(c.lastEnd, start) };
}

/** Where a type that starts `offset` tokens ahead would end (tokens ahead), or -1 if there is none. Consumes nothing. */
export function skipType(c: Cursor, offset: number): number {
  let i = offset;
  for (;;) {
    if (i === offset ? !c.isName(i) : c.wordAt(i) === '') return -1;
    i++;
    if (c.isPunctuation('<', i)) {
      i++;
      for (;;) {
        i = skipType(c, i);
        if (i < 0) return -1;
        if (c.isPunctuation(',', i)) { i++; continue; }
        if (c.isPunctuation('>', i)) { i++; break; }
        return -1;
      }
    }
    if (!c.isPunctuation('.', i)) break;
    i++;
  }
  while (c.isPunctuation('[', i) && c.isPunctuation(']', i + 1)) i += 2;
  return i;
}

const KEYWORDS = new Set<string>([
  'public', 'private', 'protected', 'global', 'static', 'final', 'abstract', 'virtual', 'override', 'transient', 'testmethod', 'webservice',
]);

export function parseModifiers(c: Cursor): Modifier[] {
  const modifiers: Modifier[] = [];
  for (;;) {
    const start = c.start;
    if (c.isPunctuation('@')) {
      modifiers.push(parseAnnotation(c));
      continue;
    }
    const word = c.wordAt();
    if (KEYWORDS.has(word)) {
      c.advance();
      modifiers.push({ kind: 'KeywordModifier', keyword: word as ModifierKeyword, start, end: c.lastEnd });
    } else if ((word === 'with' || word === 'without' || word === 'inherited') && c.isWord('sharing', 1)) {
      c.advance();
      c.advance();
      modifiers.push({ kind: 'KeywordModifier', keyword: `${word} sharing` as ModifierKeyword, start, end: c.lastEnd });
    } else {
      return modifiers;
    }
  }
}

function parseAnnotation(c: Cursor): Annotation {
  const start = c.start;
  c.advance();
  const name = c.anyIdentifier();
  const parameters: AnnotationParameter[] = [];
  if (c.takePunctuation('(')) {
    while (!c.isPunctuation(')') && !c.isEnd) {
      const at = c.at;
      const parameterStart = c.start;
      const named = c.wordAt() !== '' && c.isPunctuation('=', 1);
      const parameterName = named ? c.anyIdentifier() : null;
      if (named) c.advance();
      const value = parseExpression(c);
      parameters.push({ name: parameterName, value, start: parameterStart, end: c.lastEnd });
      c.takePunctuation(',');
      if (c.at === at) break;
    }
    c.expectPunctuation(')');
  }
  return { kind: 'Annotation', name, parameters, start, end: c.lastEnd };
}
