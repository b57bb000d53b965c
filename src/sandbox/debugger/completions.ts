/** What may be typed at a place in a frame: members of the value, type or namespace before the last dot, or all that a bare name can mean. */
import type { CompletionKind, DebugCompletion } from '../../protocol/debug.ts';
import type { Catalogue } from '../apex/semantics/catalogue.ts';
import { hierarchy, memberSymbol } from '../apex/semantics/members.ts';
import type { Program } from '../apex/semantics/program.ts';
import { resolveNames } from '../apex/semantics/resolve-types.ts';
import { typeOfField } from '../apex/semantics/sobject-types.ts';
import { PRIMITIVES, substitute } from '../apex/semantics/type-tools.ts';
import { typeName } from '../apex/semantics/types.ts';
import type { Access, ApexType, LocalSymbol, MethodSymbol, TypeSymbol } from '../apex/semantics/types.ts';

/** Where the text is typed, and how its parts are understood there. */
export interface CompletionPlace {
  readonly program: Program;
  readonly namespace: string | null;
  readonly owner: TypeSymbol | null;
  readonly isStatic: boolean;
  readonly isTrigger: boolean;
  readonly locals: readonly LocalSymbol[];
  /** D8: whether more than the global members of a package's types may be shown. */
  sees(namespace: string | null): boolean;
  /** Type of an expression; null: it isn't one. */
  typeOf(expression: string): ApexType | null;
}

/** More are of no use to anybody. */
const MAX_COMPLETIONS = 500;
const KEYWORDS = ['new', 'null', 'true', 'false', 'instanceof'];
const TRIGGER_VARIABLES: readonly (readonly [string, string])[] = [
  ['new', 'List'], ['old', 'List'], ['newMap', 'Map'], ['oldMap', 'Map'], ['size', 'Integer'], ['operationType', 'TriggerOperation'], ['isExecuting', 'Boolean'],
  ['isBefore', 'Boolean'], ['isAfter', 'Boolean'], ['isInsert', 'Boolean'], ['isUpdate', 'Boolean'], ['isDelete', 'Boolean'], ['isUndelete', 'Boolean'],
];

/** `offset`: of the cursor in the text, UTF-16 units. Nearest things first. */
export function completionsAt(place: CompletionPlace, text: string, offset: number): readonly DebugCompletion[] {
  const before = text.slice(0, offset);
  if (isInLiteral(before)) return [];
  const prefix = /[A-Za-z_]\w*$/.exec(before)?.[0] ?? '';
  const receiver = receiverOf(before.slice(0, before.length - prefix.length));
  const found = new Map<string, DebugCompletion>();
  const wanted = prefix.toLowerCase();
  for (const each of receiver === null ? bareNames(place) : membersOf(place, receiver)) {
    const key = `${each.kind === 'method'} ${each.label.toLowerCase()}`;
    if (each.text.toLowerCase().includes(wanted) && !found.has(key)) found.set(key, each);
    if (found.size === MAX_COMPLETIONS) break;
  }
  return [...found.values()];
}

/** What stands before the dot that the text ends in: `a.b(c)[0]`; null: there is none, and empty: it can't be told. */
export function receiverOf(text: string): string | null {
  const dot = /\??\.\s*$/.exec(text);
  if (!dot) return null;
  const code = text.slice(0, dot.index).trimEnd();
  let at = code.length;
  for (;;) {
    const last = code[at - 1];
    if (last === ')' || last === ']') at = openingOf(code, at - 1);
    else if (last === "'") at = quoteBefore(code, at - 1);
    if (at < 0) return '';
    const name = /[A-Za-z_]\w*\s*$/.exec(code.slice(0, at));
    if (name) at = name.index;
    const link = /\??\.\s*$/.exec(code.slice(0, at));
    if (!link) break;
    at = link.index;
  }
  // `new Foo().`
  const made = /\bnew\s+$/i.exec(code.slice(0, at));
  return code.slice(made ? made.index : at).trim();
}

/** Index of the bracket that the one at `end` closes; -1: there is none. */
function openingOf(code: string, end: number): number {
  let depth = 0;
  for (let at = end; at >= 0; at--) {
    const character = code[at];
    if (character === "'") at = quoteBefore(code, at);
    else if (character === ')' || character === ']' || character === '}') depth++;
    else if ((character === '(' || character === '[' || character === '{') && --depth === 0) return at;
    if (at < 0) break;
  }
  return -1;
}

/** Index of the quote that opens the string closed at `end`; -1: there is none. */
function quoteBefore(code: string, end: number): number {
  for (let at = end - 1; at >= 0; at--) {
    if (code[at] !== "'") continue;
    const slashes = /\\*$/.exec(code.slice(0, at))?.[0].length ?? 0;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

function isInLiteral(text: string): boolean {
  return /^(?:[^'\\]|'(?:[^'\\]|\\.)*')*'(?:[^'\\]|\\.)*$/s.test(text);
}

function* membersOf(place: CompletionPlace, receiver: string): Generator<DebugCompletion> {
  const { program, namespace } = place;
  if (receiver === '') return;
  if (place.isTrigger && receiver.toLowerCase() === 'trigger') {
    for (const [name, type] of TRIGGER_VARIABLES) yield completion('property', name, type);
    return;
  }
  const type = place.typeOf(receiver);
  if (type) {
    yield* membersOfValue(place, type);
    return;
  }
  const names = receiver.split('.').map(name => name.trim());
  if (!names.every(name => /^[A-Za-z_]\w*$/.test(name))) return;
  const named = resolveNames(program, names, [], { namespace, enclosing: place.owner });
  if (named) yield* membersOfType(place, named);
  if (names.length === 1) yield* typesOfNamespace(place, names[0] ?? '');
}

function* membersOfValue(place: CompletionPlace, type: ApexType): Generator<DebugCompletion> {
  if (type.kind === 'sobject') yield* fieldsOfObject(place, type.name);
  const start = memberSymbol(place.program, type);
  if (!start) return;
  for (const { symbol, arguments: given } of hierarchy(place.program, start)) {
    for (const field of symbol.fields.values()) {
      if (!field.isStatic && isShown(place, symbol, field.access)) yield completion(field.kind, field.name, typeName(substitute(field.type, given)));
    }
    for (const method of [...symbol.methods.values()].flat()) {
      if (!method.isStatic && isShown(place, symbol, method.access)) yield methodCompletion(method, given);
    }
  }
}

function* membersOfType(place: CompletionPlace, type: ApexType): Generator<DebugCompletion> {
  if (type.kind === 'sobject') yield* fieldsOfObject(place, type.name);
  const start = memberSymbol(place.program, type);
  if (!start) return;
  for (const { symbol } of hierarchy(place.program, start)) {
    for (const name of symbol.enumConstants) yield completion('enumConstant', name, typeName(type));
    if (symbol.kind === 'enum') {
      yield { kind: 'method', label: 'values()', text: 'values()', detail: `List<${typeName(type)}>`, cursor: null };
      yield { kind: 'method', label: 'valueOf(String name)', text: 'valueOf()', detail: typeName(type), cursor: 8 };
    }
    for (const field of symbol.fields.values()) {
      if (field.isStatic && isShown(place, symbol, field.access)) yield completion(field.kind, field.name, typeName(field.type));
    }
    for (const method of [...symbol.methods.values()].flat()) {
      if (method.isStatic && isShown(place, symbol, method.access)) yield methodCompletion(method);
    }
    for (const inner of symbol.inner.values()) if (isShown(place, inner, inner.access)) yield typeCompletion(inner);
  }
}

function* fieldsOfObject({ program, namespace }: CompletionPlace, name: string): Generator<DebugCompletion> {
  const object = program.schema.object(name, namespace);
  if (!object) return;
  for (const field of object.fields.values()) {
    yield completion('field', field.name, typeName(typeOfField(field)));
    if (field.relationshipName !== null) yield completion('field', field.relationshipName, field.referenceTo.length === 1 ? field.referenceTo[0] ?? 'SObject' : 'SObject');
  }
  for (const child of object.childRelationships) if (child.name !== null) yield completion('field', child.name, `List<${child.childObject}>`);
}

function* bareNames(place: CompletionPlace): Generator<DebugCompletion> {
  const { program, owner, isStatic } = place;
  for (const local of place.locals.toReversed()) yield completion('variable', local.name, typeName(local.type));
  if (owner && !isStatic) yield { kind: 'keyword', label: 'this', text: 'this', detail: owner.qualifiedName, cursor: null };
  for (let type = owner; type; type = type.outer) {
    for (const { symbol } of hierarchy(program, { symbol: type, arguments: new Map() })) {
      for (const field of symbol.fields.values()) if (field.isStatic || (!isStatic && type === owner)) yield completion(field.kind, field.name, typeName(field.type));
      for (const method of [...symbol.methods.values()].flat()) if (method.isStatic || (!isStatic && type === owner)) yield methodCompletion(method);
      for (const inner of symbol.inner.values()) yield typeCompletion(inner);
    }
  }
  if (place.isTrigger) yield completion('class', 'Trigger', 'context variables');
  for (const word of KEYWORDS) yield { kind: 'keyword', label: word, text: word, detail: null, cursor: null };
  yield* typesOfNamespace(place, place.namespace ?? '', true);
  for (const name of PRIMITIVES.values()) if (name.kind === 'primitive') yield completion('class', name.name, null);
  for (const name of ['List', 'Map', 'Set', 'SObject']) yield completion('class', name, null);
  yield* libraryTypes(program.catalogue, 'system');
  for (const object of program.schema.objects()) yield completion('class', object.name, object.label);
  for (const name of program.catalogue.namespaces.values()) yield completion('namespace', name, null);
}

/** `isOwn`: the namespace of the code itself, where none is null. */
function* typesOfNamespace({ program, sees }: CompletionPlace, name: string, isOwn = false): Generator<DebugCompletion> {
  const lower = name.toLowerCase();
  for (const { path, namespace } of program.sourceFiles()) {
    if ((namespace ?? '').toLowerCase() !== lower || (lower === '' && !isOwn) || !/\.cls$/i.test(path)) continue;
    const base = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).replace(/\.cls$/i, '');
    if (sees(namespace) || program.findTopLevel(namespace, base)?.access === 'global') yield completion('class', base, namespace);
  }
  if (lower !== '') yield* libraryTypes(program.catalogue, lower);
}

function* libraryTypes(catalogue: Catalogue, namespace: string): Generator<DebugCompletion> {
  for (const name of catalogue.names()) {
    if (!name.startsWith(`${namespace}.`)) continue;
    const declared = /^(?:class|interface|enum) [\w]+\.(\w+)/.exec(catalogue.textOf(name))?.[1];
    if (declared !== undefined && name.lastIndexOf('.') === namespace.length) yield completion('class', declared, catalogue.namespaces.get(namespace) ?? null);
  }
}

function isShown({ sees }: CompletionPlace, owner: TypeSymbol, access: Access): boolean {
  return owner.isLibrary || owner.kind === 'interface' || access === 'global' || sees(owner.namespace);
}

function completion(kind: CompletionKind, name: string, detail: string | null): DebugCompletion {
  return { kind, label: name, text: name, detail, cursor: null };
}

function typeCompletion(type: TypeSymbol): DebugCompletion {
  return completion(type.kind === 'enum' ? 'enum' : 'class', type.name, type.outer?.qualifiedName ?? null);
}

/** The cursor goes between the parentheses where there is something to give. */
function methodCompletion(method: MethodSymbol, given: ReadonlyMap<string, ApexType> = new Map()): DebugCompletion {
  const parameters = method.parameters.map(({ name, type }) => `${typeName(substitute(type, given))} ${name}`).join(', ');
  return {
    kind: 'method', label: `${method.name}(${parameters})`, text: `${method.name}()`, detail: typeName(substitute(method.returnType, given)),
    cursor: method.parameters.length > 0 ? method.name.length + 1 : null,
  };
}
