import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { AuditEntry } from '../../../src/protocol/partner.ts';
import { auditText } from '../../../src/extension/orgs/audit-text.ts';
import { repositoryRoot } from '../../support/vscode/paths.ts';

const entry = (sequence: number, actor: string, action: string, orgId: string | null, detail: string): AuditEntry => ({ sequence, at: Date.UTC(2026, 0, 2, 3, 4, 5, 6), actor, action, orgId, detail });
const names = (id: string): string | null => (id === '00D1' ? 'North Clinic' : null);

describe('the audit log as a person reads it', () => {
  it('says what was done in words, in columns, with names of orgs', () => {
    const text = auditText([entry(10, 'kim@acme.example', 'login', '00D1', 'ann@north.example, case 7'), entry(9, 'jo@acme.example', 'startSession', '00D2', 's-1'), entry(8, 'operator', 'maintenance.end', null, '')], 3, [], names, '… more');
    assert.equal(text, `3 entries; the chain is whole.

10  2026-01-02 03:04:05 UTC  kim@acme.example  logged in as                 North Clinic  ann@north.example, case 7
 9  2026-01-02 03:04:05 UTC  jo@acme.example   started a debugging session  00D2          s-1
 8  2026-01-02 03:04:05 UTC  operator          ended maintenance
… more
`);
  });

  it('names what is wrong with the chain', () => assert.match(auditText([], 1, [{ kind: 'edited', sequence: 1, message: 'not as written' }], names), /^1 entry; 1 fault in the chain:\n {2}edited at 1: not as written\n/));

  it('has words for every act that is written down', () => {
    const sources = readdirSync(join(repositoryRoot, 'src/sandbox'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts')).map(name => readFileSync(join(repositoryRoot, 'src/sandbox', name), 'utf8'));
    const acts = new Set(sources.flatMap(text => [...text.matchAll(/audit\.append\(\{[^}]*?action: ([^,]*),/g)].flatMap(([, value = '']) => [...value.matchAll(/'([^']+)'/g)].map(([, name = '']) => name))));
    for (const act of ['grant', 'revoke', ...['pending', 'approved', 'denied', 'timedOut', 'cancelled'].map(state => `approval.${state}`)]) acts.add(act);
    assert.ok(acts.size > 15, [...acts].join(' '));
    for (const act of acts) assert.doesNotMatch(auditText([entry(1, 'a', act, null, '')], 1, [], names), new RegExp(`  ${act.replaceAll('.', '[.]')}\n`), act);
  });
});
