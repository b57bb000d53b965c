import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { RULES } from '../../../src/sandbox/partner/rules.ts';
import { repositoryRoot } from '../../support/vscode/paths.ts';

describe('docs/rules.md', () => {
  const page = readFileSync(join(repositoryRoot, 'docs', 'rules.md'), 'utf8');
  const rows = new Map(page.split('\n').flatMap(line => {
    const [, id, words, proofs, red] = /^\| ([TD]\d+) \| (.*) \| (\d+) \| (\d+) \|$/.exec(line) ?? [];
    return id === undefined ? [] : [[id, { words, proofs: Number(proofs), red: Number(red) }] as const];
  }));

  it('has every rule there is, and no other', () => assert.deepEqual([...rows.keys()].sort(), Object.keys(RULES).sort()));
  it('has T1 to T16 and D1 to D18', () => {
    const numbered = (letter: string, last: number): string[] => Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
    assert.deepEqual(Object.keys(RULES).sort(), [...numbered('T', 16), ...numbered('D', 18)].sort());
  });
  for (const [id, words] of Object.entries(RULES)) {
    it(`says what ${id} is, with proofs that fail without it`, () => {
      const row = rows.get(id);
      assert.equal(row?.words, words);
      assert.ok(row.proofs > 0 && row.red > 0);
    });
  }
});
