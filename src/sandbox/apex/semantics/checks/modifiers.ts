import type { Identifier, Modifier, ModifierKeyword } from '../../syntax/ast.ts';
import type { Body } from '../body.ts';
import { ANNOTATIONS } from './annotation-table.ts';

/** The kinds of declaration, in the plural that messages use. */
export type Elements = 'classes' | 'interfaces' | 'enums' | 'methods' | 'constructors' | 'fields' | 'properties' | 'parameters';

const VISIBILITY = ['public', 'private', 'protected', 'global'] as const;
const SHARING = ['with sharing', 'without sharing', 'inherited sharing'] as const;

/** The keywords each kind of declaration accepts (Apex Developer Guide: Apex Class Definition, Class Methods, Class Variables). */
const ALLOWED: Readonly<Record<Elements, ReadonlySet<string>>> = {
  classes: new Set(['public', 'private', 'global', 'abstract', 'virtual', ...SHARING]),
  interfaces: new Set(['public', 'private', 'global', 'virtual']),
  enums: new Set(['public', 'private', 'global']),
  methods: new Set([...VISIBILITY, 'static', 'abstract', 'virtual', 'override', 'testmethod', 'webservice']),
  constructors: new Set(VISIBILITY),
  fields: new Set([...VISIBILITY, 'static', 'final', 'transient', 'webservice']),
  properties: new Set([...VISIBILITY, 'static', 'final', 'transient', 'webservice', 'virtual', 'abstract', 'override']),
  parameters: new Set(['final']),
};

/** Keywords that exclude each other: the first is said not to be the second. */
const EXCLUSIVE: readonly (readonly [ModifierKeyword, ModifierKeyword])[] = [
  ['abstract', 'virtual'], ['static', 'abstract'], ['static', 'virtual'], ['static', 'override'],
  ['with sharing', 'without sharing'], ['with sharing', 'inherited sharing'], ['without sharing', 'inherited sharing'],
];

/** Keywords that every class or method already is. */
const BY_DEFAULT = new Set<Elements>(['classes', 'methods']);

/** A modifier as messages print it. */
export function printed(modifier: Modifier): string {
  if (modifier.kind === 'Annotation') return ANNOTATIONS.get(modifier.name.name.toLowerCase())?.name ?? modifier.name.name;
  return { testmethod: 'testMethod', webservice: 'WebService' }[modifier.keyword as string] ?? modifier.keyword;
}

/** The modifiers of one declaration by themselves; what they say about each other's declarations is for other checks. */
export function checkModifiers(b: Body, modifiers: readonly Modifier[], elements: Elements, name: Identifier, isInner: boolean): void {
  if (!modifiers.length) return;
  const seen = new Set<string>();
  for (const modifier of modifiers) {
    const key = modifier.kind === 'Annotation' ? `@${modifier.name.name.toLowerCase()}` : modifier.keyword;
    if (seen.has(key)) b.error(name, `Duplicate modifier: ${printed(modifier)}`);
    seen.add(key);
  }
  if (VISIBILITY.filter((keyword) => seen.has(keyword)).length > 1) b.error(name, 'Declarations can only have one scope');
  for (const modifier of modifiers) {
    if (modifier.kind !== 'KeywordModifier') continue;
    if (ALLOWED[elements].has(modifier.keyword)) continue;
    if (modifier.keyword === 'final' && BY_DEFAULT.has(elements)) b.error(name, `${elements} are by default final`);
    else b.error(name, `${printed(modifier)} is not allowed on ${elements}`);
  }
  for (const [one, other] of EXCLUSIVE) {
    if (ALLOWED[elements].has(one) && ALLOWED[elements].has(other) && seen.has(one) && seen.has(other)) b.error(name, `${one} ${elements} cannot be ${other}`);
  }
  if (isInner && seen.has('static') && (elements === 'methods' || elements === 'fields' || elements === 'properties')) {
    b.error(name, `static can only be used on ${elements} of a top level type`);
  }
  checkAnnotationTargets(b, modifiers, elements, name, isInner);
}

function checkAnnotationTargets(b: Body, modifiers: readonly Modifier[], elements: Elements, name: Identifier, isInner: boolean): void {
  for (const modifier of modifiers) {
    if (modifier.kind !== 'Annotation') continue;
    const known = ANNOTATIONS.get(modifier.name.name.toLowerCase());
    if (!known) b.error(modifier.name, `Annotation does not exist: ${modifier.name.name}`);
    else if (!known.on.includes(elements)) b.error(name, `${known.name} is not allowed on ${elements}`);
    else if (known.since !== undefined && b.unit.source.apiVersion < known.since) b.error(name, `${known.name} ${elements} must be in version ${known.since} or higher`);
    else if (known.topLevelOnly && isInner && elements === 'classes') b.error(name, `${known.name} can only be used on a top level type`);
  }
}
