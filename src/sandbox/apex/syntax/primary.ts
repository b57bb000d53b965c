import type { Expression, Literal, NewExpression } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { errorExpression, parseExpression } from './expressions.ts';
import { decodeString } from './lexer.ts';
import { parseSoqlBody } from './soql.ts';
import { parseSoslBody } from './sosl.ts';
import { TokenKind } from './tokens.ts';
import { parseType, skipType } from './types.ts';

/** A primary expression with its selectors: fields, calls, indexes. */
export function parsePrimary(c: Cursor): Expression {
  let node = parseAtom(c);
  for (;;) {
    if (c.isPunctuation('.') || c.isPunctuation('?.')) {
      const isSafe = c.isPunctuation('?.');
      c.advance();
      const name = c.anyIdentifier();
      if (!name.name) return node;
      if (c.isPunctuation('(')) {
        const args = parseArguments(c);
        node = { kind: 'CallExpression', receiver: node, name, isSafe, isConstructorCall: false, arguments: args, start: node.start, end: c.lastEnd };
      } else {
        node = { kind: 'FieldAccess', receiver: node, name, isSafe, start: node.start, end: name.end };
      }
    } else if (c.isPunctuation('[')) {
      c.advance();
      const index = parseExpression(c);
      c.expectPunctuation(']');
      node = { kind: 'IndexExpression', receiver: node, index, start: node.start, end: c.lastEnd };
    } else {
      return node;
    }
  }
}

export function parseArguments(c: Cursor): Expression[] {
  const list: Expression[] = [];
  if (!c.expectPunctuation('(')) return list;
  if (c.takePunctuation(')')) return list;
  do list.push(parseExpression(c)); while (c.takePunctuation(','));
  c.expectPunctuation(')');
  return list;
}

function parseAtom(c: Cursor): Expression {
  const start = c.start;
  switch (c.kind) {
    case TokenKind.Identifier:
      return parseWord(c);
    case TokenKind.Punctuation:
      if (c.takePunctuation('(')) {
        const expression = parseExpression(c);
        c.expectPunctuation(')');
        return { kind: 'ParenthesizedExpression', expression, start, end: c.lastEnd };
      }
      if (c.isPunctuation('[')) return parseQuery(c);
      break;
    case TokenKind.EndOfFile:
    case TokenKind.Invalid:
      break;
    default:
      return parseLiteral(c);
  }
  c.unexpected();
  if (c.kind === TokenKind.Invalid) c.advance();
  return errorExpression(c);
}

function parseQuery(c: Cursor): Expression {
  const start = c.start;
  c.advance();
  if (c.isWord('find')) {
    const query = parseSoslBody(c);
    c.expectPunctuation(']');
    return { kind: 'SoslExpression', query, start, end: c.lastEnd };
  }
  if (!c.isWord('select')) {
    c.unexpected();
    return errorExpression(c);
  }
  const query = parseSoqlBody(c);
  c.expectPunctuation(']');
  return { kind: 'SoqlExpression', query, start, end: c.lastEnd };
}

function parseWord(c: Cursor): Expression {
  const start = c.start;
  const end = c.end;
  switch (c.wordAt()) {
    case 'true':
    case 'false': {
      const value = c.wordAt() === 'true';
      c.advance();
      return { kind: 'Literal', literal: { type: 'Boolean', value }, start, end };
    }
    case 'null':
      c.advance();
      return { kind: 'Literal', literal: { type: 'null' }, start, end };
    case 'new':
      return parseNew(c);
    case 'this':
    case 'super': {
      const isThis = c.wordAt() === 'this';
      const name = c.anyIdentifier();
      if (c.isPunctuation('(')) {
        const args = parseArguments(c);
        return { kind: 'CallExpression', receiver: null, name, isSafe: false, isConstructorCall: true, arguments: args, start, end: c.lastEnd };
      }
      return { kind: isThis ? 'ThisExpression' : 'SuperExpression', start, end };
    }
  }
  const literal = parseClassLiteral(c);
  if (literal) return literal;
  // DML words and the like may be called as methods, as `insert(x)` can't but `Database.insert(x)` can: only after a dot.
  const name = c.identifier();
  if (!name.name) return errorExpression(c);
  if (c.isPunctuation('(')) {
    const args = parseArguments(c);
    return { kind: 'CallExpression', receiver: null, name, isSafe: false, isConstructorCall: false, arguments: args, start, end: c.lastEnd };
  }
  return { kind: 'NameExpression', name, start, end };
}

/** `List<A>.class`, `A[].class`, `A.B.class`: only what can't be read as a field access chain is decided here, and plain chains too. */
function parseClassLiteral(c: Cursor): Expression | null {
  // Cheap test first: a type literal needs `<`, `[]` or a dot after the name.
  if (!c.isPunctuation('.', 1) && !c.isPunctuation('<', 1) && !(c.isPunctuation('[', 1) && c.isPunctuation(']', 2))) return null;
  const start = c.start;
  let end = 0;
  // Walk `A.B` until `.class`; skipType would swallow `class` as a name part.
  let i = 0;
  for (;;) {
    if (c.wordAt(i) === '' || (i === 0 && !c.isName(0))) return null;
    i++;
    if (c.isPunctuation('<', i)) {
      let k = i + 1;
      for (;;) {
        k = skipType(c, k);
        if (k < 0) return null;
        if (c.isPunctuation(',', k)) { k++; continue; }
        break;
      }
      if (!c.isPunctuation('>', k)) return null;
      i = k + 1;
    }
    while (c.isPunctuation('[', i) && c.isPunctuation(']', i + 1)) i += 2;
    if (!c.isPunctuation('.', i)) return null;
    if (c.isWord('class', i + 1)) { end = i; break; }
    i++;
  }
  const type = parseTypeUntil(c, end);
  c.advance();
  c.advance();
  return { kind: 'ClassLiteral', type, start, end: c.lastEnd };
}

function parseTypeUntil(c: Cursor, tokens: number): ReturnType<typeof parseType> {
  const stop = c.at + tokens;
  const start = c.start;
  const names: { identifier: ReturnType<Cursor['anyIdentifier']>; typeArguments: ReturnType<typeof parseType>[] }[] = [];
  let arrayDimensions = 0;
  while (c.at < stop) {
    const identifier = c.anyIdentifier();
    const typeArguments: ReturnType<typeof parseType>[] = [];
    if (c.takePunctuation('<')) {
      do typeArguments.push(parseType(c)); while (c.takePunctuation(','));
      c.expectPunctuation('>');
    }
    names.push({ identifier, typeArguments });
    while (c.at < stop && c.takePunctuation('[')) {
      c.advance();
      arrayDimensions++;
    }
    if (c.at < stop) c.advance();
  }
  return { kind: 'TypeReference', names, arrayDimensions, start, end: c.lastEnd };
}

function parseNew(c: Cursor): Expression {
  const start = c.start;
  c.advance();
  const typeStart = c.start;
  const type = parseType(c);
  if (!type.names[0]!.identifier.name) return { kind: 'ErrorExpression', start, end: typeStart };
  const finish = (creator: NewExpression['creator']): Expression => ({ kind: 'NewExpression', type, creator, start, end: c.lastEnd });
  if (c.isPunctuation('{')) return finish(parseElements(c));
  if (c.takePunctuation('[')) {
    const size = parseExpression(c);
    c.expectPunctuation(']');
    const element = { ...type, arrayDimensions: type.arrayDimensions + 1 };
    return { kind: 'NewExpression', type: element, creator: { kind: 'size', size }, start, end: c.lastEnd };
  }
  if (c.isPunctuation('(')) {
    if (c.isName(1) && c.isPunctuation('=', 2)) {
      c.advance();
      const fields: { name: ReturnType<Cursor['anyIdentifier']>; value: Expression }[] = [];
      do {
        const name = c.anyIdentifier();
        c.expectPunctuation('=');
        fields.push({ name, value: parseExpression(c) });
      } while (c.takePunctuation(','));
      c.expectPunctuation(')');
      return finish({ kind: 'fields', fields });
    }
    return finish({ kind: 'arguments', arguments: parseArguments(c) });
  }
  c.unexpected();
  return finish({ kind: 'arguments', arguments: [] });
}

function parseElements(c: Cursor): NewExpression['creator'] {
  c.advance();
  if (c.takePunctuation('}')) return { kind: 'elements', elements: [] };
  const first = parseExpression(c);
  if (c.isPunctuation('=>')) {
    c.advance();
    const entries = [{ key: first, value: parseExpression(c) }];
    while (c.takePunctuation(',')) {
      const key = parseExpression(c);
      c.expectPunctuation('=>');
      entries.push({ key, value: parseExpression(c) });
    }
    c.expectPunctuation('}');
    return { kind: 'entries', entries };
  }
  const elements = [first];
  while (c.takePunctuation(',')) elements.push(parseExpression(c));
  c.expectPunctuation('}');
  return { kind: 'elements', elements };
}

function parseLiteral(c: Cursor): Literal {
  const start = c.start;
  const end = c.end;
  const raw = c.textAt();
  const kind = c.kind;
  c.advance();
  const make = (literal: Literal['literal']): Literal => ({ kind: 'Literal', literal, start, end });
  if (kind === TokenKind.Integer) {
    const value = Number(raw);
    if (value > 2147483647) c.error('Illegal integer', start, end);
    return make({ type: 'Integer', value: value | 0 });
  }
  if (kind === TokenKind.Long) {
    const value = BigInt(raw.slice(0, -1));
    if (value > 9223372036854775807n) c.error('Illegal long', start, end);
    return make({ type: 'Long', value: BigInt.asIntN(64, value) });
  }
  if (kind === TokenKind.Double) return make({ type: 'Double', value: Number(raw.slice(0, -1)) });
  if (kind === TokenKind.Decimal) {
    if (raw.length > 50) c.error('Illegal decimal', start, end);
    return make({ type: 'Decimal', text: raw.endsWith('.') ? raw.slice(0, -1) : raw });
  }
  const decoded = decodeString(raw);
  if ('illegalAt' in decoded) {
    const next = raw[decoded.illegalAt + 1] ?? '';
    c.error(`Invalid string literal '${raw.slice(1, -1)}'. Illegal character sequence '\\${next}' in string literal.`, start, end);
    return make({ type: 'String', value: raw.slice(1, -1) });
  }
  return make({ type: 'String', value: decoded.value });
}
