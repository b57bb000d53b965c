import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Context } from 'mocha';
import { bundledNode, repositoryRoot, run } from '../../support/vscode/index.ts';
import { lineOf } from '../support/sample.ts';
import { Workbench } from '../support/workbench.ts';

describe('the walkthrough', function () {
  this.timeout(120_000);
  let folder = '';
  let workbench: Workbench;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'isv-vsix-'));
    const vsix = join(folder, 'extension.vsix');
    await run(bundledNode, [join(repositoryRoot, 'scripts/package.mjs'), '--out', vsix]);
    workbench = await Workbench.open({ vsix, env: { ISV_DEBUGGER_WELCOME: '1' } });
  });
  after(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async function (this: Context) {
    if (this.currentTest?.state === 'failed') await workbench?.failurePicture(this.currentTest.title);
  });

  it('is open at its first step, beside the Subscriber Orgs view', async () => {
    await workbench.page.locator('.getting-started-step.expanded', { hasText: 'Log in as the customer' }).waitFor();
    await workbench.page.locator('.pane-body', { hasText: 'Sign in to the License Management Org' }).first().waitFor();
    await workbench.picture('screenshots/walkthrough');
  });

  it('leads to the failing line in three clicks', async () => {
    const { page } = workbench;
    const click = (label: string): Promise<void> => page.locator('.getting-started-step.expanded .monaco-button', { hasText: label }).click();
    await click('Log In');
    await workbench.statusBarLogin.filter({ hasText: 'Amy Admin @ harbor-uat' }).waitFor();
    await page.locator('.getting-started-step.expanded', { hasText: 'Attach the debugger' }).waitFor();
    await workbench.picture('walkthrough/log-in', { x: 0, y: 0, width: 560, height: 260 });
    await click('Attach Debugger');
    await page.locator('.debug-toolbar').waitFor();
    await workbench.statusBarLogin.filter({ hasText: 'idle' }).waitFor();
    await workbench.picture('walkthrough/attach', { x: 352, y: 500, width: 800, height: 300 });
    await click('Make the Request');
    await workbench.callStack.filter({ hasText: 'TieredDiscount.rateFor' }).first().waitFor();
    const line = lineOf('classes/TieredDiscount.cls', 'tier.Percent__c;');
    assert.match(await workbench.callStack.filter({ hasText: 'TieredDiscount.rateFor' }).first().innerText(), new RegExp(`${line}:`));
    await page.locator('.exception-widget', { hasText: 'NullPointerException' }).waitFor();
    await workbench.picture('screenshots/failing-line');
    await workbench.picture('walkthrough/stopped', { x: 0, y: 0, width: 1280, height: 560 });
  });
});
