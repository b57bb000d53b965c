import type { CharacterTest } from './syntax.ts';

/** A test by a JavaScript class of characters, with its answers for ASCII kept. */
export function testOf(body: string): CharacterTest {
  const regex = new RegExp(`^[${body}]$`, 'u');
  return cached((c) => regex.test(String.fromCodePoint(c)));
}

/** Keeps the answers for ASCII. */
export function cached(test: CharacterTest): CharacterTest {
  const ascii = new Uint8Array(128);
  for (let c = 0; c < 128; c++) ascii[c] = test(c) ? 1 : 0;
  return (c) => (c < 128 ? ascii[c] === 1 : test(c));
}

export const not = (test: CharacterTest): CharacterTest => cached((c) => !test(c));
export const either = (a: CharacterTest, b: CharacterTest): CharacterTest => (c) => a(c) || b(c);
export const both = (a: CharacterTest, b: CharacterTest): CharacterTest => (c) => a(c) && b(c);

export const isDigit = testOf('0-9');
export const isSpace = testOf(' \\t\\n\\x0b\\f\\r');
export const isWord = testOf('a-zA-Z0-9_');
export const isHorizontalSpace = testOf(' \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000');
export const isVerticalSpace = testOf('\\n\\x0b\\f\\r\\x85\\u2028\\u2029');
export const isLineTerminator = testOf('\\n\\r\\x85\\u2028\\u2029');
/** What `\b` takes for part of a word. */
export const isBoundaryWord = testOf('\\p{L}\\p{Nd}_');

const POSIX: Readonly<Record<string, string>> = {
  Lower: 'a-z', Upper: 'A-Z', ASCII: '\\x00-\\x7f', Alpha: 'a-zA-Z', Digit: '0-9', Alnum: 'a-zA-Z0-9', Punct: '!-\\/:-@\\[-`\\{-~', Graph: '!-~', Print: ' -~',
  Blank: ' \\t', Cntrl: '\\x00-\\x1f\\x7f', XDigit: '0-9a-fA-F', Space: ' \\t\\n\\x0b\\f\\r',
};

/** Methods of java.lang.Character as properties. */
const JAVA: Readonly<Record<string, string>> = {
  javaLowerCase: '\\p{Lowercase}', javaUpperCase: '\\p{Uppercase}', javaTitleCase: '\\p{Lt}', javaAlphabetic: '\\p{Alphabetic}', javaIdeographic: '\\p{Ideographic}',
  javaDigit: '\\p{Nd}', javaDefined: '\\P{Cn}', javaLetter: '\\p{L}', javaLetterOrDigit: '\\p{L}\\p{Nd}', javaSpaceChar: '\\p{Z}', javaISOControl: '\\x00-\\x1f\\x7f-\\x9f',
  javaWhitespace: '\\t-\\r\\x1c-\\x1f \\u1680\\u2000-\\u2006\\u2008-\\u200a\\u2028\\u2029\\u205f\\u3000', javaMirrored: '\\p{Bidi_Mirrored}',
};

const BINARY: Readonly<Record<string, string>> = {
  alphabetic: '\\p{Alphabetic}', ideographic: '\\p{Ideographic}', letter: '\\p{L}', lowercase: '\\p{Lowercase}', uppercase: '\\p{Uppercase}', titlecase: '\\p{Lt}',
  punctuation: '\\p{P}', control: '\\p{Cc}', white_space: '\\p{White_Space}', whitespace: '\\p{White_Space}', digit: '\\p{Nd}', hex_digit: '\\p{Hex_Digit}', assigned: '\\P{Cn}',
  join_control: '\\u200c\\u200d', noncharacter_code_point: '\\p{Noncharacter_Code_Point}', emoji: '\\p{Emoji}',
};

/** Blocks in use; others are unknown names. */
const BLOCKS: Readonly<Record<string, string>> = {
  basiclatin: '\\x00-\\x7f', latin1supplement: '\\x80-\\xff', latinextendeda: '\\u0100-\\u017f', latinextendedb: '\\u0180-\\u024f', combiningdiacriticalmarks: '\\u0300-\\u036f',
  greek: '\\u0370-\\u03ff', greekandcoptic: '\\u0370-\\u03ff', cyrillic: '\\u0400-\\u04ff', hebrew: '\\u0590-\\u05ff', arabic: '\\u0600-\\u06ff', hiragana: '\\u3040-\\u309f',
  katakana: '\\u30a0-\\u30ff', hangulsyllables: '\\uac00-\\ud7af', cjkunifiedideographs: '\\u4e00-\\u9fff', generalpunctuation: '\\u2000-\\u206f', arrows: '\\u2190-\\u21ff', thai: '\\u0e00-\\u0e7f',
};

/** The test for `\p{name}`; null for a name that isn't known. */
export function propertyTest(name: string): CharacterTest | null {
  const direct = POSIX[name] ?? JAVA[name];
  if (direct) return testOf(direct);
  if (name === 'L1') return testOf('\\x00-\\xff');
  if (name === 'LD') return testOf('\\p{L}\\p{Nd}');
  if (name === 'all') return () => true;
  const keyed = /^(\w+)=(.+)$/.exec(name);
  const [kind, value] = keyed ? [keyed[1]!.toLowerCase(), keyed[2]!] : name.startsWith('Is') ? ['is', name.slice(2)] : name.startsWith('In') ? ['blk', name.slice(2)] : ['gc', name];
  const block = BLOCKS[value.toLowerCase().replace(/[ _-]/g, '')];
  switch (kind) {
    case 'is': return BINARY[value.toLowerCase()] ? testOf(BINARY[value.toLowerCase()]!) : (scriptTest(value) ?? categoryTest(value));
    case 'sc': case 'script': return scriptTest(value);
    case 'blk': case 'block': return block ? testOf(block) : null;
    case 'gc': case 'general_category': return categoryTest(value);
    default: return null;
  }
}

function categoryTest(name: string): CharacterTest | null {
  if (name === 'LC') return testOf('\\p{Lu}\\p{Ll}\\p{Lt}');
  return /^(L[ulmot]?|M[nce]?|N[dlo]?|Z[slp]?|C[cfosn]?|P[dsecifo]?|S[mcko]?)$/.test(name) ? testOf(`\\p{${name}}`) : null;
}

function scriptTest(name: string): CharacterTest | null {
  const proper = name.split('_').map((part) => part.slice(0, 1).toUpperCase() + part.slice(1).toLowerCase()).join('_');
  try {
    return testOf(`\\p{Script=${proper}}`);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
