import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WireError } from '../../../protocol/errors.ts';
import { FileFault } from '../../../exchange/file-fault.ts';
import { importTree } from '../../data/tree/import-tree.ts';
import { bootstrapLicenses } from '../../data/bootstrap-licenses.ts';
import type { LicenseRow } from '../../data/bootstrap-licenses.ts';
import { IMPORT_NOTES_FILE } from '../contract.ts';
import type { OrgLicensing, OrgSetup } from '../contract.ts';
import { openLocalOrg } from '../execution/local-org.ts';
import type { LocalOrg } from '../execution/local-org.ts';
import { withSystemSession } from './system-session.ts';

/** Written when a new org has its data: one without it was interrupted and is made again. */
const COMPLETE_FILE = 'complete';

/** Opens an org as its setup says: compiles lazily, makes the database with its data if there is none. */
export function openOrg(setup: OrgSetup): LocalOrg {
  return withLicensing(openWithData(setup), setup.licensing);
}

function openWithData(setup: OrgSetup): LocalOrg {
  const complete = join(setup.stateDirectory, COMPLETE_FILE);
  const isNew = !existsSync(complete);
  if (isNew) removeDatabases(setup.stateDirectory);
  const local = open(setup);
  if (!isNew) return local;
  try {
    importData(local, setup);
  } catch (error) {
    removeDatabases(setup.stateDirectory);
    throw error instanceof FileFault ? new WireError('dataInvalid', error.message) : error;
  }
  writeFileSync(complete, '');
  return local;
}

function open(setup: OrgSetup): LocalOrg {
  const { orgId, orgName, instance, isSandbox, baseUrl } = setup;
  return openLocalOrg({
    projects: setup.sources, namespace: setup.namespace, directory: setup.stateDirectory, users: setup.users, now: Date.now(),
    org: { id: orgId, name: orgName, instance, isSandbox, type: 'Enterprise Edition', baseUrl, certifiedNamespaces: setup.packages.filter(({ isCertified }) => isCertified).map(({ namespace }) => namespace) },
  });
}

/** The org with its license rows brought in line. */
export function withLicensing(local: LocalOrg, licensing: OrgLicensing): LocalOrg {
  const [admin] = local.users;
  const rows = licensing.licenses.filter(each => each.status !== 'uninstalled').map((each): LicenseRow => ({ ...each, status: statusOf(each) }));
  for (const store of [local.store, local.testStore]) {
    const connection = store.connect();
    try {
      bootstrapLicenses(store, connection, rows, Date.now(), admin?.id ?? '');
    } finally {
      connection.close();
    }
  }
  return { ...local, org: { ...local.org, licensing } };
}

/** PackageLicense knows no suspended licenses: they count as little as expired ones. */
function statusOf({ status, expiresAt }: OrgLicensing['licenses'][number]): LicenseRow['status'] {
  if (status === 'suspended' || (expiresAt !== null && expiresAt <= Date.now())) return 'Expired';
  return status === 'trial' ? 'Trial' : 'Active';
}

function removeDatabases(directory: string): void {
  for (const name of ['org.db', 'tests.db']) for (const suffix of ['', '-wal', '-shm']) rmSync(join(directory, `${name}${suffix}`), { force: true });
}

/** Puts the data files into a new org, as the first user, without triggers. Errors name file and record. */
function importData(local: LocalOrg, setup: OrgSetup): void {
  const [user] = local.users;
  if (setup.dataFiles.length === 0 || !user) return;
  withSystemSession(local, user, session => {
    const { notes } = importTree(session, setup.dataFiles, setup.namespace, setup.isDataStored);
    session.commit();
    writeFileSync(join(setup.stateDirectory, IMPORT_NOTES_FILE), JSON.stringify(notes));
  });
}
