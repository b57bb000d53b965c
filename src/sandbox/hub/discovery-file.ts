import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DISCOVERY_FILE_NAME } from '../../protocol/discovery.ts';
import type { DiscoveryFile } from '../../protocol/discovery.ts';

/** Appears whole or not at all, and was never readable for others. */
export function writeDiscoveryFile(directory: string, content: DiscoveryFile): void {
  const path = join(directory, DISCOVERY_FILE_NAME);
  const temporary = `${path}.${process.pid}`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(temporary, 0o600);
  renameSync(temporary, path);
}

export function removeDiscoveryFile(directory: string): void {
  rmSync(join(directory, DISCOVERY_FILE_NAME), { force: true });
}
