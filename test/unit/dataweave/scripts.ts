/** Runs tables of DataWeave scripts and compares what they write; `! message` is the error expected, by its first line. */
import assert from 'node:assert/strict';
import { it } from 'mocha';
import { NotSupportedHere, ScriptError } from '../../../src/sandbox/dataweave/errors.ts';
import type { Host } from '../../../src/sandbox/dataweave/host.ts';
import { runScript } from '../../../src/sandbox/dataweave/script.ts';
import { parseScript } from '../../../src/sandbox/dataweave/syntax/parse-script.ts';
import type { Value } from '../../../src/sandbox/dataweave/values/values.ts';

/** A script (or only its body, written as JSON in one line), and what it writes. */
export type Case = readonly [script: string, written: string];

const logged: string[] = [];
const host: Host = { now: () => Date.UTC(2026, 0, 31, 12, 30), random: () => 0.25, uuid: () => '00000000-0000-4000-8000-000000000000', log: (text) => { logged.push(text); }, charge: () => undefined };

export function written(script: string, inputs: Readonly<Record<string, Value>> = {}): string {
  const whole = script.includes('\n---') ? script : `%dw 2.0\noutput application/json indent=false\n---\n${script}`;
  try {
    const output = runScript(parseScript(whole), new Map(Object.entries(inputs)), host);
    assert.equal(output.kind, 'written');
    return output.kind === 'written' ? (typeof output.content === 'string' ? output.content : Buffer.from(output.content).toString('hex')) : '';
  } catch (error) {
    if (error instanceof ScriptError || error instanceof NotSupportedHere) return `! ${error.message.split('\n')[0]!.trim()}`;
    throw error;
  }
}

/** What `log` has said since it was asked last. */
export const takeLog = (): string[] => logged.splice(0);

export function scripts(table: readonly Case[], inputs: Readonly<Record<string, Value>> = {}): void {
  const title = (text: string): string => text.replaceAll('\n', ' ⏎ ');
  for (const [script, expected] of table) it(`${title(script)} writes ${title(expected)}`, () => assert.equal(written(script, inputs), expected));
}
