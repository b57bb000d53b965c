import type * as vscode from 'vscode';
import type { Log } from '../services/log.ts';
import type { World } from '../services/world.ts';

/** Tokens that sign a developer in, one a world, in the editor's secret storage. */
export class DeveloperTokens {
  private readonly secrets: vscode.SecretStorage;
  private readonly log: Log;

  constructor(secrets: vscode.SecretStorage, log: Log) {
    this.secrets = secrets;
    this.log = log;
  }

  async get(world: World): Promise<string | undefined> {
    const token = await this.secrets.get(key(world));
    if (token) this.log.hide(token);
    return token;
  }

  async set(world: World, token: string): Promise<void> {
    this.log.hide(token);
    await this.secrets.store(key(world), token);
  }

  async delete(world: World): Promise<void> {
    await this.secrets.delete(key(world));
  }
}

function key(world: World): string {
  return `developerToken:${world.stateDirectory}`;
}
