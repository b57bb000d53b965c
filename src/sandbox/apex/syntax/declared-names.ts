import type { Identifier } from './ast.ts';
import type { Cursor } from './cursor.ts';

/** Words that name nothing but methods, though no statement starts with them. */
const RESERVED = new Set([
  'activate', 'any', 'array', 'autonomous', 'begin', 'bigdecimal', 'bulk', 'byte', 'case', 'cast', 'char', 'collect', 'commit', 'const', 'default', 'desc', 'end', 'exception', 'exit', 'export',
  'float', 'goto', 'group', 'having', 'hint', 'import', 'inner', 'int', 'into', 'join', 'loop', 'number', 'object', 'of', 'outer', 'package', 'parallel', 'pragma', 'retrieve', 'rollback',
  'short', 'sort', 'switch', 'synchronized', 'system', 'then', 'transaction', 'when',
]);
/** Words of queries, which name nothing at all. */
const KEYWORDS = new Set(['and', 'as', 'asc', 'by', 'from', 'in', 'like', 'limit', 'not', 'nulls', 'or', 'select', 'using', 'where']);
const RESERVED_TYPES = new Set(['apexpages', 'page']);
/** A letter, then letters, digits and single underscores, none at the end. */
const NAME = /^[a-z]([a-z0-9]|_(?=[a-z0-9]))*$/i;
const MAX_LENGTH = 255;

/** The name that a declaration gives to something. */
export function parseDeclaredName(c: Cursor, what: 'type' | 'method' | 'other' = 'other'): Identifier {
  const identifier = c.identifier();
  const { name } = identifier;
  if (name === '') return identifier;
  const lower = name.toLowerCase();
  if (name.length > MAX_LENGTH) c.ruleError(`Identifier name is too long: ${name}`, identifier);
  else if (!NAME.test(name)) c.ruleError(`Invalid character in identifier: ${name}`, identifier);
  else if (KEYWORDS.has(lower)) c.ruleError(`Identifier cannot be a keyword: ${name}`, identifier);
  else if (what === 'type' && RESERVED_TYPES.has(lower)) c.ruleError(`Identifier type is reserved: ${name}`, identifier);
  else if (what !== 'method' && RESERVED.has(lower)) c.ruleError(`Identifier name is reserved: ${name}`, identifier);
  return identifier;
}
