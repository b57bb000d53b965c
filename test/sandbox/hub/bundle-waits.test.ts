import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { readChecked } from '../../../src/sandbox/hub/bundle-thread/files.ts';
import { largeBundle } from '../../support/large-bundle.ts';
import { longestWork } from '../../support/thread-work.ts';
import { refused } from '../rules/support/rule.ts';
import { Bench } from './support/bench.ts';
import type { TestClient } from './support/bench.ts';

describe('a large support bundle', () => {
  let bench: Bench;
  let kim: TestClient;
  let path: string;
  before(async () => {
    bench = await Bench.start();
    kim = await bench.connect('kim');
    path = join(bench.folder, 'bundle');
    for (const [name, text] of largeBundle(24_000_000)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
    }
  });
  after(() => bench.close());

  it('is read, checked and written while the hub goes on with others', async () => {
    const atOnce = await longestWork(async () => { readChecked(path); });
    const opening = await longestWork(() => kim.request('bundle/open', { path }));
    assert.ok(opening.workMs < atOnce.workMs / 2, `the hub worked ${opening.workMs} ms at a stretch; reading the bundle alone takes ${atOnce.workMs} ms`);
  });

  it('takes the place of an older one of the same org, unless that is debugged meanwhile', async () => {
    const { org } = await kim.request('bundle/open', { path });
    const login = await kim.login(org.id);
    const opening = kim.request('bundle/open', { path });
    // Answered while the bundle is read.
    const { id } = await kim.request('session/acquire', { loginId: login.id });
    await refused(opening, 'orgBusy', 'D1');
    assert.deepEqual(readdirSync(join(bench.state, 'bundles')), [org.id]);
    await kim.request('session/end', { sessionId: id });
    await Promise.all([kim.request('bundle/open', { path }), kim.request('bundle/open', { path })]);
    assert.deepEqual(readdirSync(join(bench.state, 'bundles')), [org.id]);
  });

  it('that was under way when the hub died is thrown away at the next start', async () => {
    const home = join(bench.state, 'bundles');
    const [id = ''] = readdirSync(home);
    await bench.hub.stop();
    for (const left of [`${id}.draft`, `${id}.old`]) {
      mkdirSync(join(home, left));
      writeFileSync(join(home, left, 'manifest.json'), '{');
    }
    await bench.restart();
    assert.deepEqual(readdirSync(home), [id]);
    assert.deepEqual(bench.errors, []);
  });
});
