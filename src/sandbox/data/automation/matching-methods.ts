/**
 * How alike two values are to a matching rule. Source: Salesforce Help, "Matching Methods Used in Matching Rules" (algorithms,
 * scores and thresholds) and "Matching Algorithms Used with Matching Methods". Three algorithms are the platform's own and
 * nowhere described to the letter: name variants are here those of common English first names, Metaphone 3 is a shorter key of
 * sounds, and syllables are aligned by edit distance.
 */
import type { MatchingMethod } from './contract.ts';

/** Both values in lower case and trimmed; 0 to 100. */
type Algorithm = (a: string, b: string) => number;

interface Fuzzy { readonly algorithms: readonly Algorithm[]; readonly threshold: number; readonly normalize?: (text: string) => string }

/** Whether two values that aren't blank match. */
export function isMatch(method: MatchingMethod, first: string, second: string): boolean {
  const [a, b] = [first.trim().toLowerCase(), second.trim().toLowerCase()];
  if (method === 'Exact') return a === b;
  const { algorithms, threshold, normalize = (text: string) => text } = METHODS[method];
  return Math.max(...algorithms.map((algorithm) => algorithm(normalize(a), normalize(b)))) >= threshold;
}

const exact: Algorithm = (a, b) => (a === b ? 100 : 0);

/** `j` and `jonathan`. */
const initials: Algorithm = (a, b) => ((bare(a).length === 1 || bare(b).length === 1) && bare(a)[0] === bare(b)[0] ? 100 : 0);

/** `advanced micro devices` and `amd`. */
const acronym: Algorithm = (a, b) => (isAcronym(a, b) || isAcronym(b, a) ? 100 : 0);

const bare = (text: string): string => text.replaceAll(/[^\p{L}\p{N} ]/gu, '').trim();

function isAcronym(short: string, long: string): boolean {
  const words = bare(long).split(/\s+/);
  return words.length > 1 && bare(short).replaceAll(' ', '') === words.map((word) => word[0]).join('');
}

const editDistance: Algorithm = (a, b) => similarity([...a], [...b], () => 1);

/** Of two sequences: 100 less the share of insertions, deletions and replacements. */
function similarity(a: readonly string[], b: readonly string[], cost: (from: string, to: string) => number): number {
  let above = b.map((_, i) => i + 1);
  let corner = 0;
  for (const [i, from] of a.entries()) {
    let left = i + 1;
    const row: number[] = [];
    for (const [j, to] of b.entries()) {
      left = Math.min(left + 1, above[j]! + 1, corner + (from === to ? 0 : cost(from, to)));
      corner = above[j]!;
      row.push(left);
    }
    corner = i + 1;
    above = row;
  }
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 100 : Math.round(100 * (1 - (above.at(-1) ?? a.length) / longest));
}

/** Source: Winkler 1990; up to four letters at the beginning count more. */
const jaroWinkler: Algorithm = (a, b) => {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Set<number>();
  const left: string[] = [];
  for (const [i, letter] of [...a].entries()) {
    for (let j = Math.max(0, i - reach); j <= Math.min(b.length - 1, i + reach); j++) {
      if (taken.has(j) || b[j] !== letter) continue;
      taken.add(j);
      left.push(letter);
      break;
    }
  }
  if (left.length === 0) return 0;
  const right = [...taken].sort((x, y) => x - y).map((j) => b[j]);
  const moved = left.filter((letter, i) => letter !== right[i]).length / 2;
  const jaro = (left.length / a.length + left.length / b.length + (left.length - moved) / left.length) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++;
  return Math.round(100 * (jaro + prefix * 0.1 * (1 - jaro)));
};

const KEYBOARD = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

function isBeside(from: string, to: string): boolean {
  const place = (letter: string): [number, number] | null => {
    const row = KEYBOARD.findIndex((keys) => keys.includes(letter));
    return row < 0 ? null : [row, KEYBOARD[row]!.indexOf(letter)];
  };
  const [one, other] = [place(from), place(to)];
  return one !== null && other !== null && Math.abs(one[0] - other[0]) <= 1 && Math.abs(one[1] - other[1]) <= 1;
}

/** A key beside the right one counts half. */
const keyboardDistance: Algorithm = (a, b) => similarity([...a], [...b], (from, to) => (isBeside(from, to) ? 0.5 : 1));

/** How a name sounds, without what differs between spellings. */
function soundOf(name: string): string {
  return name.replaceAll(/[^a-z]/g, '').replaceAll('ph', 'f').replaceAll('ck', 'k').replaceAll('sch', 'x').replaceAll('sh', 'x').replaceAll(/c(?=[eiy])/g, 's').replaceAll('c', 'k').replaceAll('q', 'k').replaceAll('z', 's')
    .replaceAll(/^kn|^gn|^pn/g, 'n').replaceAll('wr', 'r').replaceAll(/gh(?=$|t)/g, '').replaceAll('th', '0').replaceAll('v', 'f').replaceAll('d', 't').replaceAll(/(.)\1+/g, '$1').replaceAll(/(?!^)[aeiouyhw]/g, '').replaceAll(/^[aeiouy]/g, 'a');
}

const metaphone: Algorithm = (a, b) => (soundOf(a) !== '' && soundOf(a) === soundOf(b) ? 100 : 0);

/** Short and long forms of a name, a line each. */
const VARIANTS = `andrew andy drew
anthony tony
benjamin ben
catherine katherine kathy cathy kate katie
charles charlie chuck
christopher chris
daniel dan danny
david dave
deborah debbie deb
donald don
edward ed eddie ted
elizabeth beth betty liz lisa
gregory greg
james jim jimmy jamie
jennifer jen jenny
john jack johnny
jonathan jon
joseph joe joey
kenneth ken kenny
lawrence larry
margaret maggie meg peggy
matthew matt
michael mike mick
nicholas nick
patricia pat patty trish
peter pete
rebecca becky
richard rick dick rich
robert bob bobby rob robbie
ronald ron
samuel sam
stephen steven steve
susan sue suzie
theodore ted teddy
thomas tom tommy
timothy tim
victoria vicky
william bill billy will`.split('\n').map((line) => new Set(line.split(' ')));

const nameVariant: Algorithm = (a, b) => (VARIANTS.some((names) => names.has(a) && names.has(b)) ? 100 : 0);

const syllables: Algorithm = (a, b) => similarity(a.match(/[^aeiouy]*[aeiouy]+|[^aeiouy]+$/g) ?? [], b.match(/[^aeiouy]*[aeiouy]+|[^aeiouy]+$/g) ?? [], (from, to) => 1 - editDistance(from, to) / 100);

/** Kinds of company say nothing about which it is. */
const withoutKind = (name: string): string => bare(name.replaceAll('&', ' and ')).replaceAll(/\b(the|inc|incorporated|corp|corporation|co|company|llc|ltd|limited|gmbh|plc|ag|sa|lp|llp)\b/g, '').replaceAll(/\s+/g, ' ').trim();

/** Sections of a value with what each is worth; a section that both lack counts as alike. */
function weighted(sections: (text: string) => readonly string[], weights: readonly number[], compare: readonly Algorithm[] = weights.map(() => exact)): Algorithm {
  return (a, b) => {
    const [left, right] = [sections(a), sections(b)];
    return weights.reduce((sum, weight, i) => sum + (weight * (left[i] === right[i] ? 100 : compare[i]!(left[i]!, right[i]!))) / 100, 0);
  };
}

/** International code, area code, three digits, four digits. */
function phoneSections(phone: string): string[] {
  const digits = phone.replaceAll(/\D/g, '');
  const end = digits.length;
  return [digits.slice(0, Math.max(0, end - 10)).replace(/^0*1?$/, ''), digits.slice(Math.max(0, end - 10), Math.max(0, end - 7)), digits.slice(Math.max(0, end - 7), Math.max(0, end - 4)), digits.slice(Math.max(0, end - 4))];
}

const SUFFIXES: Readonly<Record<string, string>> = { st: 'street', ave: 'avenue', av: 'avenue', rd: 'road', dr: 'drive', blvd: 'boulevard', ln: 'lane', ct: 'court', pl: 'place', hwy: 'highway', sq: 'square', pkwy: 'parkway' };

/** Name, number, suffix, suite. */
function streetSections(street: string): string[] {
  const suite = /(?:\b(?:suite|ste|apt|unit|floor|fl)\b\.?|#)\s*(\w+)/.exec(street);
  const words = bare((suite === null ? street : street.replace(suite[0], '')).replaceAll(/[,.\n]/g, ' ')).split(/\s+/).map((word) => SUFFIXES[word] ?? word);
  const number = words.find((word) => /^\d+\w?$/.test(word)) ?? '';
  const suffix = words.findLast((word) => Object.values(SUFFIXES).includes(word)) ?? '';
  return [words.filter((word) => word !== number && word !== suffix).join(' '), number, suffix, suite?.[1] ?? ''];
}

const METHODS: Readonly<Record<Exclude<MatchingMethod, 'Exact'>, Fuzzy>> = {
  FirstName: { algorithms: [exact, initials, jaroWinkler, nameVariant], threshold: 85 },
  LastName: { algorithms: [exact, keyboardDistance, metaphone], threshold: 90 },
  CompanyName: { algorithms: [acronym, exact, syllables], threshold: 70, normalize: withoutKind },
  Phone: { algorithms: [weighted(phoneSections, [10, 50, 30, 10])], threshold: 80 },
  City: { algorithms: [editDistance, exact], threshold: 85 },
  Street: { algorithms: [weighted(streetSections, [50, 20, 15, 15], [editDistance, exact, exact, exact])], threshold: 80 },
  Zip: { algorithms: [weighted((zip) => [zip.replaceAll(/[^\w]/g, '').slice(0, 5), zip.replaceAll(/[^\w]/g, '').slice(5)], [90, 10])], threshold: 80 },
  Title: { algorithms: [acronym, editDistance, exact], threshold: 50 },
};
