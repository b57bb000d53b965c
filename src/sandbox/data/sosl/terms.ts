/**
 * What a search looks for: words, phrases, `*` and `?`, AND, OR, AND NOT, parentheses. Words side by side must all occur.
 * Source: SOQL and SOSL Reference, FIND {SearchQuery}.
 */
import { DataError } from '../contract.ts';
import { foldText } from '../dialect.ts';

export type SearchNode =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly SearchNode[] }
  | { readonly kind: 'not'; readonly part: SearchNode }
  /** Words that follow each other in one field. */
  | { readonly kind: 'words'; readonly words: readonly RegExp[]; readonly fragments: readonly string[] };

const SPECIAL = /[\p{L}\p{N}_]+/gu;

/** The words of a text, folded. */
export function wordsOf(text: string): string[] {
  return foldText(text).match(SPECIAL) ?? [];
}

type Token = { readonly kind: 'word' | 'phrase'; readonly text: string } | { readonly kind: 'and' | 'or' | 'not' | '(' | ')' };

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [, phrase, bracket, word] of text.matchAll(/"((?:[^"\\]|\\.)*)"?|([()])|((?:[^\s()"\\]|\\.)+)/g)) {
    if (phrase !== undefined) tokens.push({ kind: 'phrase', text: phrase });
    else if (bracket !== undefined) tokens.push({ kind: bracket as '(' });
    else {
      const name = word!.toLowerCase();
      if (name === 'and' || name === 'or') tokens.push({ kind: name });
      else if (name === 'not' && tokens.at(-1)?.kind === 'and') tokens[tokens.length - 1] = { kind: 'not' };
      else tokens.push({ kind: 'word', text: word! });
    }
  }
  return tokens;
}

/** Operators alone are words. */
class TermParser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): SearchNode {
    const node = this.#or();
    return this.#at < this.#tokens.length ? { kind: 'and', parts: [node, ...this.#rest()] } : node;
  }

  /** What stands behind a bracket too many. */
  #rest(): SearchNode[] {
    const parts: SearchNode[] = [];
    while (this.#at < this.#tokens.length) {
      if (this.#kind === ')') this.#at++;
      else parts.push(this.#or());
    }
    return parts;
  }

  get #kind(): Token['kind'] | undefined {
    return this.#tokens[this.#at]?.kind;
  }

  #or(): SearchNode {
    const parts = [this.#and()];
    while (this.#kind === 'or') {
      this.#at++;
      parts.push(this.#and());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
  }

  #and(): SearchNode {
    const parts = [this.#primary()];
    for (;;) {
      const kind = this.#kind;
      if (kind === undefined || kind === 'or' || kind === ')') break;
      if (kind === 'and' || kind === 'not') this.#at++;
      const part = this.#primary();
      parts.push(kind === 'not' ? { kind: 'not', part } : part);
    }
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
  }

  #primary(): SearchNode {
    const token = this.#tokens[this.#at++];
    if (token === undefined) return { kind: 'and', parts: [] };
    if (token.kind === '(') {
      const inner = this.#or();
      if (this.#kind === ')') this.#at++;
      return inner;
    }
    return wordsNode('text' in token ? token.text : token.kind);
  }
}

/** `acme-inc*` is the words `acme` and `inc*` one after the other. */
function wordsNode(text: string): SearchNode {
  const words: RegExp[] = [];
  const fragments: string[] = [];
  for (const [, escaped, plain] of foldText(text).matchAll(/\\(.)|((?:[\p{L}\p{N}_*?])+)/gu)) {
    const word = plain ?? (/[\p{L}\p{N}_]/u.test(escaped!) ? escaped! : '');
    if (word.replaceAll(/[*?]/g, '') === '') continue;
    words.push(new RegExp(`^${word.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u'));
    fragments.push(...word.split(/[*?]+/).filter((part) => part !== ''));
  }
  return { kind: 'words', words, fragments };
}

/** Throws for a search of less than two characters. */
export function parseSearch(text: string): SearchNode {
  const bare = text.replaceAll(/[*?"\s\\]/g, '');
  // A character of a script without spaces may be a word.
  if (bare.length < 2 && !/[^\p{ASCII}]/u.test(bare)) throw new DataError('System.SearchException', `search term must be longer than one character: ${text}`);
  return new TermParser(tokensOf(text)).parse();
}

/** Whether a record matches, of whose fields these are the words. */
export function matchesSearch(node: SearchNode, fields: readonly (readonly string[])[]): boolean {
  switch (node.kind) {
    case 'and': return node.parts.every((part) => matchesSearch(part, fields));
    case 'or': return node.parts.some((part) => matchesSearch(part, fields));
    case 'not': return !matchesSearch(node.part, fields);
    default: return node.words.length === 0 || fields.some((words) => words.some((_word, i) => node.words.every((wanted, n) => i + n < words.length && wanted.test(words[i + n]!))));
  }
}

/** Pieces of text that a matching record must contain, all of them: a first sieve. */
export function neededFragments(node: SearchNode): readonly string[] {
  if (node.kind === 'words') return node.fragments;
  return node.kind === 'and' ? node.parts.flatMap(neededFragments) : [];
}

/** The expressions of the words that aren't excluded, for marking them in a text. */
export function wantedWords(node: SearchNode): readonly RegExp[] {
  if (node.kind === 'words') return node.words;
  return node.kind === 'not' ? [] : node.parts.flatMap(wantedWords);
}
