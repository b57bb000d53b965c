import type { RunningUser } from '../../apex/runtime/contract.ts';
import { InProcessLocks } from '../../data/locks.ts';
import { importTree } from '../../data/tree/import-tree.ts';
import { runtimeBridge } from '../../data/runtime-bridge.ts';
import { createSession } from '../../data/session.ts';
import { makeAddress } from '../../apex/stdlib/platform/compound.ts';
import type { OrgCompiler} from '../compiler.ts';
import { sharedCatalogue } from '../compiler.ts';
import type { OrgSetup } from '../contract.ts';
import { Executor } from './executor.ts';
import { openLocalOrg, type LocalOrg } from './local-org.ts';

/** Opens an org as its setup says: compiles lazily, makes the database if there is none. */
export function openOrg(setup: OrgSetup): LocalOrg {
  return openLocalOrg({
    projects: setup.sources, namespace: setup.namespace, directory: setup.stateDirectory, users: setup.users, now: clock.now(),
    org: { id: setup.orgId, name: setup.orgName, instance: setup.instance, isSandbox: setup.isSandbox, type: 'Enterprise Edition', baseUrl: setup.baseUrl },
  });
}

const clock = { now: () => Date.now(), advance: () => {} };

/** An executor for one thread, with what it holds open. */
export function openExecutor(setup: OrgSetup, shape: 'plain' | 'debuggable'): { executor: Executor; users: readonly RunningUser[]; compiler: OrgCompiler; dispose: () => void } {
  const local = openOrg(setup);
  const executor = new Executor({
    schema: local.compiler.metadata.schema, org: local.org, store: local.store, testStore: local.testStore, users: local.users, triggers: local.compiler.triggers(),
    source: (name, wanted) => local.compiler.unit(name, wanted), shape, locks: new InProcessLocks(clock), clock: clock.now, enumConstants: libraryEnumConstants,
  });
  return { executor, users: local.users, compiler: local.compiler, dispose: () => executor.close() };
}

export function libraryEnumConstants(name: string): readonly string[] | null {
  const symbol = sharedCatalogue().find(name);
  return symbol?.kind === 'enum' ? symbol.enumConstants : null;
}

/** Puts data files into a new org, as the first user, without triggers. Errors name file and record. */
export function importData(local: LocalOrg, setup: OrgSetup): void {
  if (setup.dataFiles.length === 0) return;
  const connection = local.store.connect();
  const user = local.users[0]!;
  try {
    const session = createSession(local.store, {
      connection, transactionId: 'import', user: { id: user.id, timeZone: user.timeZone, locale: user.locale, seesAllData: true }, organizationId: setup.orgId, bridge: runtimeBridge(makeAddress),
      triggers: { hasTriggers: () => false, run: () => {} }, locks: new InProcessLocks(clock), now: clock.now,
    });
    importTree(session, setup.dataFiles, { allOrNone: true, accessLevel: 'system', enforceSharing: false, callerNamespace: setup.namespace, externalIdField: null });
    session.commit();
  } finally {
    connection.close();
  }
}
