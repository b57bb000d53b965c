/**
 * The discovery file `hub.json` in a world's state directory (mode 0600): how clients on this machine find the one hub
 * that owns the world, and its token. Written when the listener is up, removed when the hub stops.
 */
export interface DiscoveryFile {
  readonly pid: number;
  /** Milliseconds since the epoch at which the hub process started; tells a recycled pid. */
  readonly startedAt: number;
  readonly port: number;
  /** 256 bits, hexadecimal. A secret. */
  readonly token: string;
  /** `http://localhost:PORT`: the web pages of the customers' side, for browsers. */
  readonly pages: string;
  /** Of a team's server; absent: there is none. */
  readonly teamPort?: number;
  /** Of its web pages; absent: there are none. */
  readonly teamPagesPort?: number;
  readonly worldFile: string | null;
  readonly version: string;
}

export const DISCOVERY_FILE_NAME = 'hub.json';
/** Path of the WebSocket endpoint on the hub's listener. */
export const RPC_PATH = '/rpc';
/** Largest WebSocket message the hub takes, bytes. */
export const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
/** Largest WebSocket message the hub sends, bytes: a debug log alone may have 20 MB (T10). */
export const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
