/** English plurals and singulars, and words joined and parted. */
const UNCOUNTABLE = new Set(['deer', 'equipment', 'fish', 'information', 'money', 'moose', 'news', 'police', 'rice', 'series', 'sheep', 'shrimp', 'species', 'swine', 'trout', 'aircraft']);

/** Singular, plural. */
const IRREGULAR: readonly (readonly [string, string])[] = [
  ['child', 'children'], ['datum', 'data'], ['die', 'dice'], ['foot', 'feet'], ['goose', 'geese'], ['louse', 'lice'], ['man', 'men'], ['medium', 'media'], ['mouse', 'mice'], ['move', 'moves'],
  ['ox', 'oxen'], ['person', 'people'], ['sex', 'sexes'], ['tooth', 'teeth'], ['woman', 'women'], ['criterion', 'criteria'], ['phenomenon', 'phenomena'], ['zombie', 'zombies'],
];

const PLURALS: readonly (readonly [RegExp, string])[] = [
  [/(quiz)$/i, '$1zes'], [/(matr|vert|ind)(?:ix|ex)$/i, '$1ices'], [/(x|ch|ss|sh|z)$/i, '$1es'], [/([^aeiouy]|qu)y$/i, '$1ies'], [/(hive)$/i, '$1s'], [/([lr])f$/i, '$1ves'], [/(kni|wi|li)fe$/i, '$1ves'],
  [/(shea|lea|loa|thie)f$/i, '$1ves'], [/sis$/i, 'ses'], [/(buffal|tomat|potat|her|ech|torped|vet)o$/i, '$1oes'], [/(bu|alia|statu|viru)s$/i, '$1ses'], [/(ax|test)is$/i, '$1es'], [/s$/i, 's'], [/$/, 's'],
];

const SINGULARS: readonly (readonly [RegExp, string])[] = [
  [/(quiz)zes$/i, '$1'], [/(matr)ices$/i, '$1ix'], [/(vert|ind)ices$/i, '$1ex'], [/(alias|status|virus)(?:es)?$/i, '$1'], [/(bus)es$/i, '$1'], [/(cris|ax|test)es$/i, '$1is'], [/(shoe)s$/i, '$1'], [/(x|ch|ss|sh|z)es$/i, '$1'],
  [/([^aeiouy]|qu)ies$/i, '$1y'], [/(hive)s$/i, '$1'], [/(kni|wi|li)ves$/i, '$1fe'], [/([lr])ves$/i, '$1f'], [/(shea|lea|loa|thie)ves$/i, '$1f'], [/(analy|ba|diagno|parenthe|progno|synop|the)ses$/i, '$1sis'],
  [/(buffal|tomat|potat|her|ech|torped|vet)oes$/i, '$1o'], [/ss$/i, 'ss'], [/s$/i, ''],
];

const inCaseOf = (model: string, text: string): string => (model[0] !== undefined && model[0] !== model[0].toLowerCase() ? text[0]!.toUpperCase() + text.slice(1) : text);

function inflect(word: string, from: 0 | 1, rules: readonly (readonly [RegExp, string])[]): string {
  const lower = word.toLowerCase();
  if (word === '' || UNCOUNTABLE.has(lower)) return word;
  const irregular = IRREGULAR.find((pair) => pair[from] === lower);
  if (irregular) return inCaseOf(word, irregular[from === 0 ? 1 : 0]);
  if (IRREGULAR.some((pair) => pair[from === 0 ? 1 : 0] === lower)) return word;
  const rule = rules.find(([pattern]) => pattern.test(word));
  return rule ? word.replace(rule[0], rule[1]) : word;
}

export const pluralize = (word: string): string => inflect(word, 0, PLURALS);
export const singularize = (word: string): string => inflect(word, 1, SINGULARS);

/** `customer_first_name` → `customerFirstName`; capitals stay. */
export const camelize = (text: string): string => text.replaceAll(/[\s_-]+(.)/g, (_, next: string) => next.toUpperCase()).replace(/^./, (first) => first.toLowerCase());

const parted = (text: string): string[] => text.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2').split(/[\s_-]+/);

export const underscore = (text: string): string => parted(text).map((word) => word.toLowerCase()).join('_');
export const dasherize = (text: string): string => parted(text).map((word) => word.toLowerCase()).join('-');
export const capitalize = (text: string): string => parted(text).map((word) => (word === '' ? '' : word[0]!.toUpperCase() + word.slice(1).toLowerCase())).join(' ');

export function ordinalize(number: bigint): string {
  const lastTwo = Number(number % 100n);
  const last = lastTwo % 10;
  const isTeen = lastTwo >= 11 && lastTwo <= 13;
  return `${number}${isTeen ? 'th' : last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th'}`;
}
