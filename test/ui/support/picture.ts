import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../support/vscode/index.ts';
import type { Page } from '../../support/vscode/index.ts';

/** What README and walkthrough show. */
const published = /^(screenshots|walkthrough)\//;

/**
 * A picture for people: below .vscode-test/, or below media/ when ISV_UPDATE_PICTURES=1 asks for new ones of what is
 * published. `name`: such as `screenshots/stopped`. `clip`: a part of the window, pixels.
 */
export async function takePicture(page: Page, name: string, clip?: { x: number; y: number; width: number; height: number }): Promise<void> {
  const folder = process.env['ISV_UPDATE_PICTURES'] === '1' && published.test(name) ? 'media' : '.vscode-test';
  const path = join(repositoryRoot, folder, `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path, ...(clip ? { clip } : {}) });
}
