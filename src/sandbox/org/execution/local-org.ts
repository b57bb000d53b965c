import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { OrgInfo, RunningUser } from '../../apex/runtime/contract.ts';
import { bootstrapOrg, type BootstrapUser } from '../../data/bootstrap.ts';
import { bootstrapSecurity, roleId } from '../../data/security/bootstrap-security.ts';
import { bootstrapCode } from '../../data/bootstrap-code.ts';
import { bootstrapAutomation } from '../../data/bootstrap-automation.ts';
import { bootstrapFlows } from '../../data/bootstrap-flows.ts';
import { bootstrapResources } from '../../data/bootstrap-resources.ts';
import { readKeyPrefixes, openOrgStore, type OrgStore } from '../../data/store.ts';
import { OrgCompiler, type ProjectSource } from '../compiler.ts';

export interface LocalOrgOptions {
  readonly projects: readonly ProjectSource[];
  /** Namespace of the org itself (a package under development), else null. */
  readonly namespace: string | null;
  /** Folder for the org's database. */
  readonly directory: string;
  readonly org: Omit<OrgInfo, 'namespace' | 'multiCurrency' | 'defaultCurrency' | 'cachePartitions' | 'dataWeaveScripts' | 'featureParameters' | 'flows' | 'hasApprovalProcesses'>;
  readonly users: readonly (BootstrapUser & { readonly permissions: readonly string[] })[];
  readonly now: number;
}

export interface LocalOrg {
  readonly compiler: OrgCompiler;
  readonly store: OrgStore;
  readonly testStore: OrgStore;
  readonly org: OrgInfo;
  readonly users: readonly RunningUser[];
  /** Whether the database was made now: data files are still to be imported. */
  readonly isNew: boolean;
}

/** Compiles the sources of an org and opens its database, and a second one without records, which tests see. */
export function openLocalOrg(options: LocalOrgOptions): LocalOrg {
  mkdirSync(options.directory, { recursive: true });
  const path = join(options.directory, 'org.db');
  const keyPrefixes = readKeyPrefixes(path);
  const compiler = new OrgCompiler({ projects: options.projects, namespace: options.namespace, keyPrefixes, cacheDirectory: options.directory });
  const { schema, metadataRecords, security } = compiler.metadata;
  const store = openOrgStore(path, schema);
  const testStore = openOrgStore(join(options.directory, 'tests.db'), schema);
  const organization = { id: options.org.id, name: options.org.name, isSandbox: options.org.isSandbox, instance: options.org.instance, type: options.org.type };
  let users: RunningUser[] = [];
  for (const each of [store, testStore]) {
    const connection = each.connect();
    try {
      const { userIds, profileIds } = bootstrapOrg(each, connection, { organization, users: options.users, metadataRecords, profiles: security.holders.filter((one) => one.kind === 'profile').map((one) => one.name), now: options.now });
      const adminId = [...userIds.values()][0] ?? '';
      bootstrapCode(each, connection, compiler.sources, options.now, adminId);
      bootstrapResources(each, connection, compiler.metadata, options.now, adminId, options.org.id);
      bootstrapAutomation(each, connection, options.now, adminId);
      bootstrapFlows(each, connection, compiler.metadata.flows, options.now, options.users[0]?.name ?? '');
      bootstrapSecurity(each, connection, { metadata: security, users: options.users, userIds, profileIds, now: options.now });
      users = options.users.map((user) => ({
        id: userIds.get(user.userName)!, userName: user.userName, name: user.name, email: user.email, profileId: profileIds.get(user.profile)!, profileName: user.profile, roleId: user.role == null ? null : roleId(user.role),
        timeZone: user.timeZone, locale: user.locale, language: 'en_US', userType: 'Standard', permissions: new Set(user.permissions),
      }));
    } finally {
      connection.close();
    }
  }
  return { compiler, store, testStore, org: { ...options.org, namespace: options.namespace, multiCurrency: false, defaultCurrency: 'USD', cachePartitions: compiler.metadata.cachePartitions, flows: compiler.metadata.flows, dataWeaveScripts: compiler.metadata.dataWeaveScripts, featureParameters: compiler.metadata.featureParameters, hasApprovalProcesses: compiler.metadata.hasApprovalProcesses }, users, isNew: keyPrefixes.size === 0 };
}
