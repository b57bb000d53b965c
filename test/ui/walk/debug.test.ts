import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lineOf } from '../support/sample.ts';
import { walkIn } from '../support/steps.ts';

const file = 'TieredDiscount.cls';
const findsTier = 'DiscountCatalog.find(code)';
const fails = 'tier.Percent__c;';

describe('debugging in the window', function () {
  this.timeout(120_000);
  const window = walkIn();

  it('shows the subscribers who granted access, after signing in', async () => {
    const { page } = window.current;
    await page.locator('.activitybar .action-label[aria-label^="Subscriber Orgs"]').click();
    await page.locator('.monaco-button', { hasText: 'Sign In' }).click();
    await window.current.pick('Dana Reyes').click();
    await window.current.row('.pane-body', 'Harbor Foods UAT').waitFor();
    await window.current.row('.pane-body', 'Pine Street Bakery Dev').waitFor();
    await window.current.row('.pane-body', 'Harbor Foods UAT').locator('.monaco-tl-twistie').click();
    await window.current.row('.pane-body', 'Amy Admin').waitFor();
    await window.current.picture('screenshots/subscriber-orgs');
  });

  it('logs in as the user beside the org, and says so in the status bar', async () => {
    const row = window.current.row('.pane-body', 'Amy Admin');
    await row.hover();
    await row.locator('.action-label[aria-label="Log In"]').click();
    await window.current.page.locator('.quick-input-title', { hasText: 'Log In As Amy Admin @ Harbor Foods UAT' }).waitFor();
    await window.current.page.keyboard.type('00012345 Order HF-1042 can\'t be submitted');
    await window.current.picture('debug/log-in-as');
    await window.current.page.keyboard.press('Enter');
    await window.current.statusBarLogin.waitFor();
    assert.match(await window.current.statusBarLogin.innerText(), /Amy Admin @ harbor-uat/);
  });

  it('stops at a breakpoint set in the gutter, after F5', async () => {
    await window.current.openFile(file);
    await window.current.setBreakpoint(lineOf(`classes/${file}`, findsTier));
    await window.current.page.keyboard.press('F5');
    await window.current.page.locator('.debug-toolbar').waitFor();
    await window.current.callStack.filter({ hasText: 'TieredDiscount' }).first().waitFor();
    assert.match(await window.current.statusBarLogin.innerText(), /Amy Admin @ harbor-uat · \d+:\d\d(:\d\d)? idle · \d:\d\d:\d\d total/);
    // VS Code asks for the top frame first, and for the others a moment later.
    await window.current.callStack.filter({ hasText: 'PricingEngine.price' }).first().waitFor();
    const frames = (await window.current.callStack.allInnerTexts()).join('\n');
    assert.match(frames, /TieredDiscount\.rateFor[\s\S]*PricingEngine\.price/);
  });

  it('shows the variables of the top frame', async () => {
    await window.current.expandScope('Local');
    await window.current.variables.filter({ hasText: /code\s*[:=]\s*'?Platinum Anchor/ }).first().waitFor();
  });

  it('shows the variables of a lower frame', async () => {
    await window.current.row('.debug-call-stack', 'PricingEngine.price').click();
    await window.current.expandScope('Local');
    await window.current.variables.filter({ hasText: /best\s*[:=]/ }).first().waitFor();
    await window.current.row('.debug-call-stack', 'TieredDiscount.rateFor').click();
    await window.current.variables.filter({ hasText: /code\s*[:=]/ }).first().waitFor();
  });

  it('steps over a line', async () => {
    await window.current.page.keyboard.press('F10');
    await window.current.variables.filter({ hasText: /tier\s*[:=]\s*null/ }).first().waitFor();
    const line = lineOf(`classes/${file}`, fails);
    await window.current.callStack.filter({ hasText: new RegExp(`TieredDiscount\\.rateFor[\\s\\S]*${line}:`) }).first().waitFor();
    await window.current.picture('screenshots/stopped');
  });

  it('evaluates in the console', async () => {
    await window.current.command('Debug Console: Focus on Debug Console View');
    await window.current.page.locator('.repl-input-wrapper .view-line').click();
    await window.current.page.keyboard.type('code.length() + 100');
    await window.current.page.keyboard.press('Enter');
    await window.current.console.filter({ hasText: /^115$/ }).first().waitFor();
    await window.current.picture('screenshots/console');
  });

  it('stops', async () => {
    await window.current.page.keyboard.press('Shift+F5');
    await window.current.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await window.current.statusBarLogin.filter({ hasText: /^(?!.*idle).*Amy Admin @ harbor-uat/s }).waitFor();
  });

  it("shows the subscriber's page, and who logged in why", async () => {
    await window.current.statusBarLogin.click();
    await window.current.pick('Open Org').click();
    const page = window.current.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await page.locator('h1', { hasText: 'Harbor Foods UAT' }).waitFor();
    await page.locator('td', { hasText: 'case 00012345' }).waitFor();
    await page.locator('button', { hasText: 'Return' }).waitFor();
  });

  it('returns to the overview from the status bar\'s menu', async () => {
    await window.current.statusBarLogin.click();
    await window.current.pick('Return to Subscriber Overview').click();
    await window.current.statusBarLogin.waitFor({ state: 'hidden' });
  });
});
