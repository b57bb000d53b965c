import type { RunningUser } from '../../apex/runtime/contract.ts';
import { makeAddress } from '../../apex/stdlib/platform/compound.ts';
import { InProcessLocks } from '../../data/locks.ts';
import { runtimeBridge } from '../../data/runtime-bridge.ts';
import { createSession } from '../../data/session.ts';
import type { StoreSession } from '../../data/session.ts';
import type { LocalOrg } from '../execution/local-org.ts';

/** The org's data without its Apex: as that user, who sees everything. What isn't committed is lost. */
export function withSystemSession<T>(local: LocalOrg, user: RunningUser, action: (session: StoreSession) => T): T {
  const connection = local.store.connect();
  try {
    return action(createSession(local.store, {
      connection, transactionId: 'system', user: { id: user.id, timeZone: user.timeZone, locale: user.locale }, organizationId: local.org.id, baseUrl: local.org.baseUrl, bridge: runtimeBridge(makeAddress),
      triggers: { hasTriggers: () => false, run: () => {}, names: () => [], runOne: () => {} }, locks: new InProcessLocks({ now: () => performance.now(), advance: () => undefined }), now: () => Date.now(),
    }));
  } finally {
    connection.close();
  }
}
