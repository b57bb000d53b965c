/** The language's own modules; scripts can import no others (Apex Developer Guide, Limitations of DataWeave in Apex). */
import { failScript, NotSupportedHere } from '../errors.ts';
import type { Value } from '../values/values.ts';
import { ARRAYS } from './arrays.ts';
import { BINARIES, CRYPTO, URLS } from './binaries.ts';
import { COERCIONS } from './coercions.ts';
import { CORE_ARRAYS } from './core-arrays.ts';
import { CORE_NUMBERS } from './core-numbers.ts';
import { CORE_OBJECTS } from './core-objects.ts';
import { CORE_OTHER } from './core-other.ts';
import { CORE_TEXT } from './core-text.ts';
import { DATES, PERIODS } from './dates.ts';
import { MATH, MATH_CONSTANTS, NUMBERS } from './numbers.ts';
import { OBJECTS } from './objects.ts';
import { RUNTIME } from './runtime.ts';
import { STRINGS } from './strings.ts';
import { TYPES } from './types.ts';
import { TREE, VALUES } from './values.ts';

/** Functions that several families share under one name. */
export const CORE: ReadonlyMap<string, Value> = new Map<string, Value>([...CORE_ARRAYS, ...CORE_NUMBERS, ...CORE_OBJECTS, ...CORE_OTHER, ...CORE_TEXT]);

const MODULES: ReadonlyMap<string, ReadonlyMap<string, Value>> = new Map(Object.entries<ReadonlyMap<string, Value>>({
  'dw::Core': CORE, 'dw::core::Strings': STRINGS, 'dw::core::Arrays': ARRAYS, 'dw::core::Objects': OBJECTS, 'dw::core::Numbers': NUMBERS, 'dw::core::Dates': DATES, 'dw::core::Periods': PERIODS,
  'dw::core::Binaries': BINARIES, 'dw::core::URL': URLS, 'dw::core::Types': TYPES, 'dw::Crypto': CRYPTO, 'dw::Runtime': RUNTIME, 'dw::util::Coercions': COERCIONS, 'dw::util::Math': new Map<string, Value>([...MATH, ...MATH_CONSTANTS]),
  'dw::util::Values': VALUES, 'dw::util::Tree': TREE,
}));

/** The members of a module by its full name; undefined: there is none. Throws for those that aren't here. */
export function findModule(name: string): ReadonlyMap<string, Value> | undefined {
  const found = MODULES.get(name);
  if (found || !name.startsWith('dw::')) return found;
  if (name === 'dw::System') return failScript(`Unable to resolve module with identifier ${name}.`);
  throw new NotSupportedHere(`module ${name}`);
}
