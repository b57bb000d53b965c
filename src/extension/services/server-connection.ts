import { readFileSync } from 'node:fs';
import type { HubClient } from '../../protocol/client.ts';
import { readServerCa, whyRefused } from '../../protocol/server-ca.ts';

const CA_SETTING = 'the setting isvDebugger.serverCa';

export interface ServerConnectionOptions {
  readonly url: string;
  /** Of the world that the server is. */
  readonly stateDirectory: string;
  readonly token: () => Promise<string | undefined>;
  /** File with the certificate of its authority, PEM; undefined: the system knows it. */
  readonly ca: () => string | undefined;
}

/** The developer has no token for the team's server, or none that it takes. */
export class TokenNeeded extends Error {
  override readonly name = 'TokenNeeded';
}

/** A team's server: it is there or not, and knows the developer by the token. */
export class ServerConnection {
  readonly #options: ServerConnectionOptions;

  constructor(options: ServerConnectionOptions) {
    this.#options = options;
  }

  get stateDirectory(): string {
    return this.#options.stateDirectory;
  }

  async connect(): Promise<HubClient> {
    const { url } = this.#options;
    const token = await this.#options.token();
    if (!token) throw new TokenNeeded(`Sign in to ${url} with the token that you got for it.`);
    const ca = readServerCa(this.#options.ca(), CA_SETTING, file => readFileSync(file, 'utf8'));
    // Half of the bundle is the wire: activation doesn't wait for it.
    const { HubClient: Client } = await import('../../protocol/client.ts');
    try {
      return await Client.connectTo({ url, token, ca });
    } catch (error) {
      const reason = whyRefused(error, CA_SETTING);
      if (reason.includes('401')) throw new TokenNeeded(`${url} doesn't take the token: it is wrong, or was revoked. Ask who runs the server for another, and sign in with it.`);
      throw new Error(`The server ${url} can't be reached: ${reason}`);
    }
  }

  /** It goes on without us. */
  stop(): void {}
}
