import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Context } from 'mocha';
import { bundledNode, repositoryRoot, run } from '../../support/vscode/index.ts';
import { lineOf } from '../support/sample.ts';
import { Workbench } from '../support/workbench.ts';

const file = 'TieredDiscount.cls';
const findsTier = 'DiscountCatalog.find(code)';
const fails = 'tier.Percent__c;';

describe('debugging in the window', function () {
  this.timeout(120_000);
  let folder = '';
  let workbench: Workbench;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'isv-vsix-'));
    const vsix = join(folder, 'extension.vsix');
    await run(bundledNode, [join(repositoryRoot, 'scripts/package.mjs'), '--out', vsix]);
    workbench = await Workbench.open({ vsix });
  });
  after(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  // Whoever reads a failure wants to see the window.
  afterEach(async function (this: Context) {
    if (this.currentTest?.state === 'failed') await workbench?.failurePicture(this.currentTest.title);
  });

  it('shows the subscribers who granted access, after signing in', async () => {
    const { page } = workbench;
    await page.locator('.activitybar .action-label[aria-label^="Subscriber Orgs"]').click();
    await page.locator('.monaco-button', { hasText: 'Sign In' }).click();
    await workbench.pick('Dana Reyes').click();
    await workbench.row('.pane-body', 'Harbor Foods UAT').waitFor();
    await workbench.row('.pane-body', 'Pine Street Bakery Dev').waitFor();
    await workbench.row('.pane-body', 'Harbor Foods UAT').locator('.monaco-tl-twistie').click();
    await workbench.row('.pane-body', 'Amy Admin').waitFor();
    await workbench.picture('screenshots/subscriber-orgs');
  });

  it('logs in as the user beside the org, and says so in the status bar', async () => {
    const row = workbench.row('.pane-body', 'Amy Admin');
    await row.hover();
    await row.locator('.action-label[aria-label="Log In"]').click();
    await workbench.statusBarLogin.waitFor();
    assert.match(await workbench.statusBarLogin.innerText(), /Amy Admin @ harbor-uat/);
  });

  it('stops at a breakpoint set in the gutter, after F5', async () => {
    await workbench.openFile(file);
    await workbench.setBreakpoint(lineOf(`classes/${file}`, findsTier));
    await workbench.page.keyboard.press('F5');
    await workbench.page.locator('.debug-toolbar').waitFor();
    await workbench.callStack.filter({ hasText: 'TieredDiscount' }).first().waitFor();
    assert.match(await workbench.statusBarLogin.innerText(), /Amy Admin @ harbor-uat · \d+:\d\d(:\d\d)? idle · \d:\d\d:\d\d total/);
    const frames = (await workbench.callStack.allInnerTexts()).join('\n');
    assert.match(frames, /TieredDiscount\.rateFor[\s\S]*PricingEngine\.price/);
  });

  it('shows the variables of the top frame', async () => {
    await workbench.expandScope('Local');
    await workbench.variables.filter({ hasText: /code\s*[:=]\s*'?Platinum Anchor/ }).first().waitFor();
  });

  it('shows the variables of a lower frame', async () => {
    await workbench.row('.debug-call-stack', 'PricingEngine.price').click();
    await workbench.expandScope('Local');
    await workbench.variables.filter({ hasText: /best\s*[:=]/ }).first().waitFor();
    await workbench.row('.debug-call-stack', 'TieredDiscount.rateFor').click();
    await workbench.variables.filter({ hasText: /code\s*[:=]/ }).first().waitFor();
  });

  it('steps over a line', async () => {
    await workbench.page.keyboard.press('F10');
    await workbench.variables.filter({ hasText: /tier\s*[:=]\s*null/ }).first().waitFor();
    const line = lineOf(`classes/${file}`, fails);
    await workbench.callStack.filter({ hasText: new RegExp(`TieredDiscount\\.rateFor[\\s\\S]*${line}:`) }).first().waitFor();
    await workbench.picture('screenshots/stopped');
  });

  it('evaluates in the console', async () => {
    await workbench.command('Debug Console: Focus on Debug Console View');
    await workbench.page.locator('.repl-input-wrapper .view-line').click();
    await workbench.page.keyboard.type('code.length() + 100');
    await workbench.page.keyboard.press('Enter');
    await workbench.console.filter({ hasText: /^115$/ }).first().waitFor();
    await workbench.picture('screenshots/console');
  });

  it('stops', async () => {
    await workbench.page.keyboard.press('Shift+F5');
    await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await workbench.statusBarLogin.filter({ hasText: /^(?!.*idle).*Amy Admin @ harbor-uat/s }).waitFor();
  });

  it('returns to the overview from the status bar\'s menu', async () => {
    await workbench.statusBarLogin.click();
    await workbench.pick('Return to Subscriber Overview').click();
    await workbench.statusBarLogin.waitFor({ state: 'hidden' });
  });
});
