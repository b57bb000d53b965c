import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { expiringOrgs, groupsOf } from '../../../src/extension/orgs/grouping.ts';
import { matchesOrg } from '../../../src/extension/orgs/search.ts';
import type { OrgInfo, OrgKind } from '../../../src/protocol/rpc.ts';

const NOW = 1_000_000_000_000;
const HOUR = 3_600_000;

function org(name: string, kind: OrgKind, hoursLeft: readonly number[]): OrgInfo {
  const user = { id: '005', userName: 'a@b', name: 'A', profile: 'System Administrator' };
  return {
    id: `00D${name.padEnd(15, '0')}`, name, alias: null, kind, instance: 'CS1', packages: [], notDebuggable: null, hasActiveSession: false, notDeletable: null,
    grants: hoursLeft.map(hours => ({ user, grantedAt: NOW, expiresAt: NOW + hours * HOUR })),
  };
}

const orgs = [org('full', 'full', [30, 12]), org('dev', 'developer', [24]), org('prod', 'production', [24 * 7]), org('own', 'project', [1]), org('long', 'developerPro', [24 * 300])];
const names = (grouping: 'none' | 'kind' | 'access') => groupsOf(orgs, grouping, NOW).map(group => [group.label, group.orgs.map(each => each.name)]);

describe('groups of orgs', () => {
  it('are none unless wanted', () => assert.deepEqual(names('none'), []));
  it('by kind, without empty ones', () => assert.deepEqual(names('kind'), [['This project', ['own']], ['Sandboxes', ['full', 'dev', 'long']], ['Production', ['prod']]]));
  it('by how long the longest grant lasts', () => assert.deepEqual(names('access'), [['Ends within a day', ['dev', 'own']], ['Ends within a week', ['full', 'prod']], ['Ends later', ['long']]]));
  it('count what expires within a day, but not the own sandbox', () => assert.deepEqual(expiringOrgs(orgs, NOW).map(each => each.name), ['dev']));
});

describe('searching an org', () => {
  const harbor = { id: '00D5g000004XyZaEAK', name: 'Harbor Foods UAT', alias: 'harbor-uat' };
  for (const [typed, expected] of [
    ['', true], ['  ', true], ['foods', true], ['HARBOR-', true], ['uat prod', false],
    ['00D5g000004XyZa', true], ['00D5g000004XyZaEAK', true], ['00D5g', true], ['00D5g000004XyZA', false], ['00D5g000004XyZb', false],
  ] as const) {
    it(`by "${typed}": ${expected ? 'found' : 'not found'}`, () => assert.equal(matchesOrg(harbor, typed), expected));
  }
});
