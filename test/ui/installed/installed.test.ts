import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { lineOf } from '../support/sample.ts';
import { walkIn } from '../support/steps.ts';

const file = 'TieredDiscount.cls';

describe('the installed VSIX, with no node on PATH', function () {
  this.timeout(120_000);
  const window = walkIn(scratch => {
    const vsix = process.env['ISV_TEST_VSIX'];
    assert.ok(vsix, 'ISV_TEST_VSIX names no VSIX: run this tier with scripts/test.mjs');
    const emptyFolder = join(scratch, 'path');
    mkdirSync(emptyFolder);
    return { vsix, env: { PATH: emptyFolder } };
  });

  it('runs F5 to a breakpoint', async () => {
    await window.current.openFile(file);
    await window.current.setBreakpoint(lineOf(`classes/${file}`, 'DiscountCatalog.find(code)'));
    await window.current.page.keyboard.press('F5');
    await window.current.pick('Dana Reyes').click();
    await window.current.callStack.filter({ hasText: 'TieredDiscount.rateFor' }).first().waitFor();
  });

  it('shows a variable, continues and ends', async () => {
    await window.current.expandScope('Local');
    await window.current.variables.filter({ hasText: /code\s*[:=]/ }).first().waitFor();
    await window.current.page.keyboard.press('Shift+F5');
    await window.current.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  });
});
