import type * as vscode from 'vscode';
import type { Log } from '../services/log.ts';
import type { World } from '../services/world.ts';

/** Tokens that sign a developer in, one a world, in the editor's secret storage, which its windows share. */
export class DeveloperTokens implements vscode.Disposable {
  private readonly secrets: vscode.SecretStorage;
  private readonly log: Log;
  /** By key: as this window read or wrote it last. */
  private readonly known = new Map<string, string | undefined>();
  private readonly listeners = new Set<(world: { readonly stateDirectory: string }) => void>();
  private readonly subscription: vscode.Disposable;

  constructor(secrets: vscode.SecretStorage, log: Log) {
    this.secrets = secrets;
    this.log = log;
    this.subscription = secrets.onDidChange(({ key }) => void this.compare(key));
  }

  /** Another window signed in or out. */
  onDidChange(listener: (world: { readonly stateDirectory: string }) => void): void {
    this.listeners.add(listener);
  }

  async get(world: World): Promise<string | undefined> {
    return this.read(key(world));
  }

  dispose(): void {
    this.subscription.dispose();
    this.listeners.clear();
  }

  async set(world: World, token: string): Promise<void> {
    this.log.hide(token);
    this.known.set(key(world), token);
    await this.secrets.store(key(world), token);
  }

  async delete(world: World): Promise<void> {
    this.known.set(key(world), undefined);
    await this.secrets.delete(key(world));
  }

  private async read(name: string): Promise<string | undefined> {
    const token = await this.secrets.get(name);
    if (token) this.log.hide(token);
    this.known.set(name, token);
    return token;
  }

  /** The storage tells every window of every change, the one that made it too. */
  private async compare(name: string): Promise<void> {
    if (!name.startsWith(PREFIX)) return;
    const before = this.known.get(name);
    const token = await this.read(name);
    if (token === before) return;
    for (const listener of this.listeners) listener({ stateDirectory: name.slice(PREFIX.length) });
  }
}

const PREFIX = 'developerToken:';

function key(world: World): string {
  return PREFIX + world.stateDirectory;
}
