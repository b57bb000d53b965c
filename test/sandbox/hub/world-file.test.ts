import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { WireError } from '../../../src/protocol/errors.ts';
import { loadWorld } from '../../../src/sandbox/hub/world-file.ts';
import { WORLD_SCHEMA } from '../../../src/sandbox/hub/world-schema.ts';
import { WORLD, writeWorld } from './support/bench.ts';

type Json = { [name: string]: Json } & Json[] & string;

describe('world files', () => {
  let folder: string;
  let state: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'isv-world-'));
    state = join(folder, 'state');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('reads the sample world', () => {
    const world = loadWorld('samples/world.json', state);
    const [harbor] = world.orgs;
    assert.deepEqual([world.name, world.partner?.namespace, world.orgs.length], ['Northwind Apps', 'nwd', 7]);
    assert.match(harbor?.id ?? '', /^00D[A-Za-z0-9]{15}$/);
    assert.deepEqual(harbor?.sources.map(source => source.namespace), ['nwd', null]);
    assert.deepEqual(harbor?.packages, [{ namespace: 'nwd', name: 'Order Desk', version: '2.3.0' }]);
    assert.deepEqual(world.policy, { idleMs: 3_600_000, lifetimeMs: 14_400_000, threads: 2, orphanGraceMs: 120_000, approvalMs: 600_000, requiresCase: false });
  });

  it('has the schema that editors use', () => {
    const withoutMeanings = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(withoutMeanings);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'patternMeaning').map(([name, item]) => [name, withoutMeanings(item)]));
    };
    const { $schema, title, ...schema } = JSON.parse(readFileSync('samples/world.schema.json', 'utf8')) as Record<string, unknown>;
    assert.deepEqual([typeof $schema, typeof title, schema], ['string', 'string', withoutMeanings(WORLD_SCHEMA)]);
  });

  it('accepts other spellings of permissions, ids of 15 characters, and derives what is absent', () => {
    const world = loadWorld(writeWorld(folder, { ...WORLD, policy: { idleMinutes: 30, threads: 3 }, orgs: [{ name: 'A', kind: 'full', id: '00D000000000001', users: [{ userName: 'a@b', name: 'A' }] }] }), state);
    assert.deepEqual(world.partner?.engineers[0]?.permissions, ['LogInToSubscriberOrganization', 'ViewAndDebugManagedApex', 'ModifyAllData']);
    assert.equal(world.orgs[0]?.id, '00D000000000001EAA');
    assert.equal(world.orgs[0]?.users[0]?.id.length, 18);
    assert.deepEqual([world.policy.idleMs, world.policy.threads, world.policy.lifetimeMs], [1_800_000, 3, 14_400_000]);
  });

  const faults: readonly [string, (world: Json) => void, RegExp][] = [
    ['an unknown key', world => { world['orgz'] = [] as unknown as Json; }, /orgz is not known; known here are \$schema, partner, packages/],
    ['a missing partner', world => { Reflect.deleteProperty(world, 'partner'); }, /partner is missing\./],
    ['a wrong type', world => { (world as unknown as { orgs: unknown }).orgs = {}; }, /orgs is \{\}, but must be an array\./],
    ['no org', world => { (world as unknown as { orgs: unknown }).orgs = []; }, /orgs is \[\], but must be an array of at least 1 item\./],
    ['an unknown kind', world => { world['orgs']![2]!['kind'] = 'ful' as Json; }, /orgs\[2\]\.kind is "ful", but must be one of full, partialCopy/],
    ['an unknown key of an org', world => { world['orgs']![0]!['instence'] = 'CS1' as Json; }, /orgs\[0\]\.instence is not known/],
    ['a user without a name', world => { Reflect.deleteProperty(world['orgs']![0]!['users']![1]!, 'name'); }, /orgs\[0\]\.users\[1\]\.name is missing\./],
    ['a user name that is none', world => { world['orgs']![0]!['users']![1]!['userName'] = 'bo' as Json; }, /orgs\[0\]\.users\[1\]\.userName is "bo", but must be a user name in the form of an e-mail address/],
    ['a grant of nobody', world => { world['orgs']![0]!['grants']![0]!['user'] = 'zed@x' as Json; }, /orgs\[0\]\.grants\[0\]\.user is "zed@x", but no user of orgs\[0\]/],
    ['a duration Salesforce has not', world => { world['orgs']![0]!['grants']![0]!['duration'] = '2 weeks' as Json; }, /orgs\[0\]\.grants\[0\]\.duration is "2 weeks", but must be one of 1 day, 3 days, 1 week, 1 month, 1 year/],
    ['an age that is none', world => { world['orgs']![0]!['grants']![0]!['age'] = 'long' as Json; }, /orgs\[0\]\.grants\[0\]\.age is "long", but must be a time like "2 days"/],
    ['an unknown permission', world => { world['partner']!['engineers']![1]!['permissions'] = ['Fly'] as unknown as Json; }, /partner\.engineers\[1\]\.permissions\[0\] is "Fly", but must be one of/],
    ['a package that is not there', world => { world['orgs']![1]!['packages'] = ['acme@9.9'] as unknown as Json; }, /orgs\[1\]\.packages\[0\] is "acme@9\.9", but "packages" has acme@1\.2/],
    ['a package folder that is not there', world => { world['packages']![0]!['path'] = 'nowhere' as Json; }, /packages\[0\]\.path is "nowhere", but there is no folder/],
    ['a package without source', world => { Reflect.deleteProperty(world['packages']![0]!, 'path'); }, /packages\[0\] must have either "path" or "git"\./],
    ['a package with two sources', world => { world['packages']![0]!['git'] = { repository: '.', tag: 'v1' } as unknown as Json; }, /packages\[0\] must have either "path" or "git"\./],
    ['a package folder without a project', world => { world['packages']![0]!['path'] = '.' as Json; }, /packages\[0\]\.path is no SFDX project: .* has no sfdx-project\.json/],
    ['a data file that is not there', world => { world['orgs']![0]!['data'] = ['a.json'] as unknown as Json; }, /orgs\[0\]\.data\[0\] is "a\.json", but there is no file/],
    ['a source folder that is not there', world => { world['orgs']![0]!['source'] = ['src'] as unknown as Json; }, /orgs\[0\]\.source\[0\] is "src", but there is no folder/],
    ['the same alias twice', world => { world['orgs']![1]!['alias'] = 'NORTH' as Json; }, /orgs\[1\]\.alias is the same as that of orgs\[0\]/],
    ['the same name twice', world => { world['orgs']![1]!['name'] = 'north clinic' as Json; }, /orgs\[1\]\.name is the same as that of orgs\[0\]/],
    ['the same user twice', world => { world['orgs']![0]!['users']![1]!['userName'] = 'ANN@north.example' as Json; }, /orgs\[0\]\.users\[1\]\.userName is the same as that of orgs\[0\]\.users\[0\]/],
    ['an id with a wrong checksum', world => { world['orgs']![0]!['id'] = '00D000000000001AAB' as Json; }, /orgs\[0\]\.id is "00D000000000001AAB", whose last three characters/],
    ['no thread', world => { (world as unknown as { policy: unknown }).policy = { threads: 0 }; }, /policy\.threads is 0, but must be between 1 and 16/],
    ['half a thread', world => { (world as unknown as { policy: unknown }).policy = { threads: 1.5 }; }, /policy\.threads is 1\.5, but must be a whole number/],
  ];
  for (const [title, change, expected] of faults) {
    it(`tells of ${title}, with file and path`, () => {
      const world = structuredClone(WORLD) as unknown as Json;
      change(world);
      const file = writeWorld(folder, world);
      assert.throws(() => loadWorld(file, state), (error: unknown) => {
        assert.ok(error instanceof WireError);
        assert.equal(error.data.id, 'worldInvalid');
        assert.ok(error.message.startsWith(`The world file ${resolve(file)} is not valid:`), error.message);
        assert.match(error.message, expected);
        return true;
      });
    });
  }

  it('tells of several faults at once', () => {
    const file = writeWorld(folder, { partner: 5, orgs: [{ name: 1 }] });
    assert.throws(() => loadWorld(file, state), (error: unknown) => error instanceof WireError && /partner is 5[^]*orgs\[0\]\.kind is missing[^]*orgs\[0\]\.name is 1/.test(error.message));
  });

  it('tells of a file that is not there, and of one that is no JSON', () => {
    assert.throws(() => loadWorld('/nowhere/world.json', state), { message: 'The world file /nowhere/world.json does not exist.' });
    const file = join(folder, 'broken.json');
    writeFileSync(file, '{ "partner": ');
    assert.throws(() => loadWorld(file, state), (error: unknown) => error instanceof WireError && error.message.startsWith(`The world file ${file} can't be read as JSON: `));
  });
});
