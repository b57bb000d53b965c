import { ApexErrorListener, ApexParserFactory } from '@apexdevtools/apex-parser';
import { LineMap } from '../../../src/sandbox/apex/syntax/line-map.ts';
import { parseAnonymous, parseCompilationUnit } from '../../../src/sandbox/apex/syntax/parser.ts';

/** What a source is, which decides the rule it is parsed by. */
export type SourceKind = 'class' | 'trigger' | 'anonymous';

export interface Source {
  readonly name: string;
  readonly kind: SourceKind;
  readonly text: string;
}

/** null where the parser accepts the text, else its first error as `line:column message`. */
export type Verdict = string | null;

export interface Disagreement {
  readonly name: string;
  readonly ours: Verdict;
  readonly theirs: Verdict;
  /** Ours refuses by a rule of the platform's that apex-parser leaves to others. */
  readonly isKnown: boolean;
}

/** What the platform reports with the syntax errors and apex-parser doesn't know. */
const PLATFORM_RULES = /Expression cannot be a statement|is not allowed on locals|Illegal (integer|long|decimal)|Line breaks are not allowed|Invalid character in identifier|Identifier (name|type) is|items exceeded|number of parameters/;

/** The first error in the text, not the first found: the oracle reports what its lexer meets before what its parser does. */
class FirstError extends ApexErrorListener {
  first: { line: number; column: number; message: string } | null = null;

  override apexSyntaxError(line: number, column: number, message: string): void {
    if (this.first && (this.first.line < line || (this.first.line === line && this.first.column <= column))) return;
    this.first = { line, column, message };
  }
}

export function ourVerdict(source: Source): Verdict {
  const { errors } = source.kind === 'anonymous' ? parseAnonymous(source.text) : parseCompilationUnit(source.text);
  if (!errors.length) return null;
  const { line, column } = new LineMap(source.text).position(errors[0]!.start);
  return `${line}:${column} ${errors[0]!.message}`;
}

export function oracleVerdict(source: Source): Verdict {
  const listener = new FirstError();
  const { parser } = ApexParserFactory.createLexerAndParser(source.text, listener);
  if (source.kind === 'anonymous') parser.anonymousUnit();
  else if (source.kind === 'trigger') parser.triggerUnit();
  else parser.compilationUnit();
  return listener.first && `${listener.first.line}:${listener.first.column + 1} ${listener.first.message.slice(0, 160)}`;
}

/** null if both accept or both reject. */
export function compare(source: Source): Disagreement | null {
  const ours = ourVerdict(source);
  const theirs = oracleVerdict(source);
  if ((ours === null) === (theirs === null)) return null;
  return { name: source.name, ours, theirs, isKnown: ours !== null && PLATFORM_RULES.test(ours) };
}
