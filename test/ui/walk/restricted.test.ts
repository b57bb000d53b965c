import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { walkIn } from '../support/steps.ts';

describe('an untrusted workspace', function () {
  this.timeout(120_000);
  let home = '';
  const window = walkIn(scratch => {
    home = join(scratch, 'home');
    const settings = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };
    return { asksForTrust: true, settings, env: { ISV_DEBUGGER_HOME: home } };
  });

  it('gets no sandbox, and the view says what to do', async () => {
    await window.current.page.locator('.activitybar .action-label[aria-label^="Subscriber Orgs"]').click();
    await window.current.page.locator('.pane-body', { hasText: 'Trust this workspace to start the sandbox' }).first().waitFor();
    assert.equal(existsSync(home), false, 'state was written for an untrusted workspace');
  });

  it('gets one once it is trusted', async () => {
    await window.current.page.locator('.pane-body a', { hasText: 'Manage trust' }).click();
    await window.current.page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust/ }).first().click();
    await window.current.page.locator('.pane-body', { hasText: 'Sign in to the License Management Org' }).first().waitFor();
  });
});
