import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lineOf } from '../support/sample.ts';
import { walkIn } from '../support/steps.ts';

describe('the walkthrough', function () {
  this.timeout(120_000);
  const window = walkIn(() => ({ env: { ISV_DEBUGGER_WELCOME: '1' } }));

  it('is open at its first step, beside the Subscriber Orgs view', async () => {
    await window.current.page.locator('.getting-started-step.expanded', { hasText: 'Log in as the customer' }).waitFor();
    await window.current.page.locator('.pane-body', { hasText: 'Sign in to the License Management Org' }).first().waitFor();
    await window.current.picture('screenshots/walkthrough');
  });

  it('leads to the failing line in three clicks', async () => {
    const { page } = window.current;
    const click = (label: string): Promise<void> => page.locator('.getting-started-step.expanded .monaco-button', { hasText: label }).click();
    await click('Log In');
    await window.current.statusBarLogin.filter({ hasText: 'Amy Admin @ harbor-uat' }).waitFor();
    await page.locator('.getting-started-step.expanded', { hasText: 'Attach the debugger' }).waitFor();
    await window.current.picture('walkthrough/log-in', { x: 0, y: 0, width: 560, height: 260 });
    await click('Attach Debugger');
    await page.locator('.debug-toolbar').waitFor();
    await window.current.statusBarLogin.filter({ hasText: 'idle' }).waitFor();
    await window.current.picture('walkthrough/attach', { x: 352, y: 500, width: 800, height: 300 });
    await click('Make the Request');
    await window.current.callStack.filter({ hasText: 'TieredDiscount.rateFor' }).first().waitFor();
    const line = lineOf('classes/TieredDiscount.cls', 'tier.Percent__c;');
    assert.match(await window.current.callStack.filter({ hasText: 'TieredDiscount.rateFor' }).first().innerText(), new RegExp(`${line}:`));
    // Where frames arrive before the editor has opened, VS Code shows the exception only once its frame is chosen.
    await window.current.chooseFrame('TieredDiscount.rateFor');
    await page.locator('.exception-widget', { hasText: 'NullPointerException' }).waitFor();
    await window.current.picture('screenshots/failing-line');
    await window.current.picture('walkthrough/stopped', { x: 0, y: 0, width: 1280, height: 560 });
  });
});
