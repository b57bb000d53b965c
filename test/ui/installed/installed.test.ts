import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Context } from 'mocha';
import { lineOf } from '../support/sample.ts';
import { Workbench } from '../support/workbench.ts';

const file = 'TieredDiscount.cls';

describe('the installed VSIX, with no node on PATH', function () {
  this.timeout(120_000);
  let emptyFolder = '';
  let workbench: Workbench;

  before(async () => {
    const vsix = process.env['ISV_TEST_VSIX'];
    assert.ok(vsix, 'ISV_TEST_VSIX names no VSIX: run this tier with scripts/test.mjs');
    emptyFolder = mkdtempSync(join(tmpdir(), 'isv-path-'));
    workbench = await Workbench.open({ vsix, env: { PATH: emptyFolder } });
  });
  after(async () => {
    await workbench?.close();
    rmSync(emptyFolder, { recursive: true, force: true });
  });
  afterEach(async function (this: Context) {
    if (this.currentTest?.state === 'failed') await workbench?.failurePicture(`installed ${this.currentTest.title}`);
  });

  it('runs F5 to a breakpoint', async () => {
    await workbench.openFile(file);
    await workbench.setBreakpoint(lineOf(`classes/${file}`, 'DiscountCatalog.find(code)'));
    await workbench.page.keyboard.press('F5');
    await workbench.pick('Dana Reyes').click();
    await workbench.callStack.filter({ hasText: 'TieredDiscount.rateFor' }).first().waitFor();
  });

  it('shows a variable, continues and ends', async () => {
    await workbench.expandScope('Local');
    await workbench.variables.filter({ hasText: /code\s*[:=]/ }).first().waitFor();
    await workbench.page.keyboard.press('Shift+F5');
    await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  });
});
