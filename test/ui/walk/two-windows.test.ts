import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { FrameLocator, Locator, Page } from '../../support/vscode/index.ts';
import { Passkeys } from '../support/passkeys.ts';
import { takePicture } from '../support/picture.ts';
import { lineOf } from '../support/sample.ts';
import { walkIn } from '../support/steps.ts';
import { within } from '../support/within.ts';
import type { Workbench } from '../support/workbench.ts';

const handler = 'OrderLineTriggerHandler.cls';
/** From the customer's click on Save to what both windows show. */
const promptMs = 2000;

describe('Login Access from grant to revocation, in two windows', function () {
  this.timeout(120_000);
  const window = walkIn(() => ({
    changeWorld({ partner, orgs }) {
      partner.requireMfa = true;
      for (const org of orgs.filter(({ alias }) => alias === 'harbor-uat')) Object.assign(org, { grants: [], loginAccess: { requiresMfa: true } });
    },
  }));
  let other: Workbench;
  const passkeys = new Passkeys();
  /** The customer's two tabs. */
  let settings: Page;
  let records: Page;
  /** A click waits for the page after it, and that one waits for the partner. */
  let saved: Promise<void>;

  before(async () => {
    // The folder above: another one, in the same world.
    other = await window.current.openAnother('.');
  });
  const orgPage = (): FrameLocator => window.current.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  const both = (): [Workbench, Workbench] => [window.current, other];

  it('both windows sign in with a passkey', async () => {
    for (const each of both()) {
      await openView(each);
      await each.page.locator('.monaco-button', { hasText: 'Sign In' }).click();
      const page = await each.pageOpenedBy(() => each.pick('Dana Reyes').click());
      await passkeys.plugInto(await each.devTools(page));
      const code = await signIn(page);
      await page.close();
      await each.page.keyboard.insertText(code);
      await each.page.keyboard.press('Enter');
      await each.row(orgTree, 'Pine Street Bakery Dev').waitFor();
      assert.equal(await each.row(orgTree, 'Harbor Foods UAT').count(), 0);
    }
  });

  async function signIn(page: Page): Promise<string> {
    if (!passkeys.isEnrolled) {
      await page.locator('.card', { hasText: 'Passkey or security key' }).click();
      await page.locator('button', { hasText: 'Create a Passkey' }).click();
    }
    await page.locator('button', { hasText: 'Use a Passkey' }).click();
    await page.locator('main', { hasText: 'You are signed in as Dana Reyes' }).waitFor();
    await passkeys.pullOut();
    return (await page.locator('code').textContent()) ?? '';
  }

  it('an admin grants access for a day: both trees show the org', async () => {
    settings = await logInAsAmy('/settings/login-access');
    await settings.locator('#duration').selectOption('1 day');
    const seconds = await sinceSaved(settings, both().map(each => each.row(orgTree, 'Harbor Foods UAT')));
    await picture('granted');
    assertPrompt(seconds);
  });

  it('the page of the org leads to the login, which waits for the subscriber', async () => {
    const { page } = window.current;
    await window.current.row(orgTree, 'Harbor Foods UAT').hover();
    await window.current.row(orgTree, 'Harbor Foods UAT').locator('.action-label[aria-label="Open Org"]').click();
    const org = orgPage();
    await org.locator('h1', { hasText: 'Harbor Foods UAT' }).waitFor();
    await window.current.picture('two-windows/org-details');
    // The keyboard alone does: the page has it, and the button is the first stop.
    await page.keyboard.press('Tab');
    await org.locator('button:focus', { hasText: 'Log In' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-title', { hasText: 'Log In As Amy Admin @ Harbor Foods UAT' }).waitFor();
    await page.keyboard.type("00012345 Order HF-1042 can't be submitted");
    await page.keyboard.press('Enter');
    await toast(window.current, 'Waiting until Harbor Foods UAT approves your login as Amy Admin').waitFor();
    await window.current.picture('two-windows/waiting');
  });

  it('the subscriber approves: both windows are logged in', async () => {
    await settings.goto(`${window.current.pages}/settings/approvals`);
    await settings.locator('.card', { hasText: 'dana@northwind-apps.example' }).waitFor();
    await picture('approval', settings);
    await settings.locator('button', { hasText: 'Approve' }).click();
    for (const each of both()) await each.statusBarLogin.filter({ hasText: 'Amy Admin @ harbor-uat' }).waitFor();
    await orgPage().locator('td', { hasText: 'case 00012345' }).waitFor();
    await orgPage().locator('button', { hasText: 'Return' }).waitFor();
    await window.current.picture('screenshots/org-page');
  });

  it('shows managed code as installed', async () => {
    const { page } = window.current;
    await page.locator('.pane-header', { hasText: 'Managed Code' }).click();
    await window.current.row('.pane-body', /^nwd/).click();
    await window.current.row('.pane-body', /^DiscountCatalog/).click();
    await page.locator('.tab.active', { hasText: 'DiscountCatalog.cls' }).waitFor();
    await page.locator('.editor-group-container.active .view-line', { hasText: 'class DiscountCatalog' }).waitFor();
    await window.current.picture('two-windows/managed-code');
  });

  it("stops in the customer's save", async () => {
    await window.current.openFile(handler);
    await window.current.setBreakpoint(lineOf(`classes/${handler}`, 'engine.price(line);'));
    await window.current.command('ISV Debugger: Attach to Subscriber Org');
    for (const each of both()) await each.statusBarLogin.filter({ hasText: 'idle' }).waitFor();
    records = await logInAsAmy('/records/nwd__Order_Line__c');
    await records.locator('tbody a', { hasText: 'L-000006' }).click();
    await records.locator('.button', { hasText: 'Edit' }).click();
    await records.locator('#f-nwd__Quantity__c').fill('7');
    saved = within(60, 'the page after the save', records.locator('button', { hasText: 'Save' }).click({ timeout: 60_000 }));
    await window.current.callStack.filter({ hasText: 'OrderLineTriggerHandler' }).first().waitFor();
    await picture('paused');
  });

  it('the customer revokes: both windows are told why, and the save runs on', async () => {
    await settings.goto(`${window.current.pages}/settings/login-access`);
    await settings.locator('#duration').selectOption('none');
    const seconds = await sinceSaved(settings, both().map(each => toast(each, 'the customer revoked the Login Access')));
    await picture('revoked');
    assertPrompt(seconds);
    await saved;
    await records.locator('main', { hasText: 'Your changes were saved.' }).waitFor();
    await records.locator('main', { hasText: /Quantity\s*7/ }).waitFor();
    await picture('saved', records);
    await window.current.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await openView(window.current);
    for (const each of both()) {
      await each.row(orgTree, 'Pine Street Bakery Dev').waitFor();
      await each.row(orgTree, 'Harbor Foods UAT').waitFor({ state: 'hidden' });
      await each.statusBarLogin.waitFor({ state: 'hidden' });
    }
    await window.current.page.locator('.tab', { hasText: 'Harbor Foods UAT' }).click();
    await orgPage().locator('main', { hasText: 'Harbor Foods UAT grants you no Login Access now' }).waitFor();
    await picture('afterwards');
  });

  it('signing out of one window signs the other out at once', async () => {
    await window.current.command('ISV Debugger: Sign Out');
    for (const { page } of both()) await page.locator('.monaco-button', { hasText: 'Sign In' }).waitFor();
    await picture('signed-out');
  });

  async function logInAsAmy(path: string): Promise<Page> {
    const page = await window.current.newBrowserPage();
    await page.goto(window.current.pages + path);
    await page.locator('.card', { hasText: 'Harbor Foods UAT' }).click();
    await page.locator('.card', { hasText: 'Amy Admin' }).click();
    await page.locator('header .who', { hasText: 'Amy Admin' }).waitFor();
    return page;
  }

  async function picture(name: string, page?: Page): Promise<void> {
    if (page) return takePicture(page, `two-windows/${name}`);
    for (const [index, each] of both().entries()) await each.picture(`two-windows/${name}-${index + 1}`);
  }
});

const orgTree = '.monaco-list[aria-label="Subscriber Orgs"]';

const openView = ({ page }: Workbench): Promise<void> => page.locator('.activitybar .action-label[aria-label^="Subscriber Orgs"]').click();

const toast = ({ page }: Workbench, text: string): Locator => page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();

/** Saves; returns how long after the server's answer each was there, milliseconds. */
async function sinceSaved(page: Page, awaited: readonly Locator[]): Promise<number[]> {
  const timeOf = async (event: Promise<unknown>): Promise<number> => {
    await event;
    return performance.now();
  };
  const [saved, ...shown] = await Promise.all([
    timeOf(page.waitForResponse(response => response.request().method() === 'POST')),
    ...awaited.map(each => timeOf(each.waitFor())),
    timeOf(page.locator('button', { hasText: 'Save' }).click()),
  ]);
  return shown.slice(0, awaited.length).map(time => Math.max(0, Math.round(time - saved)));
}

function assertPrompt(milliseconds: readonly number[]): void {
  assert.ok(milliseconds.every(each => each <= promptMs), `the windows showed it ${milliseconds.join(' and ')} ms after the customer's save; at most ${promptMs} ms`);
}
