import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import * as vscode from 'vscode';

/** Set while the window that will show the sample has not opened yet. */
export const pendingWelcomeKey = 'welcomeInFolder';

/** Copies the bundled sample world to a folder of the user's and opens its package. */
export async function openSampleWorld(context: vscode.ExtensionContext): Promise<void> {
  const world = join(context.globalStorageUri.fsPath, 'sample-world');
  if (!existsSync(join(world, 'world.json'))) extract(context.asAbsolutePath('dist/samples.zip'), world);
  const folder = samplePackage(world);
  await context.globalState.update(pendingWelcomeKey, folder);
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder), { forceReuseWindow: true });
}

/** The package is what an engineer has open; its world lies above it. */
export function samplePackage(world: string): string {
  const description = JSON.parse(readFileSync(join(world, 'world.json'), 'utf8')) as { packages?: readonly { path?: string }[] };
  const path = description.packages?.[0]?.path;
  return path ? join(world, path) : world;
}

function extract(archive: string, target: string): void {
  if (!existsSync(archive)) throw new Error('This build of the extension carries no sample world.');
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(archive)))) {
    const file = join(target, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}
