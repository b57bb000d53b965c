import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SecretStorage } from 'vscode';
import { DeveloperTokens } from '../../../src/extension/login/tokens.ts';
import type { Log } from '../../../src/extension/services/log.ts';
import type { World } from '../../../src/extension/services/world.ts';

const world: World = { worldFile: '/world.json', server: null, projects: [], stateDirectory: '/state' };
const elsewhere: World = { ...world, stateDirectory: '/other' };

/** The storage of an editor: it tells every window of every change. */
class Secrets {
  readonly values = new Map<string, string>();
  readonly #listeners = new Set<(event: { key: string }) => void>();

  get(key: string): Promise<string | undefined> { return Promise.resolve(this.values.get(key)); }
  store(key: string, value: string): Promise<void> { this.values.set(key, value); return this.#tell(key); }
  delete(key: string): Promise<void> { this.values.delete(key); return this.#tell(key); }
  onDidChange(listener: (event: { key: string }) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  async #tell(key: string): Promise<void> {
    for (const listener of this.#listeners) listener({ key });
    await new Promise(resolve => setImmediate(resolve));
  }
}

describe('tokens of the windows of an editor', () => {
  const hidden: string[] = [];
  const open = (secrets: Secrets): { tokens: DeveloperTokens; heard: string[] } => {
    const heard: string[] = [];
    const tokens = new DeveloperTokens(secrets as unknown as SecretStorage, { hide: (secret: string) => hidden.push(secret) } as unknown as Log);
    tokens.onDidChange(({ stateDirectory }) => heard.push(stateDirectory));
    return { tokens, heard };
  };

  it('tells a window what another one did, and not what it did itself', async () => {
    const secrets = new Secrets();
    const [one, other] = [open(secrets), open(secrets)];
    assert.equal(await other.tokens.get(world), undefined);
    await one.tokens.set(world, 'first');
    assert.deepEqual([one.heard, other.heard], [[], ['/state']]);
    assert.equal(await other.tokens.get(world), 'first');
    assert.ok(hidden.includes('first'));
    await one.tokens.set(world, 'first');
    assert.deepEqual(other.heard, ['/state'], 'nothing changed');
    await other.tokens.delete(world);
    assert.deepEqual([one.heard, other.heard], [['/state'], ['/state']]);
    await one.tokens.set(elsewhere, 'third');
    assert.deepEqual(other.heard, ['/state', '/other']);
  });

  it('leaves the secrets of others alone, and is still once its window is closed', async () => {
    const secrets = new Secrets();
    const { tokens, heard } = open(secrets);
    await secrets.store('password', 'x');
    tokens.dispose();
    await secrets.store('developerToken:/state', 'second');
    assert.deepEqual(heard, []);
  });
});
