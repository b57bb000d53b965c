/** Kinds of token. Keywords are identifiers: nearly all of Apex's are contextual. */
export const TokenKind = {
  EndOfFile: 0, Identifier: 1, Integer: 2, Long: 3, Decimal: 4, Double: 5, String: 6, Punctuation: 7, Invalid: 8,
} as const;
export type TokenKind = (typeof TokenKind)[keyof typeof TokenKind];

/**
 * The tokens of one text, as parallel arrays: token `i` spans `starts[i]` to `ends[i]` (UTF-16, exclusive). The last token
 * is `EndOfFile`. `>` is always a token of its own, so that `List<List<A>>` needs no special lexing; the expression
 * parser joins adjacent ones into `>>`, `>>>`, `>=` and their assignments.
 */
export interface Tokens {
  readonly text: string;
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly count: number;
  readonly errors: readonly { readonly start: number; readonly end: number; readonly message: string }[];
}
