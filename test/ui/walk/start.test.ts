import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { bundledNode, launchBrowser, repositoryRoot } from '../../support/vscode/index.ts';
import { within } from '../support/within.ts';

/** Every process that inherited this world's environment. */
function processesOf(world: string): number[] {
  const found: number[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      if (readFileSync(`/proc/${name}/environ`, 'utf8').includes(`ISV_WORLD_FOLDER=${world}`)) found.push(Number(name));
    } catch {
      // It ended while we looked, or belongs to somebody else.
      continue;
    }
  }
  return found;
}

describe('npm start', function () {
  this.timeout(120_000);
  let world = '';
  before(() => (world = mkdtempSync(join(tmpdir(), 'isv-start-'))));
  after(() => rmSync(world, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));

  it('opens the sample with its walkthrough, and Ctrl+C ends every process', async () => {
    const child = spawn(bundledNode, [join(repositoryRoot, 'scripts/start.mjs')], {
      env: { ...process.env, ISV_WORLD_FOLDER: world, ISV_EDITOR: 'browser', DISPLAY: '', WAYLAND_DISPLAY: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const ended = new Promise<number | null>(resolve => child.once('close', resolve));
    const url = await within(60, 'the address of the editor', new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        output += chunk.toString();
        const match = /^editor: .* because .*(http:\/\/127\.0\.0\.1:\S+)$/m.exec(output);
        if (match?.[1]) resolve(match[1]);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      void ended.then(code => reject(new Error(`npm start ended with ${code}:\n${output}`)));
    }));
    const browser = await launchBrowser();
    try {
      const page = await (await browser.newContext()).newPage();
      await page.goto(url, { timeout: 60_000, waitUntil: 'domcontentloaded' });
      await page.locator('.getting-started-step.expanded', { hasText: 'Log in as the customer' }).waitFor({ timeout: 60_000 });
      await page.locator('.pane-body', { hasText: 'Sign in to the License Management Org' }).first().waitFor({ timeout: 30_000 });
    } finally {
      await browser.close();
    }
    assert.ok(processesOf(world).length >= 3, 'the start script, the hub and the editor run');
    child.kill('SIGINT');
    assert.equal(await within(30, 'the end after Ctrl+C', ended), 0, output);
    assert.deepEqual(processesOf(world), []);
  });

  it('refuses an option it does not know', async () => {
    const child = spawn(bundledNode, [join(repositoryRoot, 'scripts/start.mjs'), '--fast'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    assert.equal(await within(30, 'the end', new Promise(resolve => child.once('close', resolve))), 2);
    assert.match(output, /unknown option --fast/);
  });
});
