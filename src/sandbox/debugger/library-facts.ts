/**
 * What an instance of a library class tells of itself: its fields, and whatever a getter without parameters gives (`getEndpoint()`,
 * `isSuccess()`). Such getters only read.
 */
import type { ApexValue } from '../apex/runtime/contract.ts';
import { ApexException } from '../apex/runtime/exception.ts';
import { findMember, implementedMembers, readLibraryField, valueClassOf } from '../apex/runtime/library.ts';
import { ApexEnum, ApexObject } from '../apex/runtime/object.ts';

export interface LibraryFact {
  readonly name: string;
  readonly type: string;
  /** What comes behind the expression of the object: `getEndpoint()`. */
  readonly call: string;
  read(): ApexValue;
}

/** By type name. */
const known = new Map<string, readonly Omit<LibraryFact, 'read'>[]>();

/** Empty for what isn't the library's, and for exceptions, which the debugger knows anyway. */
export function libraryFacts(value: ApexValue): readonly LibraryFact[] {
  if (!(value instanceof ApexObject) || value instanceof ApexException || value instanceof ApexEnum) return [];
  const type = value.$type.name;
  let facts = known.get(type);
  if (!facts) known.set(type, facts = factsOf(type));
  return facts.map(fact => ({
    ...fact,
    read: () => (fact.call.endsWith('()') ? (findMember(type, `${fact.type} ${fact.call}`) as (self: ApexValue) => ApexValue)(value) : readLibraryField(type, fact.call, value)) ?? null,
  }));
}

function factsOf(type: string): readonly Omit<LibraryFact, 'read'>[] {
  const keys = [...implementedMembers().get(type) ?? [], ...valueClassOf(type)?.members.keys() ?? []];
  const fields = valueClassOf(type)?.fields.filter(({ name }) => !keys.some(key => key.toLowerCase().includes(` get${name.toLowerCase()}(`))) ?? [];
  const getters = keys.flatMap(key => {
    const [, result, call] = /^((?!static )[\w.<>, ]+) ((?:get|is|has)[A-Z]\w*\(\))$/.exec(key) ?? [];
    return result === undefined || call === undefined ? [] : [{ name: nameOf(call.slice(0, -2)), type: result, call }];
  });
  const told = new Set(getters.flatMap(({ name }) => [name.toLowerCase(), name.toLowerCase().replace(/^(is|has)/, '')]));
  return [
    ...fields.map(({ name, type: fieldType }) => ({ name, type: fieldType, call: name })),
    ...getters,
    // Fields that a class defines have no type there; many say what a getter says.
    ...keys.filter(key => /^\w+$/.test(key) && !told.has(key.toLowerCase())).map(key => ({ name: nameOf(key), type: 'Object', call: key })),
  ].filter((fact, index, all) => all.findIndex(({ name }) => name.toLowerCase() === fact.name.toLowerCase()) === index);
}

/** `getEndpoint`: `endpoint`; `isSuccess` stays. */
function nameOf(member: string): string {
  const name = member.replace(/^get(?=[A-Z])/, '');
  return /^[A-Z]+$/.test(name) ? name : name.replace(/^[A-Z](?![A-Z])/, first => first.toLowerCase());
}
