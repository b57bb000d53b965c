import { describe, it } from 'mocha';
import { walkIn } from '../support/steps.ts';

describe('a folder without a world', function () {
  this.timeout(120_000);
  const window = walkIn(() => ({ opensEmptyFolder: true }));

  it('offers the sample world', async () => {
    const { page } = window.current;
    await page.locator('.activitybar .action-label[aria-label^="Subscriber Orgs"]').click();
    await page.locator('.monaco-button', { hasText: 'Open Sample World' }).waitFor();
    await window.current.picture('screenshots/no-world');
  });

  it('opens it with the walkthrough and the Subscriber Orgs view', async () => {
    const { page } = window.current;
    await page.locator('.monaco-button', { hasText: 'Open Sample World' }).click();
    // The window is loaded anew.
    await page.locator('.getting-started-step.expanded', { hasText: 'Log in as the customer' }).waitFor({ timeout: 60_000 });
    await page.locator('.pane-body', { hasText: 'Sign in to the License Management Org' }).first().waitFor();
    await window.current.openFile('TieredDiscount.cls');
  });
});
