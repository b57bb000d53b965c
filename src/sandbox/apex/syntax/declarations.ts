import type { Accessor, ClassDeclaration, CompilationUnit, Identifier, Member, MethodDeclaration, Modifier, Parameter, Statement, TriggerEvent, TypeDeclaration, TypeReference } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseDeclaredName } from './declared-names.ts';
import { exact } from './exact.ts';
import { parseBlock, parseDeclarators, parseStatement } from './statements.ts';
import { parseModifiers, parseType, parseTypeArguments, skipType, skipTypeArguments } from './types.ts';

/** Limits of the platform's compiler. */
const MAX_PARAMETERS = 32;
const MAX_CONSTANTS = 100;

export function parseUnit(c: Cursor): CompilationUnit {
  const unit = c.isWord('trigger') ? parseTrigger(c) : parseTopLevelType(c);
  if (!c.isEnd) c.errorHere(`Missing '<EOF>' at ${c.quoted()}`);
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
    case 'class': return c.nested(() => parseClass(c, modifiers, start));
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
  const name = parseTypeName(c);
  const superclass = c.takeWord('extends') ? parseType(c) : null;
  const interfaces = c.takeWord('implements') ? parseTypeList(c) : [];
  const bodyStart = c.start;
  const members: Member[] = [];
  if (c.expectPunctuation('{')) {
    while (!c.isEnd && !c.isPunctuation('}')) {
      if (c.takePunctuation(';')) continue;
      const member = parseMember(c);
      if (member) members.push(member);
      else skipMember(c);
    }
    c.expectPunctuation('}');
  }
  return { kind: 'ClassDeclaration', modifiers, name, superclass, interfaces, members: exact(members), bodyStart, start, end: c.endFrom(start) };
}

/** The name of a class or interface. Type parameters can be read but not declared. */
function parseTypeName(c: Cursor): Identifier {
  const name = parseDeclaredName(c, 'type');
  if (c.isPunctuation('<') && skipTypeArguments(c, 0) > 0) {
    c.error('Type parameters are not supported', name.start, name.end);
    parseTypeArguments(c);
  }
  return name;
}

/** Skips a member that can't be read: to behind its `;` or its block. */
function skipMember(c: Cursor): void {
  if (!c.isPunctuation('{') && !c.isPunctuation(';')) c.advance();
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
  const name = parseTypeName(c);
  const superinterfaces = c.takeWord('extends') ? parseTypeList(c) : [];
  const methods: MethodDeclaration[] = [];
  if (c.expectPunctuation('{')) {
    while (!c.isEnd && !c.isPunctuation('}')) {
      const method = parseInterfaceMethod(c);
      if (method) methods.push(method);
      else skipMember(c);
    }
    c.expectPunctuation('}');
  }
  return { kind: 'InterfaceDeclaration', modifiers, name, superinterfaces, methods: exact(methods), start, end: c.endFrom(start) };
}

function parseInterfaceMethod(c: Cursor): MethodDeclaration | null {
  const { at, start } = c;
  const modifiers = parseModifiers(c);
  const typeEnd = c.isWord('void') ? 1 : skipType(c, 0);
  if (typeEnd < 0 || !c.isName(typeEnd) || !c.isPunctuation('(', typeEnd + 1)) {
    c.reset(at);
    c.errorHere(`Expecting '}' but was: ${c.quoted()}`);
    return null;
  }
  const returnType = c.takeWord('void') ? null : parseType(c);
  const name = parseDeclaredName(c, 'method');
  const parameters = parseParameters(c, name);
  if (!c.expectPunctuation(';') && c.isPunctuation('{')) parseBlock(c);
  return { kind: 'MethodDeclaration', modifiers, returnType, name, parameters, body: null, start, end: c.endFrom(start) };
}

function parseEnum(c: Cursor, modifiers: Modifier[], start: number): TypeDeclaration {
  c.advance();
  const name = parseDeclaredName(c, 'type');
  const constants: Identifier[] = [];
  c.expectPunctuation('{');
  if (c.isName()) {
    do constants.push(parseDeclaredName(c)); while (c.takePunctuation(','));
  }
  if (constants.length > MAX_CONSTANTS) c.ruleError(`Maximum number of enum items exceeded: ${MAX_CONSTANTS}`, name);
  c.expectPunctuation('}');
  return { kind: 'EnumDeclaration', modifiers, name, constants: exact(constants), start, end: c.endFrom(start) };
}

function parseParameters(c: Cursor, method: Identifier): Parameter[] {
  const parameters: Parameter[] = [];
  c.expectPunctuation('(');
  if (c.takePunctuation(')')) return parameters;
  do {
    const start = c.start;
    const modifiers = parseModifiers(c);
    const type = parseType(c);
    const name = parseDeclaredName(c);
    parameters.push({ modifiers, type, name, start, end: c.endFrom(start) });
  } while (c.takePunctuation(','));
  if (parameters.length > MAX_PARAMETERS) c.ruleError(`Invalid number of parameters exceeds: ${MAX_PARAMETERS}`, method);
  c.expectPunctuation(')');
  return exact(parameters);
}

/** A member of a class; null, with an error, if there is none. */
function parseMember(c: Cursor): Member | null {
  const start = c.start;
  if (c.isPunctuation('{')) return { kind: 'InitializerBlock', isStatic: false, body: parseBlock(c), start, end: c.endFrom(start) };
  if (c.isWord('static') && c.isPunctuation('{', 1)) {
    c.advance();
    return { kind: 'InitializerBlock', isStatic: true, body: parseBlock(c), start, end: c.endFrom(start) };
  }
  const modifiers = parseModifiers(c);
  if (startsConstructor(c)) {
    const name = parseConstructorName(c);
    const parameters = parseParameters(c, name);
    const body = parseBlock(c);
    return { kind: 'ConstructorDeclaration', modifiers, name, parameters, body, start, end: c.endFrom(start) };
  }
  return parseDeclaration(c, modifiers, start);
}

function startsConstructor(c: Cursor): boolean {
  let i = 0;
  while (c.isName(i) && c.isPunctuation('.', i + 1)) i += 2;
  return c.isName(i) && c.isPunctuation('(', i + 1);
}

/** A dotted name is one here, for the check of constructor names to refuse. */
function parseConstructorName(c: Cursor): Identifier {
  const { start } = c;
  let { name } = c.identifier();
  while (c.takePunctuation('.')) name += `.${c.identifier().name}`;
  return { kind: 'Identifier', name, start, end: c.endFrom(start) };
}

/** A type, method, property or field behind its modifiers; null, with an error at what can't be one. */
function parseDeclaration(c: Cursor, modifiers: Modifier[], start: number): Member | null {
  const inner = parseTypeDeclaration(c, modifiers, start);
  if (inner) return inner;
  const isVoid = c.isWord('void');
  const typeEnd = isVoid ? 1 : skipType(c, 0);
  if (typeEnd < 0) {
    c.unexpected();
    return null;
  }
  const isMethod = c.isName(typeEnd) && c.isPunctuation('(', typeEnd + 1);
  const isProperty = !isVoid && c.isName(typeEnd) && c.isPunctuation('{', typeEnd + 1);
  const isField = !isVoid && c.isName(typeEnd) && ['=', ';', ','].some((symbol) => c.isPunctuation(symbol, typeEnd + 1));
  if (!isMethod && !isProperty && !isField) {
    for (let i = 0; i < typeEnd; i++) c.advance();
    c.unexpected();
    return null;
  }
  const type = c.takeWord('void') ? null : parseType(c);
  if (isMethod) {
    const name = parseDeclaredName(c, 'method');
    const parameters = parseParameters(c, name);
    const body = c.takePunctuation(';') ? null : parseBlock(c);
    return { kind: 'MethodDeclaration', modifiers, returnType: type, name, parameters, body, start, end: c.endFrom(start) };
  }
  if (isProperty) return parseProperty(c, modifiers, type!, start);
  const declarators = parseDeclarators(c);
  c.expectPunctuation(';');
  return { kind: 'FieldDeclaration', modifiers, type: type!, declarators, start, end: c.endFrom(start) };
}

function parseProperty(c: Cursor, modifiers: Modifier[], type: TypeReference, start: number): Member {
  const name = parseDeclaredName(c);
  let getter: Accessor | null = null;
  let setter: Accessor | null = null;
  c.expectPunctuation('{');
  while (!c.isEnd && !c.isPunctuation('}')) {
    const accessorStart = c.start;
    const accessorModifiers = parseModifiers(c);
    const isGet = c.isWord('get');
    if (!isGet && !c.isWord('set')) {
      c.unexpected();
      while (!c.isEnd && !c.isPunctuation('}')) c.advance();
      break;
    }
    c.advance();
    const body = c.takePunctuation(';') ? null : parseBlock(c);
    const accessor: Accessor = { modifiers: accessorModifiers, body, start: accessorStart, end: c.endFrom(accessorStart) };
    if (isGet) getter = accessor;
    else setter = accessor;
  }
  c.expectPunctuation('}');
  return { kind: 'PropertyDeclaration', modifiers, type, name, getter, setter, start, end: c.endFrom(start) };
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
  const body = { kind: 'Block' as const, statements, start: bodyStart, end: c.endFrom(bodyStart) };
  return { kind: 'TriggerDeclaration', name, object, events, body, members, start, end: c.endFrom(start) };
}

/** Statements and declarations in any order, as triggers and Execute Anonymous have them. */
export function parseMixed(c: Cursor, close: string | null): { statements: Statement[]; members: Member[] } {
  const statements: Statement[] = [];
  const members: Member[] = [];
  while (!c.isEnd && !(close && c.isPunctuation(close))) {
    const { at, start } = c;
    const modifiers = parseModifiers(c);
    if (startsMember(c)) {
      const errors = c.errors.length;
      const member = parseDeclaration(c, modifiers, start);
      if (member) members.push(member);
      // Execute Anonymous reports whatever is wrong inside a method at the method's first word.
      if (c.isAnonymous && member?.kind === 'MethodDeclaration' && c.errors.length > errors) c.replaceErrors(errors, at);
    } else if (modifiers.length) {
      statements.push(parseModifiedLocal(c, modifiers, start));
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

/** A variable of the unit, whose modifiers are those of a field. */
function parseModifiedLocal(c: Cursor, modifiers: Modifier[], start: number): Statement {
  const type = parseType(c);
  const declarators = parseDeclarators(c);
  c.expectPunctuation(';');
  return { kind: 'LocalDeclaration', modifiers, type, declarators, start, end: c.endFrom(start) };
}

/** A type, method or property rather than a statement. */
function startsMember(c: Cursor): boolean {
  const word = c.wordAt();
  if (word === 'class' || word === 'interface' || word === 'enum' || word === 'void') return c.wordAt(1) !== '';
  const end = skipType(c, 0);
  return end > 0 && c.isName(end) && (c.isPunctuation('(', end + 1) || c.isPunctuation('{', end + 1));
}
