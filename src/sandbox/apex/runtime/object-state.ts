/**
 * What an object and everything it reaches hold, as text: how a job keeps its state from the transaction that queues it to
 * the one that runs it. References to one object stay one object. Transient members are left out. Source: Apex Developer
 * Guide, Transient Keyword and Queueable Apex.
 */
import { ApexBlob } from './blob.ts';
import type { ApexValue } from './contract.ts';
import { ApexDecimal } from './decimal.ts';
import { ApexDouble } from './double.ts';
import { ApexException, exceptionClass, fail, notSupported } from './exception.ts';
import { ApexBean, enumConstant, jsonFormOf } from './library.ts';
import { ApexList } from './list.ts';
import { findLoaded } from './loaded-classes.ts';
import { ApexMap, ApexSet } from './map.ts';
import type { ApexObject } from './object.ts';
import { ApexEnum } from './object.ts';
import { typeOf } from './runtime-types.ts';
import { SObjectRecord } from './sobject.ts';
import { current } from './transaction.ts';
import { ApexDate, ApexDatetime, ApexTime } from './temporal.ts';
import { ApexTypeValue, FieldToken, fieldToken, ObjectToken, objectToken, typeValue } from './tokens.ts';

/** null, true, 1 and 'a' stand for themselves; anything else is tagged. */
type Slot = null | boolean | number | string | readonly [tag: 'ref', index: number] | readonly [tag: 'long' | 'number', text: string];
type Pairs = readonly (readonly [string, Slot])[];
type Node =
  | readonly ['decimal', string, number] | readonly ['double', Slot] | readonly ['date' | 'datetime' | 'time', number] | readonly ['blob', string]
  | readonly ['enum', string, string] | readonly ['type' | 'object', string] | readonly ['field', string, string]
  | readonly ['list' | 'set', string, readonly Slot[]] | readonly ['map', string, readonly (readonly [Slot, Slot])[]]
  | readonly ['record', string, Pairs, Pairs | null, boolean]
  | readonly ['bean' | 'form' | 'instance', string, Pairs]
  | readonly ['live', number]
  | readonly ['exception', string, string | null, Slot, readonly { readonly where: string; readonly line: number }[], Pairs];

/** Library classes that the platform can't keep from one transaction to the next. */
const NOT_SERIALIZABLE: ReadonlySet<string> = new Set([
  'schema.describesobjectresult', 'schema.describefieldresult', 'schema.picklistentry', 'schema.recordtypeinfo', 'schema.childrelationship', 'system.httprequest', 'system.httpresponse', 'system.http',
  'system.savepoint', 'system.matcher', 'system.pattern', 'dom.document', 'dom.xmlnode', 'system.xmlstreamreader', 'system.xmlstreamwriter', 'system.jsonparser', 'system.jsongenerator',
  'database.querylocator', 'database.querylocatoriterator', 'messaging.singleemailmessage', 'messaging.massemailmessage',
]);

export function encodeState(value: ApexValue): string {
  const encoder = new Encoder();
  const root = encoder.slot(value);
  return JSON.stringify([root, encoder.nodes]);
}

export function decodeState(text: string): ApexValue {
  const [root, nodes] = JSON.parse(text) as [Slot, Node[]];
  return new Decoder(nodes).value(root);
}

function liveObjects(): object[] {
  const { slots } = current();
  let kept = slots.get('#liveObjects') as object[] | undefined;
  if (!kept) slots.set('#liveObjects', kept = []);
  return kept;
}

class Encoder {
  readonly nodes: Node[] = [];
  readonly #indexes = new Map<object, number>();

  slot(value: ApexValue): Slot {
    switch (typeof value) {
      case 'boolean': case 'string': return value;
      case 'number': return Number.isFinite(value) && !Object.is(value, -0) ? value : ['number', Object.is(value, -0) ? '-0' : String(value)];
      case 'bigint': return ['long', String(value)];
      case 'object': return value === null ? null : ['ref', this.#index(value)];
      default: return null;
    }
  }

  #index(value: object): number {
    const known = this.#indexes.get(value);
    if (known !== undefined) return known;
    const index = this.nodes.length;
    this.#indexes.set(value, index);
    // Its place is taken before what it holds gets one.
    this.nodes.push(['double', 0]);
    this.nodes[index] = this.#node(value);
    return index;
  }

  #node(value: object): Node {
    if (value instanceof SObjectRecord) return ['record', value.objectName, this.#pairs(value.fields), value.relationships && this.#pairs(value.relationships), value.isFromQuery];
    if (value instanceof ApexList) return ['list', value.$type.id, value.items.map((item) => this.slot(item))];
    if (value instanceof ApexSet) return ['set', value.$type.id, [...value.values()].map((item) => this.slot(item))];
    if (value instanceof ApexMap) return ['map', value.$type.id, [...value.entries()].map(([key, item]) => [this.slot(key), this.slot(item)] as const)];
    if (value instanceof ApexDecimal) return ['decimal', String(value.unscaled), value.scale];
    if (value instanceof ApexDouble) return ['double', this.slot(value.value)];
    if (value instanceof ApexDate) return ['date', value.days];
    if (value instanceof ApexDatetime) return ['datetime', value.millis];
    if (value instanceof ApexTime) return ['time', value.millis];
    if (value instanceof ApexBlob) return ['blob', Buffer.from(value.bytes).toString('base64')];
    if (value instanceof ApexEnum) return ['enum', value.$type.name, value.name];
    if (value instanceof ApexTypeValue) return ['type', value.type.id];
    if (value instanceof ObjectToken) return ['object', value.objectName];
    if (value instanceof FieldToken) return ['field', value.objectName, value.fieldName];
    return this.#object(value as ApexObject);
  }

  #object(value: ApexObject): Node {
    const { name } = value.$type;
    if (NOT_SERIALIZABLE.has(name.toLowerCase())) fail('System.SerializationException', `Not Serializable: ${name}`);
    if (value instanceof ApexException) return ['exception', name, value.message, this.slot(value.cause), value.trace, this.#members(value)];
    if (findLoaded(name)) return ['instance', name, this.#members(value)];
    if (value instanceof ApexBean) return ['bean', name, this.#pairs(value.values)];
    const form = jsonFormOf(name);
    if (form) return ['form', name, form.write(value).map(([key, item]) => [key, this.slot(item)] as const)];
    if (!current().test) return Object.keys(value).length === 0 ? ['bean', name, []] : notSupported(`${name} in the state of an asynchronous job`);
    // A test's jobs run while it does: what has no text (a stub, an iterator of the library) stays as it is.
    const kept = liveObjects();
    return ['live', kept.push(value) - 1];
  }

  /** The members of a user's class that are kept, by slot. */
  #members(value: ApexObject): Pairs {
    const kept: [string, Slot][] = [];
    for (let at = findLoaded(value.$type.name); at; at = at.facts.superclass ? findLoaded(at.facts.superclass) : null) {
      for (const { slot, isStatic, isTransient } of at.facts.fields) {
        if (isStatic || isTransient || !Object.hasOwn(value, slot) || kept.some(([known]) => known === slot)) continue;
        kept.push([slot, this.slot((value as unknown as Record<string, ApexValue>)[slot])]);
      }
    }
    return kept;
  }

  #pairs(values: Iterable<readonly [string, ApexValue]>): Pairs {
    return [...values].map(([key, value]) => [key, this.slot(value)] as const);
  }
}

class Decoder {
  readonly #values: object[];

  constructor(nodes: readonly Node[]) {
    this.#values = nodes.map((node) => empty(node));
    const isHashed = ([kind]: Node): boolean => kind === 'set' || kind === 'map';
    nodes.forEach((node, i) => { if (!isHashed(node)) this.#fill(node, i); });
    // Keys are hashed by what they hold: inner collections come first.
    for (let i = nodes.length - 1; i >= 0; i--) if (isHashed(nodes[i]!)) this.#fill(nodes[i]!, i);
  }

  value(slot: Slot): ApexValue {
    if (!Array.isArray(slot)) return slot;
    const [tag, content] = slot as readonly [string, string | number];
    if (tag === 'ref') return this.#values[content as number];
    return tag === 'long' ? BigInt(content) : Number(content);
  }

  #fill(node: Node, i: number): void {
    const made = this.#values[i];
    switch (node[0]) {
      case 'list': (made as ApexList).items = node[2].map((item) => this.value(item)); break;
      case 'set': for (const item of node[2]) (made as ApexSet).add(this.value(item)); break;
      case 'map': for (const [key, item] of node[2]) (made as ApexMap).put(this.value(key), this.value(item)); break;
      case 'record': {
        const record = made as SObjectRecord;
        for (const [name, item] of node[2]) record.fields.set(name, this.value(item));
        if (node[3]) record.relationships = new Map(node[3].map(([name, item]) => [name, this.value(item)]));
        record.isFromQuery = node[4];
        break;
      }
      case 'bean': for (const [name, item] of node[2]) (made as ApexBean).set(name, this.value(item)); break;
      case 'form': this.#values[i] = jsonFormOf(node[1])!.read(new Map(node[2].map(([name, item]) => [name, this.value(item)]))) as object; break;
      case 'instance': this.#members(made as ApexObject, node[2]); break;
      case 'exception':
        Object.assign(made as ApexException, { message: node[2], cause: this.value(node[3]), trace: node[4] });
        this.#members(made as ApexObject, node[5]);
        break;
      default:
    }
  }

  #members(target: ApexObject, members: Pairs): void {
    for (const [slot, item] of members) (target as unknown as Record<string, ApexValue>)[slot] = this.value(item);
  }
}

/** A value, or the object that is filled later. */
function empty(node: Node): object {
  switch (node[0]) {
    case 'decimal': return new ApexDecimal(BigInt(node[1]), node[2]);
    case 'double': return new ApexDouble(typeof node[1] === 'number' ? node[1] : Number((node[1] as readonly string[])[1]));
    case 'date': return new ApexDate(node[1]);
    case 'datetime': return new ApexDatetime(node[1]);
    case 'time': return new ApexTime(node[1]);
    case 'blob': return new ApexBlob(Buffer.from(node[1], 'base64'));
    case 'enum': return findLoaded(node[1])?.e[node[2]] ?? enumConstant(node[1], node[2]);
    case 'type': return typeValue(node[1]);
    case 'object': return objectToken(node[1]);
    case 'field': return fieldToken(node[1], node[2]);
    case 'list': return new ApexList(typeOf(node[1]));
    case 'set': return new ApexSet(typeOf(node[1]));
    case 'map': return new ApexMap(typeOf(node[1]));
    case 'record': return new SObjectRecord(node[1]);
    case 'bean': return new ApexBean(node[1]);
    case 'form': return {};
    case 'live': return liveObjects()[node[1]] ?? fail('System.UnexpectedException', 'An object of a job that another test has queued');
    case 'instance': return instanceOf(node[1]);
    case 'exception': return findLoaded(node[1]) ? instanceOf(node[1]) : new (exceptionClass(node[1]))();
  }
}

function instanceOf(typeName: string): ApexObject {
  return findLoaded(typeName)?.make() ?? fail('System.UnexpectedException', `Class ${typeName} of a job's state is gone`);
}
