import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach } from 'mocha';
import type { Context } from 'mocha';
import { bundledNode, repositoryRoot, run } from '../../support/vscode/index.ts';
import { Workbench } from './workbench.ts';
import type { WorkbenchOptions } from './workbench.ts';

/**
 * Opens a window for a suite whose tests are steps of one walk: once a step has failed, those after it are not tried,
 * and a picture of the window is kept. Call it inside `describe`; `scratch` is a fresh folder of the suite.
 */
export function walkIn(options: (scratch: string) => Partial<WorkbenchOptions> = () => ({})): { current: Workbench } {
  let workbench: Workbench | undefined;
  let scratch = '';
  let failedStep = '';
  before(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'isv-steps-'));
    const given = options(scratch);
    workbench = await Workbench.open({ ...given, vsix: given.vsix ?? (await packagedExtension(scratch)) });
  });
  beforeEach(() => {
    if (failedStep) throw new Error(`The step "${failedStep}" failed before.`);
  });
  afterEach(async function (this: Context) {
    const test = this.currentTest;
    if (test?.state !== 'failed') return;
    failedStep = test.title;
    await workbench?.failurePicture(test.fullTitle());
  });
  after(async () => {
    await workbench?.close();
    rmSync(scratch, { recursive: true, force: true });
  });
  return {
    get current() {
      if (!workbench) throw new Error('The window is not open yet.');
      return workbench;
    },
  };
}

async function packagedExtension(folder: string): Promise<string> {
  const vsix = join(folder, 'extension.vsix');
  await run(bundledNode, [join(repositoryRoot, 'scripts/package.mjs'), '--out', vsix]);
  return vsix;
}
