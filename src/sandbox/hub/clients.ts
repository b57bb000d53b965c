import type { HubNotification, HubNotifications } from '../../protocol/rpc.ts';
import type { ClientConnection } from './connection.ts';

/** The clients connected now, and which of them holds which session. */
export class Clients {
  readonly #all = new Set<ClientConnection>();
  readonly #owners = new Map<string, ClientConnection>();

  add(client: ClientConnection): void {
    this.#all.add(client);
  }

  /** Returns the sessions that it held. */
  remove(client: ClientConnection): string[] {
    this.#all.delete(client);
    const held = [...this.#owners].filter(([, owner]) => owner === client).map(([id]) => id);
    for (const id of held) this.#owners.delete(id);
    return held;
  }

  get count(): number {
    return this.#all.size;
  }

  has(client: ClientConnection): boolean {
    return this.#all.has(client);
  }

  own(sessionId: string, client: ClientConnection): void {
    this.#owners.set(sessionId, client);
  }

  isOwner(sessionId: string, client: ClientConnection): boolean {
    return this.#owners.get(sessionId) === client;
  }

  disown(sessionId: string): void {
    this.#owners.delete(sessionId);
  }

  /** Cuts those that the token signed in. */
  cut(tokenId: string): void {
    for (const client of this.#all) if (client.tokenId === tokenId) client.cut();
  }

  /** Signs out those that one of the tokens signed in, and tells them. Who holds a session goes on to its end. */
  signOut(tokenIds: readonly string[]): void {
    const holders = new Set(this.#owners.values());
    for (const client of this.#all) {
      if (client.tokenId === null || !tokenIds.includes(client.tokenId) || holders.has(client)) continue;
      client.signedIn(null, null);
      client.notify('developer/signedOut', {});
    }
  }

  toAll<N extends HubNotification>(name: N, params: HubNotifications[N]): void {
    for (const client of this.#all) client.notify(name, params);
  }

  /** `developer`: user name. */
  toDeveloper<N extends HubNotification>(developer: string, name: N, params: HubNotifications[N]): void {
    for (const client of this.#all) if (client.developer === developer) client.notify(name, params);
  }

  /** What is told differs by where a client reaches the orgs. */
  toEach<N extends HubNotification>(developer: string, name: N, paramsFor: (client: ClientConnection) => HubNotifications[N]): void {
    for (const client of this.#all) if (client.developer === developer) client.notify(name, paramsFor(client));
  }

  toOwner<N extends HubNotification>(sessionId: string, name: N, params: HubNotifications[N]): void {
    this.#owners.get(sessionId)?.notify(name, params);
  }
}
