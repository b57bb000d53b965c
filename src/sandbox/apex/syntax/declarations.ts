import type { Accessor, ClassDeclaration, CompilationUnit, Identifier, Member, MethodDeclaration, Modifier, Parameter, Statement, TriggerEvent, TypeDeclaration, TypeReference } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseBlock, parseDeclarators, parseStatement } from './statements.ts';
import { parseModifiers, parseType, skipType } from './types.ts';

export function parseUnit(c: Cursor): CompilationUnit {
  const unit = c.isWord('trigger') ? parseTrigger(c) : parseTopLevelType(c);
  if (!c.isEnd) c.unexpected();
  return unit;
}

function parseTopLevelType(c: Cursor): CompilationUnit {
  const start = c.start;
  const modifiers = parseModifiers(c);
  const type = parseTypeDeclaration(c, modifiers, start);
  if (type) return type;
  c.unexpected();
  const name: Identifier = { kind: 'Identifier', name: '', start: c.start, end: c.start };
  return { kind: 'ClassDeclaration', modifiers, name, superclass: null, interfaces: [], members: [], bodyStart: c.start, start, end: c.start };
}

export function parseTypeDeclaration(c: Cursor, modifiers: Modifier[], start: number): TypeDeclaration | null {
  switch (c.wordAt()) {
    case 'class': return parseClass(c, modifiers, start);
    case 'interface': return parseInterface(c, modifiers, start);
    case 'enum': return parseEnum(c, modifiers, start);
    default: return null;
  }
}

function parseTypeList(c: Cursor): TypeReference[] {
  const list = [parseType(c)];
  while (c.takePunctuation(',')) list.push(parseType(c));
  return list;
}

function parseClass(c: Cursor, modifiers: Modifier[], start: number): ClassDeclaration {
  c.advance();
  const name = c.identifier();
  const superclass = c.takeWord('extends') ? parseType(c) : null;
  const interfaces = c.takeWord('implements') ? parseTypeList(c) : [];
  const bodyStart = c.start;
  const members: Member[] = [];
  if (c.expectPunctuation('{')) {
    while (!c.isEnd && !c.isPunctuation('}')) {
      const at = c.at;
      const member = parseMember(c);
      if (member) members.push(member);
      if (c.at === at) {
        c.unexpected();
        skipMember(c);
      }
    }
    c.expectPunctuation('}');
  }
  return { kind: 'ClassDeclaration', modifiers, name, superclass, interfaces, members, bodyStart, start, end: c.lastEnd };
}

/** Skips a member that can't be read: to behind its `;` or its block. */
function skipMember(c: Cursor): void {
  c.advance();
  while (!c.isEnd && !c.isPunctuation('}')) {
    if (c.takePunctuation(';')) return;
    if (c.isPunctuation('{')) {
      let depth = 0;
      do {
        if (c.isPunctuation('{')) depth++;
        if (c.isPunctuation('}')) depth--;
        c.advance();
      } while (depth > 0 && !c.isEnd);
      return;
    }
    c.advance();
  }
}

function parseInterface(c: Cursor, modifiers: Modifier[], start: number): TypeDeclaration {
  c.advance();
  const name = c.identifier();
  const superinterfaces = c.takeWord('extends') ? parseTypeList(c) : [];
  const methods: MethodDeclaration[] = [];
  if (c.expectPunctuation('{')) {
    while (!c.isEnd && !c.isPunctuation('}')) {
      const at = c.at;
      const methodStart = c.start;
      const methodModifiers = parseModifiers(c);
      const returnType = c.takeWord('void') ? null : parseType(c);
      const methodName = c.anyIdentifier();
      const parameters = parseParameters(c);
      c.expectPunctuation(';');
      methods.push({ kind: 'MethodDeclaration', modifiers: methodModifiers, returnType, name: methodName, parameters, body: null, start: methodStart, end: c.lastEnd });
      if (c.at === at) skipMember(c);
    }
    c.expectPunctuation('}');
  }
  return { kind: 'InterfaceDeclaration', modifiers, name, superinterfaces, methods, start, end: c.lastEnd };
}

function parseEnum(c: Cursor, modifiers: Modifier[], start: number): TypeDeclaration {
  c.advance();
  const name = c.identifier();
  const constants: Identifier[] = [];
  c.expectPunctuation('{');
  if (!c.isPunctuation('}')) {
    do constants.push(c.identifier()); while (c.takePunctuation(','));
  }
  c.expectPunctuation('}');
  return { kind: 'EnumDeclaration', modifiers, name, constants, start, end: c.lastEnd };
}

export function parseParameters(c: Cursor): Parameter[] {
  const parameters: Parameter[] = [];
  c.expectPunctuation('(');
  if (c.takePunctuation(')')) return parameters;
  do {
    const start = c.start;
    const modifiers = parseModifiers(c);
    const type = parseType(c);
    const name = c.identifier();
    parameters.push({ modifiers, type, name, start, end: Math.max(c.lastEnd, start) });
  } while (c.takePunctuation(','));
  c.expectPunctuation(')');
  return parameters;
}

export function parseMember(c: Cursor): Member | null {
  const start = c.start;
  if (c.isPunctuation('{')) return { kind: 'InitializerBlock', isStatic: false, body: parseBlock(c), start, end: c.lastEnd };
  if (c.isWord('static') && c.isPunctuation('{', 1)) {
    c.advance();
    return { kind: 'InitializerBlock', isStatic: true, body: parseBlock(c), start, end: c.lastEnd };
  }
  if (c.takePunctuation(';')) return null;
  const modifiers = parseModifiers(c);
  const inner = parseTypeDeclaration(c, modifiers, start);
  if (inner) return inner;
  if (c.isName() && c.isPunctuation('(', 1)) {
    const name = c.identifier();
    const parameters = parseParameters(c);
    const body = c.takePunctuation(';') ? null : parseBlock(c);
    return { kind: 'ConstructorDeclaration', modifiers, name, parameters, body, start, end: c.lastEnd };
  }
  const isVoid = c.isWord('void');
  if (!isVoid && skipType(c, 0) < 0) {
    c.unexpected();
    return null;
  }
  const returnType = c.takeWord('void') ? null : parseType(c);
  if (isVoid || (c.wordAt() !== '' && c.isPunctuation('(', 1))) {
    const name = c.anyIdentifier();
    const parameters = parseParameters(c);
    const body = c.takePunctuation(';') ? null : parseBlock(c);
    return { kind: 'MethodDeclaration', modifiers, returnType, name, parameters, body, start, end: c.lastEnd };
  }
  const type = returnType!;
  if (c.isName() && c.isPunctuation('{', 1)) return parseProperty(c, modifiers, type, start);
  const declarators = parseDeclarators(c);
  c.expectPunctuation(';');
  return { kind: 'FieldDeclaration', modifiers, type, declarators, start, end: c.lastEnd };
}

function parseProperty(c: Cursor, modifiers: Modifier[], type: TypeReference, start: number): Member {
  const name = c.identifier();
  let getter: Accessor | null = null;
  let setter: Accessor | null = null;
  c.expectPunctuation('{');
  while (!c.isEnd && !c.isPunctuation('}')) {
    const accessorStart = c.start;
    const accessorModifiers = parseModifiers(c);
    const isGet = c.isWord('get');
    if (!isGet && !c.isWord('set')) {
      c.unexpected();
      break;
    }
    c.advance();
    const body = c.takePunctuation(';') ? null : parseBlock(c);
    const accessor: Accessor = { modifiers: accessorModifiers, body, start: accessorStart, end: c.lastEnd };
    if (isGet) getter = accessor;
    else setter = accessor;
  }
  c.expectPunctuation('}');
  return { kind: 'PropertyDeclaration', modifiers, type, name, getter, setter, start, end: c.lastEnd };
}

function parseTrigger(c: Cursor): CompilationUnit {
  const start = c.start;
  c.advance();
  const name = c.identifier();
  c.expectWord('on');
  const object = c.identifier();
  const events: TriggerEvent[] = [];
  c.expectPunctuation('(');
  do {
    const phase = c.wordAt();
    const action = c.wordAt(1);
    if ((phase !== 'before' && phase !== 'after') || !['insert', 'update', 'delete', 'undelete'].includes(action)) {
      c.unexpected();
      break;
    }
    c.advance();
    c.advance();
    events.push(`${phase} ${action}` as TriggerEvent);
  } while (c.takePunctuation(','));
  c.expectPunctuation(')');
  const bodyStart = c.start;
  c.expectPunctuation('{');
  const { statements, members } = parseMixed(c, '}');
  c.expectPunctuation('}');
  const body = { kind: 'Block' as const, statements, start: bodyStart, end: c.lastEnd };
  return { kind: 'TriggerDeclaration', name, object, events, body, members, start, end: c.lastEnd };
}

/** Statements and declarations in any order, as triggers and Execute Anonymous have them. */
export function parseMixed(c: Cursor, close: string | null): { statements: Statement[]; members: Member[] } {
  const statements: Statement[] = [];
  const members: Member[] = [];
  while (!c.isEnd && !(close && c.isPunctuation(close))) {
    const at = c.at;
    if (startsMember(c)) {
      const member = parseMember(c);
      if (member) members.push(member);
    } else {
      statements.push(parseStatement(c));
    }
    if (c.at === at) {
      c.unexpected();
      c.advance();
    }
  }
  return { statements, members };
}

const ACCESS = new Set(['public', 'private', 'protected', 'global', 'abstract', 'virtual', 'static', 'webservice', 'testmethod', 'override']);

/** A method, class, interface, enum or property rather than a statement. */
function startsMember(c: Cursor): boolean {
  let i = 0;
  // Annotations and modifiers first.
  while (c.isPunctuation('@', i)) {
    i += 2;
    if (!c.isPunctuation('(', i)) continue;
    let depth = 0;
    do {
      if (c.isPunctuation('(', i)) depth++;
      if (c.isPunctuation(')', i)) depth--;
      i++;
    } while (depth > 0 && c.kindAt(i) !== 0);
  }
  const word = c.wordAt(i);
  if (ACCESS.has(word)) return true;
  if ((word === 'with' || word === 'without' || word === 'inherited') && c.isWord('sharing', i + 1)) return true;
  if (word === 'class' || word === 'interface' || word === 'enum') return c.wordAt(i + 1) !== '';
  if (word === 'void') return true;
  const end = skipType(c, i);
  return end > 0 && c.wordAt(end) !== '' && !c.isWord('instanceof', end) && (c.isPunctuation('(', end + 1) || c.isPunctuation('{', end + 1));
}
