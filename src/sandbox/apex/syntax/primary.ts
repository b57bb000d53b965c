import type { Expression, Identifier, NewExpression, TypeNamePart, TypeReference } from './ast.ts';
import { MAX_CHAIN, type Cursor } from './cursor.ts';
import { exact } from './exact.ts';
import { errorExpression, parseExpression } from './expressions.ts';
import { parseLiteral } from './literals.ts';
import { parseSoqlBody } from './soql.ts';
import { parseSoslBody } from './sosl.ts';
import { TokenKind } from './tokens.ts';
import { parseCreatedType, parseTypeArguments, skipTypeArguments } from './types.ts';

/** A primary expression with its selectors: fields, calls, indexes. */
export function parsePrimary(c: Cursor): Expression {
  let node = parseAtom(c);
  for (let chained = 0; ; chained++) {
    if (chained === MAX_CHAIN) {
      c.tooLong();
      return node;
    }
    if (c.isPunctuation('.') || c.isPunctuation('?.')) {
      const isSafe = c.isPunctuation('?.');
      c.advance();
      // Keywords are names here (`a.new`, `Trigger.new`), except those that can't be lexed as one.
      if (c.isWord('void') || c.isWord('true') || c.isWord('false')) {
        c.unexpected();
        return node;
      }
      const name = c.anyIdentifier();
      if (!name.name) return node;
      if (c.isPunctuation('(')) {
        const args = parseArguments(c);
        node = { kind: 'CallExpression', receiver: node, name, isSafe, isConstructorCall: false, arguments: args, start: node.start, end: c.endFrom(node.start) };
      } else {
        node = { kind: 'FieldAccess', receiver: node, name, isSafe, start: node.start, end: name.end };
      }
    } else if (c.isPunctuation('[')) {
      c.advance();
      const index = parseExpression(c);
      c.expectPunctuation(']');
      node = { kind: 'IndexExpression', receiver: node, index, start: node.start, end: c.endFrom(node.start) };
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
  return exact(list);
}

export function parseAtom(c: Cursor): Expression {
  const start = c.start;
  switch (c.kind) {
    case TokenKind.Identifier:
      return parseWord(c);
    case TokenKind.Punctuation:
      if (c.takePunctuation('(')) {
        const expression = parseExpression(c);
        c.expectPunctuation(')');
        return { kind: 'ParenthesizedExpression', expression, start, end: c.endFrom(start) };
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
    return { kind: 'SoslExpression', query, start, end: c.endFrom(start) };
  }
  if (!c.isWord('select')) {
    c.unexpected();
    return errorExpression(c);
  }
  const query = parseSoqlBody(c);
  c.expectPunctuation(']');
  return { kind: 'SoqlExpression', query, start, end: c.endFrom(start) };
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
        return { kind: 'CallExpression', receiver: null, name, isSafe: false, isConstructorCall: true, arguments: args, start, end: c.endFrom(start) };
      }
      return { kind: isThis ? 'ThisExpression' : 'SuperExpression', start, end };
    }
  }
  // Only what a type can be followed by on the way to `.class` is worth looking further for.
  if (c.isPunctuation('.', 1) || c.isPunctuation('<', 1) || c.isPunctuation('[', 1)) {
    const literal = parseClassLiteral(c);
    if (literal) return literal;
  }
  const name = c.identifier();
  if (!name.name) return errorExpression(c);
  if (c.isPunctuation('(')) {
    const args = parseArguments(c);
    return { kind: 'CallExpression', receiver: null, name, isSafe: false, isConstructorCall: false, arguments: args, start, end: c.endFrom(start) };
  }
  return { kind: 'NameExpression', name, start, end };
}

/** `A.class`, `List<A>.class`, `A[].class`, `void.class`; null, with nothing consumed, if this isn't one. */
function parseClassLiteral(c: Cursor): Expression | null {
  const start = c.start;
  let end = 0;
  // Unlike where a type stands alone, `class` ends it.
  for (;;) {
    if (!c.isTypeName(end) && !(end === 0 && c.isWord('void'))) return null;
    end++;
    if (c.isPunctuation('<', end)) {
      end = skipTypeArguments(c, end);
      if (end < 0) return null;
    }
    while (c.isPunctuation('[', end) && c.isPunctuation(']', end + 1)) end += 2;
    if (!c.isPunctuation('.', end)) return null;
    if (c.isWord('class', end + 1)) break;
    end++;
  }
  const type = parseTypeUntil(c, end);
  c.advance();
  c.advance();
  return { kind: 'ClassLiteral', type, start, end: c.endFrom(start) };
}

function parseTypeUntil(c: Cursor, tokens: number): TypeReference {
  const stop = c.at + tokens;
  const start = c.start;
  const names: TypeNamePart[] = [];
  let arrayDimensions = 0;
  while (c.at < stop) {
    names.push({ identifier: c.anyIdentifier(), typeArguments: parseTypeArguments(c) });
    while (c.at < stop && c.takePunctuation('[')) {
      c.advance();
      arrayDimensions++;
    }
    if (c.at < stop) c.advance();
  }
  return { kind: 'TypeReference', names: exact(names), arrayDimensions, start, end: c.endFrom(start) };
}

function parseNew(c: Cursor): Expression {
  const start = c.start;
  c.advance();
  const typeStart = c.start;
  const type = parseCreatedType(c);
  if (!type.names[0]!.identifier.name) return { kind: 'ErrorExpression', start, end: Math.max(typeStart, start) };
  const finish = (creator: NewExpression['creator']): Expression => ({ kind: 'NewExpression', type, creator, start, end: c.endFrom(start) });
  if (c.isPunctuation('{')) return finish(parseElements(c, type.arrayDimensions > 0));
  if (type.arrayDimensions > 0) return finish({ kind: 'elements', elements: [] });
  if (c.takePunctuation('[')) {
    const size = parseExpression(c);
    c.expectPunctuation(']');
    const element = { ...type, arrayDimensions: 1 };
    return { kind: 'NewExpression', type: element, creator: { kind: 'size', size }, start, end: c.endFrom(start) };
  }
  if (!c.isPunctuation('(')) {
    c.unexpected();
    return finish({ kind: 'arguments', arguments: [] });
  }
  const args = parseArguments(c);
  const fields = args.map(asFieldValue);
  return finish(fields.length && fields.every((field) => field !== null) ? { kind: 'fields', fields } : { kind: 'arguments', arguments: args });
}

/** `Name = 'x'` among the arguments of an SObject's constructor. */
function asFieldValue(argument: Expression): { name: Identifier; value: Expression } | null {
  if (argument.kind !== 'AssignmentExpression' || argument.operator !== '=' || argument.target.kind !== 'NameExpression') return null;
  return { name: argument.target.name, value: argument.value };
}

/** What stands in braces; after the last element of an array, but not of a list, there may be a comma. */
function parseElements(c: Cursor, isArray: boolean): NewExpression['creator'] {
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
  while (c.takePunctuation(',')) {
    if (isArray && c.isPunctuation('}')) break;
    elements.push(parseExpression(c));
  }
  c.expectPunctuation('}');
  return { kind: 'elements', elements };
}
