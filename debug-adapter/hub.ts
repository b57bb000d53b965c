/** The adapter's view of the connection to the hub; `HubClient` fulfils it. */
import type { HubMethod, HubNotification, HubNotifications, ParamsOf, ResultOf } from '../src/protocol/rpc.ts';

export interface HubConnection {
  request<M extends HubMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>>;
  on<N extends HubNotification>(name: N, listener: (params: HubNotifications[N]) => void): unknown;
  onClose(listener: () => void): void;
  close(): void;
}

/** Finds the hub that owns the world these folders belong to, or starts it. `anchor`: the main project folder, if one is named. */
export type HubConnector = (anchor: string | null) => Promise<HubConnection>;
