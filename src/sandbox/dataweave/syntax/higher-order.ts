/**
 * Functions whose last argument is itself a function: there an expression over `$`, `$$` and `$$$` is one, its parameters
 * unnamed. Source: DataWeave Reference, the pages of the functions.
 */
export const HIGHER_ORDER: ReadonlySet<string> = new Set([
  'distinctBy', 'filter', 'filterObject', 'flatMap', 'groupBy', 'map', 'mapObject', 'maxBy', 'minBy', 'onNull', 'orderBy', 'pluck', 'reduce', 'then', 'with',
  'countBy', 'dropWhile', 'every', 'firstWith', 'indexWhere', 'partition', 'some', 'splitWhere', 'sumBy', 'takeWhile', 'everyEntry', 'someEntry',
  'countCharactersBy', 'everyCharacter', 'mapString', 'someCharacter', 'substringBy', 'filterArrayLeafs', 'filterObjectLeafs', 'filterTree', 'mapLeafValues', 'nodeExists',
  'failIf', 'orElse', 'orElseTry',
]);
