import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { Context } from 'mocha';
import { HubClient } from '../../../src/protocol/client.ts';
import type { HubNotification, HubNotifications } from '../../../src/protocol/rpc.ts';
import { startHub } from '../../../src/sandbox/hub/start.ts';
import type { RunningHub } from '../../../src/sandbox/hub/start.ts';
import { launchBrowser, repositoryRoot } from '../../support/vscode/index.ts';
import type { Browser, Page } from '../../support/vscode/index.ts';
import { takePicture } from '../support/picture.ts';
import { lineOf } from '../support/sample.ts';
import { within } from '../support/within.ts';

const TRIGGER_HANDLER = 'classes/OrderLineTriggerHandler.cls';

describe("the customers' web pages in a browser", function () {
  this.timeout(120_000);
  let folder: string;
  let hub: RunningHub;
  let partner: HubClient;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  let failedStep = '';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'isv-pages-'));
    cpSync(join(repositoryRoot, 'samples'), join(folder, 'samples'), { recursive: true });
    hub = await startHub({ state: join(folder, 'state'), world: join(folder, 'samples/world.json') });
    partner = await HubClient.connect(hub.discovery);
    await partner.request('client/hello', { client: 'walk', version: '1' });
    await partner.request('developer/signIn', { userName: 'dana@northwind-apps.example' });
    browser = await launchBrowser();
    page = await newPage('light');
  });
  beforeEach(() => { if (failedStep) throw new Error(`The step "${failedStep}" failed before.`); });
  afterEach(async function (this: Context) {
    if (this.currentTest?.state !== 'failed') return;
    failedStep = this.currentTest.title;
    await takePicture(page, `failed/${this.currentTest.fullTitle().replaceAll(/\W+/g, '-')}`);
  });
  after(async () => {
    partner?.close();
    await browser?.close();
    await hub?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function newPage(colorScheme: 'light' | 'dark'): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme });
    const opened = await context.newPage();
    opened.setDefaultTimeout(40_000);
    opened.on('console', message => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
    opened.on('pageerror', error => complaints.push(error.message));
    return opened;
  }
  const go = (path: string): Promise<unknown> => page.goto(hub.discovery.pages + path);
  const seen = (text: string | RegExp): Promise<void> => page.locator('main', { hasText: text }).waitFor();
  const click = (kind: string, name: string | RegExp): Promise<void> => page.locator(kind, { hasText: name }).first().click();

  async function logInAs(org: string, user: string): Promise<void> {
    await click('.card', org);
    await click('.card', user);
    await seen(`Welcome, ${user}`);
  }

  function next<N extends HubNotification>(name: N): Promise<HubNotifications[N]> {
    return within(40, `the notification ${name}`, new Promise(resolve => {
      const listening = partner.on(name, params => {
        listening.dispose();
        resolve(params);
      });
    }));
  }

  it('a clerk is told why the partner is not listed', async () => {
    await go('/settings/login-access');
    await logInTo('Harbor Foods UAT', 'Carl Clerk');
    await seen('Why Northwind Apps is not listed');
    await click('button', 'Log Out');
  });

  /** The page that one wanted comes after the login. */
  async function logInTo(org: string, user: string): Promise<void> {
    await click('.card', org);
    await click('.card', user);
    await page.locator('header .who', { hasText: user }).waitFor();
  }

  it('an administrator revokes and grants access', async () => {
    await logInAs('Harbor Foods UAT', 'Amy Admin');
    await click('nav a', 'Grant Login Access');
    await page.locator('#duration').selectOption('none');
    await click('button', 'Save');
    await seen('Nobody can log in as you any more.');
    await page.locator('#duration').selectOption('1 week');
    await click('button', 'Save');
    await seen(/Northwind Apps can log in as you until/);
    await partner.request('login/start', { org: 'harbor-uat', caseNumber: '00012345', reason: 'Orders with an old discount fail' });
    await go('/settings/login-access');
    await seen('dana@northwind-apps.example');
    await takePicture(page, 'screenshots/grant-login-access');
  });

  it('a validation rule speaks at its field', async () => {
    await click('nav a', 'Records');
    await click('.objects a', 'Order Lines');
    await click('tbody a', 'L-000006');
    await click('.button', 'Edit');
    await page.locator('#f-nwd__Quantity__c').fill('-1');
    await click('button', 'Save');
    await page.locator('.field.wrong', { hasText: 'The quantity must be more than zero.' }).waitFor();
    await takePicture(page, 'screenshots/customer-record');
    assert.equal(await page.evaluate('document.querySelector("#f-nwd__Quantity__c").getAttribute("aria-describedby")'), 'f-nwd__Quantity__c-error');
    complaints.splice(0).forEach(text => assert.match(text, /422/));
  });

  it('a save stops at the breakpoint of the partner, and goes on', async () => {
    const login = await partner.request('login/start', { org: 'harbor-uat', caseNumber: '00012345', reason: 'Orders with an old discount fail' });
    const session = await partner.request('session/acquire', { loginId: login.id });
    const path = join(folder, 'samples/packages/order-desk/force-app/main/default', TRIGGER_HANDLER);
    await partner.request('debug/setBreakpoints', { sessionId: session.id, path, breakpoints: [{ id: 1, line: lineOf(TRIGGER_HANDLER, 'engine.price(line);') }] });
    await partner.request('debug/ready', { sessionId: session.id });
    const stopped = next('debug/stopped');
    await page.locator('#f-nwd__Quantity__c').fill('7');
    const saved = within(60, 'the page after the save', click('button', 'Save'));
    const { threadId } = await stopped;
    const { threads } = await partner.request('debug/threads', { sessionId: session.id });
    assert.equal(threads[0]?.name, 'Save nwd__Order_Line__c (Amy Admin)');
    // Another window of the customer works meanwhile.
    const admin = await newPage('dark');
    await admin.goto(`${hub.discovery.pages}/login`);
    await admin.locator('.card', { hasText: 'Harbor Foods UAT' }).click();
    await admin.locator('.card', { hasText: 'Amy Admin' }).click();
    await admin.locator('header .who', { hasText: 'Amy Admin' }).waitFor();
    await admin.goto(`${hub.discovery.pages}/setup/apex-debugger`);
    await admin.locator('main', { hasText: 'dana@northwind-apps.example' }).waitFor();
    await partner.request('debug/resume', { sessionId: session.id, threadId, kind: 'continue' });
    await saved;
    await seen('Your changes were saved.');
    await seen(/Quantity\s*7/);
    const ended = next('session/ended');
    await admin.locator('button', { hasText: 'End' }).click();
    assert.equal((await ended).session.endReason, 'endedByCustomer');
    // The browser does not close a page that is still on its way to the next.
    await admin.locator('main', { hasText: 'The session was ended.' }).waitFor();
    await admin.close();
  });

  it('works with the keyboard alone', async () => {
    await go('/records/nwd__Order_Line__c');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.className'), 'skip');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate('document.activeElement.id'), 'content');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'New Order Line');
    await page.keyboard.press('Tab');
    await page.keyboard.type('L-000003');
    await page.keyboard.press('Enter');
    await seen(/1–1 of 1/);
  });

  const paths = ['/', '/records', '/records/nwd__Order_Line__c', '/records/nwd__Order_Line__c/new', '/records/Account/new', '/settings/login-access', '/settings/approvals', '/setup', '/setup/company', '/setup/users', '/setup/packages', '/setup/login-access-policies', '/setup/identity-verification', '/setup/apex-debugger', '/setup/debug-logs', '/setup/audit-trail'];
  it('every control has a label, every page one heading and its landmarks, and a phone needs no scrolling sideways', async () => {
    await page.setViewportSize({ width: 375, height: 700 });
    for (const path of paths) {
      await go(path);
      assert.deepEqual(await page.evaluate(FAULTS), [], path);
    }
    assert.deepEqual(complaints, []);
  });
});

/** What a screen reader or a small screen would stumble over. Runs in the page. */
const FAULTS = `(() => {
  const faults = [];
  for (const control of document.querySelectorAll('input:not([type=hidden]), select, textarea')) if (control.labels.length === 0 && !control.ariaLabel) faults.push('no label: ' + control.name);
  for (const control of document.querySelectorAll('button, a')) if ((control.ariaLabel ?? control.textContent).trim() === '') faults.push('no name: ' + control.outerHTML);
  const ids = [...document.querySelectorAll('[id]')].map(each => each.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push('twice: ' + id);
  for (const each of document.querySelectorAll('[aria-describedby]')) for (const id of each.getAttribute('aria-describedby').split(' ')) if (!ids.includes(id)) faults.push('describedby: ' + id);
  for (const [selector, count] of [['h1', 1], ['main', 1], ['header', 1], ['footer', 1], ['html[lang]', 1]]) if (document.querySelectorAll(selector).length !== count) faults.push(selector);
  if (document.documentElement.scrollWidth > window.innerWidth) faults.push('too wide: ' + document.documentElement.scrollWidth);
  return faults;
})()`;
