/** Calls of the library: what is told beside the arguments, who answers first, and what the debug log of traced code hears of them. */
import type { BoundExpression } from '../semantics/bound.ts';
import { typeName, type ApexType, type LocalSymbol, type MethodSymbol } from '../semantics/types.ts';
import { bindLookup } from './bind-lookup.ts';
import { isDouble, type ExpressionWriter } from './expressions.ts';
import { isChained } from './safe-chains.ts';

/** Classes whose methods work for the class that calls them, with its namespace, sharing and version: it is told behind the arguments. */
const CALLED_FOR = new Set([
  'System.Database', 'System.Search', 'System.Schema', 'System.Type', 'Schema.DescribeSObjectResult', 'Schema.DescribeFieldResult', 'Schema.SObjectTypeFields', 'Schema.SObjectTypeFieldSets', 'System.CustomMetadata',
]);
/** Methods of records that take the name of a field. */
const BY_NAME = new Set(['get', 'put', 'getsobject', 'getsobjects', 'putsobject', 'isset']);
/** Library methods whose query text may name variables of the code that calls them. */
const DYNAMIC_QUERIES = new Set(['System.Database.query', 'System.Database.countquery', 'System.Database.getquerylocator', 'System.Database.getcursor', 'System.Database.getpaginationcursor', 'System.Search.query', 'System.Search.find']);

const isPrimitiveBlob = (type: ApexType): boolean => type.kind === 'primitive' && type.name === 'Blob';

const isOpen = (type: ApexType | undefined): boolean => type !== undefined && (type.kind === 'parameter' || (type.kind === 'primitive' && type.name === 'Object'));

/** A call of a library method. */
export function libraryCall(w: ExpressionWriter, node: Extract<BoundExpression, { kind: 'libraryCall' }>): string {
  const { method } = node;
  const args = node.arguments.map((argument, i) => (isOpen(method.parameters[i]?.type) ? w.boxed(argument) : w.expression(argument)));
  const id = w.unit.library(method.owner.qualifiedName, method.libraryKey!);
  const finish = (code: string): string => (method.returnType.kind === 'parameter' ? w.unboxed(code, node.type) : code);
  if (CALLED_FOR.has(method.owner.qualifiedName) || method.name === 'getStackTraceString' || (method.owner.qualifiedName === 'System.SObject' && BY_NAME.has(method.name.toLowerCase()))) args.push(`$.calledBy(${w.unit.caller})`);
  const signature = `${libraryOwner(node)}.${method.name}${libraryParameters(method)}`;
  const tell = (parts: readonly string[], build: (parts: readonly string[]) => string): string => told(w, 'METHOD', node, signature, parts, build);
  if (!node.receiver) {
    const call = tell(args, (parts) => `(${id} ?? ${id}f())(${parts.join(', ')})`);
    return DYNAMIC_QUERIES.has(`${method.owner.qualifiedName}.${method.name.toLowerCase()}`) ? `$.withBinds(${bindLookup(w, node.range?.start ?? 0)}, () => ${call})` : finish(call);
  }
  const receiverType = node.receiver.type;
  // A null Blob is an argument that may not be null.
  if (isPrimitiveBlob(receiverType) && !node.isSafe && !isChained(node.receiver)) return finish(tell([w.expression(node.receiver), ...args], (parts) => `(${id} ?? ${id}f())(${parts.join(', ')})`));
  const fast = fastCall(w, node, args, tell);
  if (fast) return finish(fast);
  // User classes implement library interfaces and extend library classes: their own method comes first.
  const mayBeUser = receiverType.kind === 'class' || (receiverType.kind === 'primitive' && receiverType.name === 'Object');
  const needsBox = isDouble(receiverType);
  return w.onReceiver(node, node.receiver, node.isSafe, (receiver) => {
    const self = needsBox && method.owner.qualifiedName === 'System.Object' ? `$.box(${receiver})` : receiver;
    // Known as an Object, a value isn't asked for an equals of its class.
    const isOfObject = method.owner.qualifiedName === 'System.Object' && method.name === 'equals';
    if (node.isSuper || !mayBeUser || isOfObject) return finish(tell([self, ...args], (parts) => `(${id} ?? ${id}f())(${parts.join(', ')})`));
    // What a user class does isn't the library's.
    return finish(`$.invoke(${self}, ${JSON.stringify(method.slot)}, ${id} ?? ${id}f(), [${args.join(', ')}])`);
  });
}

function fastCall(w: ExpressionWriter, node: Extract<BoundExpression, { kind: 'libraryCall' }>, args: readonly string[], tell: (parts: readonly string[], build: (parts: readonly string[]) => string) => string): string | null {
  const { receiver } = node;
  if (w.unit.shape !== 'traced' || !receiver) return fastCollectionCall(w, node, args);
  if (!fastCollectionCall(w, node, args)) return null;
  return tell([w.expression(receiver), ...args], ([first = '', ...rest]) => {
    const local: LocalSymbol = { name: first, index: -1, type: receiver.type, isParameter: false, isFinal: true, scopeStart: 0, scopeEnd: 0 };
    return fastCollectionCall(w, { ...node, receiver: { kind: 'local', local, type: receiver.type, range: null } }, rest) ?? '';
  });
}

/**
 * A call of the library, of which traced code tells the debug log. `parts`: what is evaluated before the call, `this` first; `build` makes the
 * call of their names.
 */
export function told(w: ExpressionWriter, what: 'METHOD' | 'CONSTRUCTOR', node: BoundExpression, signature: string, parts: readonly string[], build: (parts: readonly string[]) => string): string {
  if (w.unit.shape !== 'traced' || !node.range) return build(parts);
  const names = parts.map((_, i) => `a${i}`);
  const line = w.unit.lineMap.position(node.range.start).line;
  return `$.tellLibraryCall(${[JSON.stringify(what), String(line), JSON.stringify(signature), JSON.stringify(w.unit.source.namespace), `(${names.join(', ')}) => ${build(names)}`, ...parts].join(', ')})`;
}

/** As the debug log names the owner of a library method: without `System`, collections in capitals with what they hold. */
function libraryOwner({ receiver, method }: Extract<BoundExpression, { kind: 'libraryCall' }>): string {
  const isCollection = receiver !== null && (receiver.type.kind === 'list' || receiver.type.kind === 'set' || receiver.type.kind === 'map');
  return isCollection ? libraryTypeName(receiver.type) : method.owner.qualifiedName.replace(/^System\.(?=.)/, '');
}

export function libraryParameters({ owner, name, parameters }: MethodSymbol): string {
  const isDebug = owner.qualifiedName === 'System.System' && name.toLowerCase() === 'debug';
  return `(${parameters.map(({ type }) => (isDebug && typeName(type) === 'Object' ? 'ANY' : libraryTypeName(type))).join(', ')})`;
}

function libraryTypeName(type: ApexType): string {
  if (type.kind === 'parameter') return 'Object';
  return typeName(type).replaceAll(/\b(List|Set|Map)(?=<)/g, (word) => word.toUpperCase());
}

/** Collection calls hot enough to skip the library's indirection. */
function fastCollectionCall(w: ExpressionWriter, node: Extract<BoundExpression, { kind: 'libraryCall' }>, args: readonly string[]): string | null {
  const { receiver, method } = node;
  if (!receiver || isChained(node)) return null;
  const name = method.libraryKey;
  if (receiver.type.kind === 'list') {
    if (name === 'Integer size()') return `${w.required(receiver)}.items.length`;
    if (name === 'T get(Integer index)') return `$.at(${w.expression(receiver)}, ${args[0]})`;
    if (name === 'void add(T element)') return `${w.required(receiver)}.add(${args[0]})`;
  }
  if (receiver.type.kind === 'map') {
    if (name === 'V get(K key)') return `${w.required(receiver)}.get(${args[0]})`;
    if (name === 'Boolean containsKey(K key)') return `${w.required(receiver)}.has(${args[0]})`;
    if (name === 'V put(K key, V value)') return `${w.required(receiver)}.put(${args[0]}, ${args[1]})`;
  }
  if (receiver.type.kind === 'set' && name === 'Boolean contains(T element)') return `${w.required(receiver)}.has(${args[0]})`;
  return null;
}
