/** What the message and the stack trace of a failed test tell. Knows no 'vscode'. */
import { readFrame } from '../../protocol/stack-text.ts';
import type { TraceFrame } from '../../protocol/stack-text.ts';

export interface Failure {
  readonly message: string;
  /** The throwing frame first. */
  readonly frames: readonly TraceFrame[];
  /** Of an assertion that compares. */
  readonly comparison: { readonly expected: string; readonly actual: string } | null;
}

export function readFailure(message: string | null, stackTrace: string | null): Failure {
  const [, expected, actual] = /Expected: (.*), Actual: (.*)$/s.exec(message ?? '') ?? [];
  return {
    message: message ?? 'The test failed without a message.',
    frames: (stackTrace ?? '').split('\n').flatMap(line => readFrame(line) ?? []),
    comparison: expected === undefined || actual === undefined ? null : { expected, actual },
  };
}

/** As a stack shows it: `OrderTest.submits`, `trigger Order`, `anonymous Apex`. */
export function frameLabel({ kind, unit, method }: TraceFrame): string {
  return kind === 'class' ? `${unit}.${method}` : kind === 'trigger' ? `trigger ${unit}` : 'anonymous Apex';
}

/** The frame in a test's own class: `OrderTest`, whatever its namespace; its inner classes count too. */
export function frameIn(frames: readonly TraceFrame[], testClass: string): TraceFrame | undefined {
  return frames.find(({ kind, unit }) => kind === 'class' && unit.toLowerCase().split('.').slice(0, 2).includes(testClass.toLowerCase()));
}
