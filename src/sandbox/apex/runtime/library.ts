/**
 * How the standard library is implemented: one file a class in stdlib/, each calling `defineLibraryClass`.
 *
 *   defineLibraryClass({
 *     name: 'System.String',
 *     members: {
 *       'static String valueOf(Date d)': (d: ApexDate | null) => …,      // static: the arguments
 *       'Integer length()': (self: string) => self.length,               // instance: the receiver (never null), the arguments
 *       'new(String message)': (message) => new Thing(message),          // constructor
 *     },
 *     fields: { 'request': { get: () => …, set: (receiver, value) => … } },
 *   });
 *
 * A key is the member's line in stdlib/catalogue (additions.txt first, then standard-library.txt), exactly. Values are
 * represented as contract.ts says. Parameters and results typed Object or by a type parameter carry Doubles boxed
 * (`ApexDouble`); those typed Double carry plain numbers. Results are `null`, never undefined.
 *
 * Instances of library classes extend `ApexObject`; `typed(Class, 'System.HttpRequest')` gives the class its Apex type.
 * `toApexText()` on an instance is its string conversion. A user class may extend or implement a library type: calls on
 * such a receiver try the user's own method first (`invoke`), so implementations only serve library instances.
 * `fail(type, message)` throws an Apex exception; `current()` (transaction.ts) is the running transaction; calling back
 * into user code is `callSlot(object, slotName)`, for example `compare$Object$Object`.
 *
 * A class that only holds values (value-class.ts) needs no file: its members follow from the catalogue. Any other member
 * without an implementation throws `NotSupported: System.Foo.bar(Integer)` when it is called.
 */
import type { ApexValue } from './contract.ts';
import { exceptionClass, notSupported } from './exception.ts';
import { ApexEnum, ApexObject } from './object.ts';
import { registerLibraryType, typeOf } from './runtime-types.ts';
import { valueField, valueMember, type ValueClass, type ValueField } from './value-class.ts';
import { ApexList } from './list.ts';

export type LibraryFunction = (...args: never[]) => ApexValue | void;

export interface LibraryField {
  /** Receiver null: static. */
  readonly get: (receiver: ApexValue) => ApexValue;
  readonly set?: (receiver: ApexValue, value: ApexValue) => void;
}

export interface LibraryClass {
  readonly name: string;
  /** Supertypes by full name, for instanceof and casts. */
  readonly supertypes?: readonly string[];
  readonly members: Readonly<Record<string, LibraryFunction>>;
  readonly fields?: Readonly<Record<string, LibraryField>>;
  /** Fields by names that only their users know. */
  readonly otherFields?: (name: string) => LibraryField;
}

/** How JSON has the values of a library class that isn't made of plain fields. */
export interface JsonForm {
  /** From a text, where JSON has one. */
  readText?(text: string): ApexValue;
  writeText?(value: ApexValue): string;
  /** From the members of an object, values as `JSON.deserializeUntyped` gives them. */
  read(members: ReadonlyMap<string, ApexValue>): ApexValue;
  write(value: ApexValue): readonly (readonly [string, ApexValue])[];
}

const jsonForms = new Map<string, JsonForm>();

export function defineJsonForm(typeName: string, form: JsonForm): void {
  jsonForms.set(typeName, form);
}

export function jsonFormOf(typeName: string): JsonForm | null {
  return jsonForms.get(typeName) ?? null;
}

const members = new Map<string, LibraryFunction>();
const fields = new Map<string, LibraryField>();
const otherFields = new Map<string, (name: string) => LibraryField>();
const implemented = new Map<string, Set<string>>();

export function defineLibraryClass(definition: LibraryClass): void {
  registerLibraryType(definition.name, { supertypes: definition.supertypes ?? [], isEnum: false });
  const own = implemented.get(definition.name) ?? new Set<string>();
  implemented.set(definition.name, own);
  for (const [key, member] of Object.entries(definition.members)) {
    members.set(`${definition.name}|${key}`, member);
    own.add(key);
  }
  for (const [key, field] of Object.entries(definition.fields ?? {})) {
    fields.set(`${definition.name}|${key.toLowerCase()}`, field);
    own.add(key);
  }
  if (definition.otherFields) otherFields.set(definition.name, definition.otherFields);
}

/** Keys of implemented members by class, for the support table. */
export function implementedMembers(): ReadonlyMap<string, ReadonlySet<string>> {
  return implemented;
}

const missingMembers = new WeakSet<LibraryFunction>();
/** Whether calling it is refused. */
export const isMissing = (member: LibraryFunction): boolean => missingMembers.has(member);

function missing(name: string): LibraryFunction {
  const member = (): never => notSupported(name);
  missingMembers.add(member);
  return member;
}

export function findMember(owner: string, key: string): LibraryFunction {
  const found = members.get(`${owner}|${key}`);
  if (found) return found;
  const facts = valueClassOf(owner);
  return (facts && valueMember(facts, key, () => newValue(facts))) ?? fallbacks.get(owner.slice(0, owner.indexOf('.') + 1))?.(owner, key) ?? missing(`${owner}.${key}`);
}

const fallbacks = new Map<string, (owner: string, key: string) => LibraryFunction | null>();

/** What the members of a namespace (`ConnectApi.`) do that have no implementation of their own; null: they are refused. */
export function defineFallback(namespace: string, fallback: (owner: string, key: string) => LibraryFunction | null): void {
  fallbacks.set(namespace, fallback);
}

/** What the catalogue knows of a type by name; whoever puts the worker together gives it. */
export interface LibraryCatalogue {
  /** null: no enum. */
  enumConstants(typeName: string): readonly string[] | null;
  /** null: no class, or one that does more than to hold values. */
  valueClass(typeName: string): ValueClass | null;
}

let catalogue: LibraryCatalogue = { enumConstants: () => null, valueClass: () => null };
export function configureLibrary(next: LibraryCatalogue): void {
  catalogue = next;
}

const valueClasses = new Map<string, ValueClass | null>();

/** A class that only holds values and isn't written down in a file of its own; its supertypes are known from then on. */
export function valueClassOf(typeName: string): ValueClass | null {
  let facts = valueClasses.get(typeName);
  if (facts !== undefined) return facts;
  facts = implemented.has(typeName) ? null : catalogue.valueClass(typeName);
  valueClasses.set(typeName, facts);
  if (facts) {
    registerLibraryType(facts.name, { supertypes: facts.supertypes, isEnum: false });
    for (const parent of facts.supertypes) valueClassOf(parent);
  }
  return facts;
}

export function newValue(facts: ValueClass): ApexBean {
  const bean = new ApexBean(facts.name);
  for (const name of facts.lists) bean.set(name, new ApexList(typeOf(facts.fields.find((field) => field.name === name)!.type)));
  return bean;
}

const enums = new Map<string, Map<string, ApexEnum>>();

/** All constants of an enum by lower-case name; null if the type is no enum of the library. */
export function libraryEnum(typeName: string): ReadonlyMap<string, ApexEnum> | null {
  const key = typeName.toLowerCase();
  const known = enums.get(key);
  if (known) return known;
  const names = catalogue.enumConstants(typeName);
  if (!names) return null;
  const type = typeOf(typeName);
  const made = new Map(names.map((name, ordinal) => [name.toLowerCase(), new ApexEnum(type, name, ordinal)] as const));
  enums.set(key, made);
  return made;
}

/** One constant of a library enum: `enumConstant('System.TriggerOperation', 'BEFORE_INSERT')`. */
export function enumConstant(typeName: string, name: string): ApexEnum {
  return libraryEnum(typeName)?.get(name.toLowerCase()) ?? notSupported(`${typeName}.${name}`);
}

function fieldOf(owner: string, name: string): LibraryField | null {
  const key = `${owner}|${name.toLowerCase()}`;
  const known = fields.get(key) ?? otherFields.get(owner)?.(name);
  if (known) return known;
  const facts = valueClassOf(owner);
  const field = facts && valueField(facts, name);
  if (field) fields.set(key, field);
  return field;
}

export function readLibraryField(owner: string, name: string, receiver: ApexValue): ApexValue {
  const field = fieldOf(owner, name);
  if (field) return field.get(receiver);
  const constant = libraryEnum(owner)?.get(name.toLowerCase());
  return constant ?? notSupported(`${owner}.${name}`);
}

export function writeLibraryField(owner: string, name: string, receiver: ApexValue, value: ApexValue): ApexValue {
  const field = fieldOf(owner, name);
  if (!field?.set) notSupported(`assignment to ${owner}.${name}`);
  field.set(receiver, value);
  return value;
}

/** Gives a library class its Apex type. */
export function typed<C extends new (...args: never[]) => ApexObject>(target: C, typeName: string): C {
  Object.defineProperty(target.prototype, '$type', { value: typeOf(typeName) });
  return target;
}

/** The JavaScript class that a user class extends when its superclass is of the library. */
export function libraryBase(typeName: string): new () => ApexObject {
  if (typeName.endsWith('Exception')) return exceptionClass(typeName);
  return beanFields.has(typeName) || valueClassOf(typeName) ? ApexBean : ApexObject;
}

/** A library object that only holds values: `beanClass('System.RestRequest', { httpMethod: 'String', … })` has them as fields. */
export class ApexBean extends ApexObject {
  readonly values = new Map<string, ApexValue>();
  /** Without a name: an instance of a user's class, which has its type on the prototype. */
  constructor(typeName?: string) {
    super();
    if (typeName !== undefined) Object.defineProperty(this, '$type', { value: typeOf(typeName) });
  }
  get(name: string): ApexValue { return this.values.get(name.toLowerCase()) ?? null; }
  set(name: string, value: ApexValue): void { this.values.set(name.toLowerCase(), value); }
  toApexText(): string {
    const { name } = this.$type;
    return beanTexts.get(name)?.(this) ?? `${name.slice(name.lastIndexOf('.') + 1)}:[]`;
  }
}

export interface BeanDefinition {
  readonly name: string;
  readonly supertypes?: readonly string[];
  /** Property names; each is readable and writable as a field. */
  readonly fields?: readonly string[];
  /** Catalogue keys of accessors: `String getSubject()` and `void setSubject(String subject)` share the value `subject`. */
  readonly accessors?: readonly string[];
  readonly constructors?: Readonly<Record<string, (bean: ApexBean, ...args: ApexValue[]) => void>>;
  readonly members?: Readonly<Record<string, LibraryFunction>>;
  readonly initial?: (bean: ApexBean) => void;
  /** String conversion; default: the class's name. */
  readonly text?: (bean: ApexBean) => string;
}

const beanFields = new Map<string, readonly string[]>();
const beanTexts = new Map<string, (bean: ApexBean) => string>();

/** Names of what an object that only holds values holds, as they are declared; null if nobody has said. */
export function valueFieldsOf(typeName: string): readonly ValueField[] | null {
  const names = beanFields.get(typeName);
  return names?.length ? names.map((name) => ({ name, type: 'Object' })) : (valueClassOf(typeName)?.fields ?? null);
}

/** Defines a library class whose members only get and set values. */
export function defineBean(definition: BeanDefinition): void {
  beanFields.set(definition.name, definition.fields ?? []);
  if (definition.text) beanTexts.set(definition.name, definition.text);
  const make = (): ApexBean => {
    const bean = new ApexBean(definition.name);
    definition.initial?.(bean);
    return bean;
  };
  const all: Record<string, LibraryFunction> = { 'new()': make };
  for (const key of definition.accessors ?? []) {
    const match = /(?:^|\s)(get|is|set)(\w+)\(/.exec(key);
    if (!match) continue;
    const name = match[2]!;
    all[key] = match[1] === 'set' ? (self: ApexBean, value: ApexValue): void => self.set(name, value) : (self: ApexBean): ApexValue => self.get(name);
  }
  for (const [key, build] of Object.entries(definition.constructors ?? {})) {
    all[key] = (...args: ApexValue[]): ApexValue => {
      const bean = make();
      build(bean, ...args);
      return bean;
    };
  }
  const fieldTable: Record<string, LibraryField> = {};
  for (const name of definition.fields ?? []) {
    fieldTable[name] = { get: (receiver) => (receiver as ApexBean).get(name), set: (receiver, value) => (receiver as ApexBean).set(name, value) };
  }
  const { text } = definition;
  defineLibraryClass({ name: definition.name, supertypes: definition.supertypes, members: { ...all, ...(text ? { 'String toString()': text } : {}), ...definition.members }, fields: fieldTable });
}

export function listOf(elementType: string, items: ApexValue[]): ApexList {
  return new ApexList(typeOf(`List<${elementType}>`), items);
}
