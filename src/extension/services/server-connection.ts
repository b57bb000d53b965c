import type { HubClient } from '../../protocol/client.ts';

/** The developer has no token for the team's server, or none that it takes. */
export class TokenNeeded extends Error {
  override readonly name = 'TokenNeeded';
}

/** A team's server: it is there or not, and knows the developer by the token. */
export class ServerConnection {
  readonly stateDirectory: string;
  readonly #url: string;
  readonly #token: () => Promise<string | undefined>;

  /** `stateDirectory`: of the world that the server is. */
  constructor(url: string, stateDirectory: string, token: () => Promise<string | undefined>) {
    this.#url = url;
    this.stateDirectory = stateDirectory;
    this.#token = token;
  }

  async connect(): Promise<HubClient> {
    const token = await this.#token();
    if (!token) throw new TokenNeeded(`Sign in to ${this.#url} with the token that you got for it.`);
    // Half of the bundle is the wire: activation doesn't wait for it.
    const { HubClient: Client } = await import('../../protocol/client.ts');
    try {
      return await Client.connectTo({ url: this.#url, token });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason.includes('401')) throw new TokenNeeded(`${this.#url} doesn't take the token: it is wrong, or was revoked. Ask who runs the server for another, and sign in with it.`);
      throw new Error(`The server ${this.#url} can't be reached: ${reason}`);
    }
  }

  /** It goes on without us. */
  stop(): void {}
}
