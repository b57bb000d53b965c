import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { HubClient } from '../../../src/protocol/client.ts';
import { startHub } from '../../../src/sandbox/hub/start.ts';
import type { RunningHub } from '../../../src/sandbox/hub/start.ts';
import { launchBrowser, repositoryRoot } from '../../support/vscode/index.ts';
import type { Browser, Page } from '../../support/vscode/index.ts';

describe('signing in with a passkey in a browser', function () {
  this.timeout(120_000);
  let folder: string;
  let hub: RunningHub;
  let client: HubClient;
  let browser: Browser;
  let page: Page;
  const verifier = 'v'.repeat(43);
  const complaints: string[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'isv-passkey-'));
    cpSync(join(repositoryRoot, 'samples'), join(folder, 'samples'), { recursive: true });
    const file = join(folder, 'samples/world.json');
    const world = JSON.parse(readFileSync(file, 'utf8')) as { partner: object };
    writeFileSync(file, JSON.stringify({ ...world, partner: { ...world.partner, requireMfa: true } }));
    hub = await startHub({ state: join(folder, 'state'), world: file });
    client = await HubClient.connect(hub.discovery);
    browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
    page = await context.newPage();
    page.setDefaultTimeout(40_000);
    page.on('console', message => { if (message.type() === 'error') complaints.push(message.text()); });
    page.on('pageerror', error => complaints.push(error.message));
    const devTools = await context.newCDPSession(page);
    await devTools.send('WebAuthn.enable');
    await devTools.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  });
  after(async () => {
    client?.close();
    await browser?.close();
    await hub?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const seen = (text: string | RegExp): Promise<void> => page.locator('main', { hasText: text }).waitFor();
  const click = (kind: string, name: string): Promise<void> => page.locator(kind, { hasText: name }).first().click();

  it('sets one up and signs in with it; the editor is told by its link', async () => {
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    await page.goto(`${hub.discovery.pages}/partner/sign-in?state=${'s'.repeat(22)}&challenge=${challenge}`);
    await click('.card', 'Dana Reyes');
    await seen('Set up your second factor');
    await click('.card', 'Passkey or security key');
    await click('button', 'Create a Passkey');
    await seen('is set up. Use it now to sign in.');
    await click('button', 'Use a Passkey');
    await seen('You are signed in as Dana Reyes');
    const link = new URL((await page.locator('.button', { hasText: 'Open VS Code' }).getAttribute('href')) ?? '');
    const { developer } = await client.request('developer/redeem', { code: link.searchParams.get('code') ?? '', verifier });
    assert.deepEqual([developer.userName, link.protocol, complaints], ['dana@northwind-apps.example', 'vscode:', []]);
  });
});
