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
 * A member without an implementation throws `NotSupported: System.Foo.bar(Integer)` when it is called.
 */
import type { ApexValue } from './contract.ts';
import { exceptionClass, notSupported } from './exception.ts';
import { ApexEnum, ApexObject } from './object.ts';
import { registerLibraryType, typeOf, type RuntimeType } from './runtime-types.ts';
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

export function findMember(owner: string, key: string): LibraryFunction {
  const found = members.get(`${owner}|${key}`);
  if (found) return found;
  return () => notSupported(`${owner}.${key}`);
}

/** Constants of the library's enums, by type name; set from the catalogue by whoever puts the worker together. */
let enumConstants: (typeName: string) => readonly string[] | null = () => null;
export function configureLibrary(options: { enumConstants: (typeName: string) => readonly string[] | null }): void {
  enumConstants = options.enumConstants;
}

const enums = new Map<string, Map<string, ApexEnum>>();

/** All constants of an enum by lower-case name; null if the type is no enum of the library. */
export function libraryEnum(typeName: string): ReadonlyMap<string, ApexEnum> | null {
  const key = typeName.toLowerCase();
  const known = enums.get(key);
  if (known) return known;
  const names = enumConstants(typeName);
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

function findField(owner: string, name: string): LibraryField | undefined {
  return fields.get(`${owner}|${name.toLowerCase()}`) ?? otherFields.get(owner)?.(name);
}

export function readLibraryField(owner: string, name: string, receiver: ApexValue): ApexValue {
  const field = findField(owner, name);
  if (field) return field.get(receiver);
  const constant = libraryEnum(owner)?.get(name.toLowerCase());
  return constant ?? notSupported(`${owner}.${name}`);
}

export function writeLibraryField(owner: string, name: string, receiver: ApexValue, value: ApexValue): ApexValue {
  const field = findField(owner, name);
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
  return ApexObject;
}

/** A library object that only holds values: `beanClass('System.RestRequest', { httpMethod: 'String', … })` has them as fields. */
export class ApexBean extends ApexObject {
  readonly values = new Map<string, ApexValue>();
  private readonly own: RuntimeType;
  constructor(typeName: string) {
    super();
    this.own = typeOf(typeName);
    Object.defineProperty(this, '$type', { value: this.own });
  }
  get(name: string): ApexValue { return this.values.get(name.toLowerCase()) ?? null; }
  set(name: string, value: ApexValue): void { this.values.set(name.toLowerCase(), value); }
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
}

/** Defines a library class whose members only get and set values. */
export function defineBean(definition: BeanDefinition): void {
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
  defineLibraryClass({ name: definition.name, supertypes: definition.supertypes, members: { ...all, ...definition.members }, fields: fieldTable });
}

export function listOf(elementType: string, items: ApexValue[]): ApexList {
  return new ApexList(typeOf(`List<${elementType}>`), items);
}
