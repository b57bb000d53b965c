/**
 * Transcripts of a session held against a file: `ISV_UPDATE_GOLDEN=1 npx mocha test/adapter/golden.test.ts` writes them
 * anew. Numbers that differ from run to run are replaced by names in the order in which they appear.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';

interface Entry { readonly direction: 'sent' | 'received'; readonly message: DebugProtocol.ProtocolMessage }

const referenceNames = new Set(['frameId', 'variablesReference', 'id', 'threadId']);

export function transcript(entries: readonly Entry[], replacements: readonly (readonly [string, string])[] = []): string {
  const names = new Map<string, string>();
  const lines = entries.map(({ direction, message }) => {
    const text = JSON.stringify(message, (name, value: unknown) => {
      if (name === 'seq' || name === 'request_seq') return undefined;
      // Frame ids and references carry the thread's slot in their upper bits.
      if (referenceNames.has(name) && typeof value === 'number' && value >= 1 << 20) {
        const key = String(value);
        if (!names.has(key)) names.set(key, `#${names.size + 1}`);
        return names.get(key);
      }
      return value;
    });
    return `${direction === 'sent' ? '→' : '←'} ${replacements.reduce((result, [from, to]) => result.replaceAll(from, to), text)}`;
  });
  return `${lines.join('\n')}\n`;
}

export function assertGolden(file: URL, actual: string): void {
  if (process.env['ISV_UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(file.pathname), { recursive: true });
    writeFileSync(file, actual);
    return;
  }
  assert.ok(existsSync(file), `${file.pathname} is missing; ISV_UPDATE_GOLDEN=1 writes it`);
  assert.equal(actual, readFileSync(file, 'utf8'));
}
