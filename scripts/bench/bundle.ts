/** What the hub's other clients wait for at most while it opens a support bundle: the longest time that its event loop stands still. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipOf } from '../../src/exchange/bundle/write-zip.ts';
import { HubClient } from '../../src/protocol/client.ts';
import { startHub } from '../../src/sandbox/hub/start.ts';
import { largeBundle } from '../../test/support/large-bundle.ts';
import { longestWork } from '../../test/support/thread-work.ts';
import { repositoryRoot as root } from '../../test/support/vscode/paths.ts';
import { printRow } from './support/rows.ts';

const BYTES = 60_000_000;

const folder = mkdtempSync(join(tmpdir(), 'isv-bench-'));
const path = join(folder, 'bundle.zip');
writeFileSync(path, zipOf(largeBundle(BYTES)));
const hub = await startHub({ state: join(folder, 'state'), world: join(root, 'samples/world.json'), log: line => console.error(line) });
const client = await HubClient.connect(hub.discovery);
const { developers } = await client.request('developer/list', {});
await client.request('developer/signIn', { userName: developers[0]?.userName ?? '' });

// The second time there is an older one to throw away.
for (const title of ['opening a bundle of 60 MB', 'opening it again']) {
  const started = performance.now();
  const { waitMs, workMs } = await longestWork(() => client.request('bundle/open', { path }));
  printRow({ name: `${title}, longest wait of others`, value: waitMs, unit: 'ms', budget: 50, note: `${workMs.toFixed(0)} ms of them work of the hub, of ${((performance.now() - started) / 1000).toFixed(1)} s` });
}
client.close();
await hub.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
