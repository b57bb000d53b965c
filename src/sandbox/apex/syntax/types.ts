import type { Annotation, AnnotationParameter, Expression, Modifier, ModifierKeyword, TypeNamePart, TypeReference } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { exact } from './exact.ts';
import { parseAtom } from './primary.ts';
import { TokenKind } from './tokens.ts';

/** How deep type arguments may nest: far more than the platform compiles, so that its own check reports it. */
const MAX_TYPE_DEPTH = 20;

/** `Map<Id, List<A.B>>[]`. Reports an error where there is no type. */
export function parseType(c: Cursor, depth = 0): TypeReference {
  return parseNamedType(c, () => c.typeIdentifier(), depth);
}

/** The type behind `new`, where keywords may be names. */
export function parseCreatedType(c: Cursor): TypeReference {
  return parseNamedType(c, () => c.anyIdentifier());
}

function parseNamedType(c: Cursor, parseName: () => TypeNamePart['identifier'], depth = 0): TypeReference {
  const start = c.start;
  const names: TypeNamePart[] = [];
  do {
    const identifier = parseName();
    const typeArguments = identifier.name ? parseTypeArguments(c, depth) : [];
    names.push({ identifier, typeArguments });
  } while (c.takePunctuation('.'));
  let arrayDimensions = 0;
  while (c.isPunctuation('[') && c.isPunctuation(']', 1)) {
    c.advance();
    c.advance();
    arrayDimensions++;
  }
  return { kind: 'TypeReference', names: exact(names), arrayDimensions, start, end: c.endFrom(start) };
}

/** `<A, B>`, or nothing. */
export function parseTypeArguments(c: Cursor, depth = 0): TypeReference[] {
  const list: TypeReference[] = [];
  if (!c.isPunctuation('<')) return list;
  if (depth >= MAX_TYPE_DEPTH) {
    c.errorHere(`Exceeded max parameterized type depth: ${MAX_TYPE_DEPTH}, depth: ${depth + 1}`);
    return list;
  }
  c.advance();
  do list.push(parseType(c, depth + 1)); while (c.takePunctuation(','));
  c.expectPunctuation('>');
  return exact(list);
}

/** Where a type that starts `offset` tokens ahead would end (tokens ahead), or -1 if there is none. Consumes nothing. */
export function skipType(c: Cursor, offset: number, depth = 0): number {
  if (depth > MAX_TYPE_DEPTH) return -1;
  let i = offset;
  for (;;) {
    if (!c.isTypeName(i)) return -1;
    i++;
    if (c.isPunctuation('<', i)) {
      i = skipTypeArguments(c, i, depth);
      if (i < 0) return -1;
    }
    if (!c.isPunctuation('.', i)) break;
    i++;
  }
  while (c.isPunctuation('[', i) && c.isPunctuation(']', i + 1)) i += 2;
  return i;
}

/** The same for type arguments whose `<` is `offset` tokens ahead. */
export function skipTypeArguments(c: Cursor, offset: number, depth = 0): number {
  let i = offset;
  do {
    i = skipType(c, i + 1, depth + 1);
    if (i < 0) return -1;
  } while (c.isPunctuation(',', i));
  return c.isPunctuation('>', i) ? i + 1 : -1;
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
      modifiers.push({ kind: 'KeywordModifier', keyword: word as ModifierKeyword, start, end: c.endFrom(start) });
    } else if ((word === 'with' || word === 'without' || word === 'inherited') && c.isWord('sharing', 1)) {
      c.advance();
      c.advance();
      modifiers.push({ kind: 'KeywordModifier', keyword: `${word} sharing` as ModifierKeyword, start, end: c.endFrom(start) });
    } else {
      return exact(modifiers);
    }
  }
}

/** `@Name`, `@Name('value')`, `@Name(a='x' b=true)`: properties are separated by space alone, values are strings or Booleans. */
function parseAnnotation(c: Cursor): Annotation {
  const start = c.start;
  c.advance();
  const name = c.identifier();
  const parameters: AnnotationParameter[] = [];
  if (name.name && c.takePunctuation('(')) {
    if (c.wordAt() !== '' && c.isPunctuation('=', 1)) {
      while (c.isName() && c.isPunctuation('=', 1)) {
        const parameterStart = c.start;
        const parameterName = c.identifier();
        c.advance();
        const value = parseAnnotationValue(c);
        parameters.push({ name: parameterName, value, start: parameterStart, end: Math.max(value.end, c.lastEnd) });
      }
    } else if (!c.isPunctuation(')')) {
      const value = parseAnnotationValue(c);
      parameters.push({ name: null, value, start: value.start, end: value.end });
    }
    c.expectPunctuation(')', '');
  }
  return { kind: 'Annotation', name, parameters: exact(parameters), start, end: c.endFrom(start) };
}

function parseAnnotationValue(c: Cursor): Expression {
  if (c.kind !== TokenKind.String && !c.isWord('true') && !c.isWord('false')) {
    c.unexpected();
    // A value of another kind is passed over, so that the properties behind it are read.
    const { start, end } = c;
    const isValue = c.kind !== TokenKind.Punctuation && !c.isEnd;
    if (isValue) c.advance();
    return { kind: 'ErrorExpression', start, end: isValue ? end : start };
  }
  return parseAtom(c);
}
