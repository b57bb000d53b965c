import { readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { WireError } from '../../protocol/errors.ts';
import type { FeatureParameterInfo, LicenseInfo, LicenseStatus, OrgPolicy } from '../../protocol/partner.ts';
import type { OrgKind } from '../../protocol/rpc.ts';
import { durationMs } from '../partner/durations.ts';
import { deriveId, toLongId } from '../partner/ids.ts';
import { DEFAULT_ORG_POLICY, DEFAULT_POLICY } from '../partner/world.ts';
import type { Engineer, EngineerPermission, Policy, World, WorldGrant, WorldOrg, WorldPackage, WorldUser } from '../partner/world.ts';
import { readFeatureParameters } from './feature-files.ts';
import { GitFault, gitVersion } from './git-source.ts';
import { findFaults } from './json-schema.ts';
import type { JsonFault } from './json-schema.ts';
import { readProject } from './project-folder.ts';
import { WORLD_SCHEMA } from './world-schema.ts';

/** As `WORLD_SCHEMA` has checked it. */
interface WorldDocument {
  readonly partner: { readonly name: string; readonly namespace: string; readonly engineers: readonly { readonly userName: string; readonly name: string; readonly permissions?: readonly string[]; readonly permissionSets?: readonly string[] }[]; readonly permissionSets?: readonly { readonly name: string; readonly permissions: readonly string[] }[]; readonly sessionsPerDeveloper?: number; readonly requireMfa?: boolean };
  readonly packages?: readonly { readonly namespace: string; readonly name: string; readonly version: string; readonly path?: string; readonly git?: { readonly repository: string; readonly tag: string; readonly path?: string }; readonly certified?: boolean }[];
  readonly policy?: { readonly idleMinutes?: number; readonly lifetimeMinutes?: number; readonly threads?: number; readonly orphanGraceSeconds?: number; readonly approvalMinutes?: number; readonly requireCase?: boolean };
  readonly orgs: readonly OrgDocument[];
}

type PackageDocument = NonNullable<WorldDocument['packages']>[number];

interface OrgDocument {
  readonly name: string;
  readonly alias?: string;
  readonly id?: string;
  readonly kind: OrgKind;
  readonly instance?: string;
  readonly government?: boolean;
  readonly license?: 'full' | 'platform' | 'none';
  readonly packages?: readonly string[];
  readonly source?: readonly string[];
  readonly data?: readonly string[];
  readonly users: readonly { readonly userName: string; readonly name: string; readonly email?: string; readonly profile?: string; readonly permissions?: readonly string[]; readonly permissionSets?: readonly string[]; readonly role?: string; readonly timeZone?: string; readonly locale?: string }[];
  readonly grants?: readonly { readonly user: string; readonly duration: string; readonly age?: string }[];
  readonly loginAccess?: Partial<OrgPolicy>;
  readonly licenses?: readonly { readonly namespace: string; readonly status?: LicenseStatus; readonly seats?: number; readonly users?: readonly string[]; readonly expires?: string }[];
  readonly features?: readonly { readonly namespace: string; readonly name: string; readonly value: boolean | number | string }[];
  readonly contact?: { readonly name?: string; readonly email?: string; readonly phone?: string };
}

const MINUTE = 60_000;

/** Below the state directory: package versions that came from git. */
const PACKAGES_FOLDER = 'packages';

/** Reads and checks a world file. Throws `worldInvalid`: every fault with the file and its JSON path. */
export function loadWorld(file: string, stateDirectory: string): World {
  const path = resolve(file);
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const cause = error as NodeJS.ErrnoException;
    throw new WireError('worldInvalid', cause.code === 'ENOENT' ? `The world file ${path} does not exist.` : `The world file ${path} can't be read as JSON: ${cause.message}`);
  }
  const faults = findFaults(WORLD_SCHEMA, document);
  if (faults.length > 0) throw invalid(path, faults);
  const reader = new WorldReader(path, document as WorldDocument, join(resolve(stateDirectory), PACKAGES_FOLDER));
  const world = reader.read();
  if (reader.faults.length > 0) throw invalid(path, reader.faults);
  return world;
}

function invalid(file: string, faults: readonly JsonFault[]): WireError {
  const lines = faults.map(fault => `${fault.path === '' ? 'The file' : fault.path} ${fault.message}.`);
  return new WireError('worldInvalid', `The world file ${file} is not valid:\n  ${lines.slice(0, 10).join('\n  ')}${lines.length > 10 ? `\n  … and ${lines.length - 10} more.` : ''}`, { details: { file, faults } });
}

class WorldReader {
  readonly faults: JsonFault[] = [];
  readonly #file: string;
  readonly #folder: string;
  readonly #document: WorldDocument;
  readonly #packages = new Map<string, WorldPackage>();
  readonly #gitVersions: string;

  /** `gitVersions`: folder that keeps what comes from git. */
  constructor(file: string, document: WorldDocument, gitVersions: string) {
    this.#file = file;
    this.#folder = dirname(file);
    this.#document = document;
    this.#gitVersions = gitVersions;
  }

  read(): World {
    const { partner, packages = [], orgs } = this.#document;
    (partner.permissionSets ?? []).forEach((set, index) => this.#readPermissions(set.permissions, `partner.permissionSets[${index}].permissions`));
    this.#unique('partner.engineers', partner.engineers.map(each => each.userName.toLowerCase()), 'userName');
    packages.forEach((each, index) => this.#readPackage(each, `packages[${index}]`));
    const read = orgs.map((org, index) => this.#readOrg(org, `orgs[${index}]`));
    this.#unique('orgs', read.map(org => org.id), 'id');
    this.#unique('orgs', read.map(org => org.name.toLowerCase()), 'name');
    this.#unique('orgs', read.map(org => org.alias?.toLowerCase() ?? null), 'alias');
    return {
      name: partner.name, file: this.#file, policy: readPolicy(this.#document.policy), packages: [...this.#packages.values()], orgs: read,
      partner: { name: partner.name, namespace: partner.namespace, sessionsPerDeveloper: partner.sessionsPerDeveloper ?? 1, requiresMfa: partner.requireMfa ?? false, engineers: partner.engineers.map((each, index) => this.#readEngineer(each, index)) },
    };
  }

  #fault(path: string, message: string): void {
    this.faults.push({ path, message });
  }

  #unique(path: string, values: readonly (string | null)[], member: string): void {
    values.forEach((value, index) => {
      const first = values.indexOf(value);
      if (value !== null && first < index) this.#fault(`${path}[${index}].${member}`, `is the same as that of ${path}[${first}]`);
    });
  }

  /** T5: on the user or through permission sets. */
  #readEngineer({ userName, name, permissions = [], permissionSets = [] }: WorldDocument['partner']['engineers'][number], index: number): Engineer {
    const at = `partner.engineers[${index}]`;
    const sets = this.#document.partner.permissionSets ?? [];
    const assigned = permissionSets.flatMap((each, place) => {
      const set = sets.findIndex(one => one.name.toLowerCase() === each.toLowerCase());
      if (set < 0) this.#fault(`${at}.permissionSets[${place}]`, `is "${each}", but "partner.permissionSets" has ${sets.map(one => one.name).join(', ') || 'none'}`);
      return sets[set]?.permissions.flatMap(permission => engineerPermission(permission) ?? []) ?? [];
    });
    return { userName, name, permissions: [...new Set([...this.#readPermissions(permissions, `${at}.permissions`), ...assigned])] };
  }

  #readPermissions(permissions: readonly string[], at: string): EngineerPermission[] {
    return permissions.flatMap((permission, place) => {
      const canonical = engineerPermission(permission);
      if (!canonical) this.#fault(`${at}[${place}]`, `is "${permission}", but must be one of LogInToSubscriberOrganization, ViewAndDebugManagedApex, ModifyAllData`);
      return canonical ?? [];
    });
  }

  #readPackage(given: PackageDocument, at: string): void {
    const { namespace, name, version, path, git, certified = true } = given;
    const key = packageKey(`${namespace}@${version}`);
    if (this.#packages.has(key)) this.#fault(at, `is ${namespace}@${version} again`);
    if ((path === undefined) === (git === undefined)) return this.#fault(at, 'must have either "path" or "git"');
    const source = git ? this.#readGit(given, git, `${at}.git`) : { folder: this.#folderAt(path ?? '', `${at}.path`) };
    if (!source?.folder) return;
    try {
      const { directories } = readProject(source.folder);
      const origin = git && 'commit' in source ? { tag: git.tag, commit: source.commit } : {};
      this.#packages.set(key, { info: { namespace, name, version, ...origin }, directories, isCertified: certified, features: readFeatureParameters(directories, namespace) });
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#fault(git ? `${at}.git.${git.path === undefined ? 'tag' : 'path'}` : `${at}.path`, `is no SFDX project: ${error.message.replace(/\.$/, '')}`);
    }
  }

  #readGit({ namespace, version }: PackageDocument, { repository, tag, path = '.' }: NonNullable<PackageDocument['git']>, at: string): { folder: string; commit: string } | null {
    const inside = posix.normalize(path.replaceAll('\\', '/')).replace(/\/$/, '');
    if (/^(\/|\.\.(\/|$))/.test(inside)) {
      this.#fault(`${at}.path`, `is "${path}", which lies outside the repository`);
      return null;
    }
    try {
      return gitVersion({ repository: resolve(this.#folder, repository), tag, path: inside }, this.#gitVersions, `${namespace}-${version}`);
    } catch (error) {
      if (!(error instanceof GitFault)) throw error;
      this.#fault(error.attribute === null ? at : `${at}.${error.attribute}`, error.message);
      return null;
    }
  }

  #readOrg(org: OrgDocument, at: string): WorldOrg {
    const id = org.id === undefined ? deriveId('00D', org.name) : toLongId(org.id);
    if (org.id?.length === 18 && toLongId(org.id.slice(0, 15)) !== org.id) this.#fault(`${at}.id`, `is "${org.id}", whose last three characters are not those of its first 15 (${toLongId(org.id.slice(0, 15))})`);
    const installed: WorldPackage[] = [];
    (org.packages ?? []).forEach((key, index) => {
      const found = this.#packages.get(packageKey(key));
      if (found) installed.push(found);
      else if (!this.faults.some(fault => fault.path.startsWith('packages['))) this.#fault(`${at}.packages[${index}]`, `is "${key}", but "packages" has ${[...this.#packages.values()].map(({ info }) => `${info.namespace}@${info.version}`).join(', ') || 'none'}`);
    });
    const own = (org.source ?? []).flatMap((path, index) => this.#folderAt(path, `${at}.source[${index}]`) ?? []);
    const dataFiles = (org.data ?? []).flatMap((path, index) => this.#fileAt(path, `${at}.data[${index}]`) ?? []);
    const users = org.users.map(user => readUser(id, user));
    this.#unique(`${at}.users`, users.map(user => user.userName.toLowerCase()), 'userName');
    const grants = (org.grants ?? []).map((grant, index): WorldGrant => {
      if (!users.some(user => user.userName.toLowerCase() === grant.user.toLowerCase())) this.#fault(`${at}.grants[${index}].user`, `is "${grant.user}", but no user of ${at} has that user name`);
      return { userName: grant.user, durationMs: durationMs(grant.duration), ageMs: grant.age === undefined ? 0 : durationMs(grant.age) };
    });
    return {
      id, name: org.name, alias: org.alias ?? null, kind: org.kind, instance: org.instance ?? 'CS1', isGovernment: org.government ?? false, license: org.license ?? 'full', namespace: null,
      packages: installed.map(({ info }) => info), certifiedNamespaces: installed.filter(({ isCertified }) => isCertified).map(({ info }) => info.namespace),
      sources: [...installed.flatMap(({ info, directories }) => directories.map(directory => ({ directory, namespace: info.namespace, package: info.name }))), ...own.map(directory => ({ directory, namespace: null }))],
      dataFiles, users, grants, policy: { ...DEFAULT_ORG_POLICY, ...org.loginAccess },
      licenses: installed.map(({ info }) => this.#readLicense(org, info.namespace, users, at)), features: this.#readFeatures(org, installed, at),
      contact: { name: org.contact?.name ?? null, email: org.contact?.email ?? null, phone: org.contact?.phone ?? null },
    };
  }

  /** D16, T4: licensed to the entire org unless the world says otherwise. */
  #readLicense({ licenses = [] }: OrgDocument, namespace: string, users: readonly WorldUser[], at: string): LicenseInfo {
    const index = licenses.findIndex(each => each.namespace.toLowerCase() === namespace.toLowerCase());
    const { status = 'active', seats = null, users: names = [], expires } = licenses[index] ?? {};
    const userIds = names.flatMap((each, place) => {
      const user = users.find(({ userName }) => userName.toLowerCase() === each.toLowerCase());
      if (!user) this.#fault(`${at}.licenses[${index}].users[${place}]`, `is "${each}", but no user of ${at} has that user name`);
      return user ? [user.id] : [];
    });
    if (seats !== null && userIds.length > seats) this.#fault(`${at}.licenses[${index}].users`, `has ${userIds.length} users, but there are ${seats} seats`);
    return { namespace, status, seats, userIds, expiresAt: expires === undefined ? null : Date.parse(expires) };
  }

  #readFeatures({ features = [] }: OrgDocument, installed: readonly WorldPackage[], at: string): FeatureParameterInfo[] {
    const defined = installed.flatMap(each => each.features);
    const isSame = (each: { namespace: string; name: string }, other: { namespace: string; name: string }): boolean => each.namespace.toLowerCase() === other.namespace.toLowerCase() && each.name.toLowerCase() === other.name.toLowerCase();
    features.forEach((feature, index) => {
      const parameter = defined.find(each => isSame(each, feature));
      if (!parameter) this.#fault(`${at}.features[${index}]`, `is ${feature.namespace}.${feature.name}, but the installed packages define ${defined.map(each => `${each.namespace}.${each.name}`).join(', ') || 'no feature parameter'}`);
      else if (typeof feature.value !== typeof parameter.value) this.#fault(`${at}.features[${index}].value`, `is ${JSON.stringify(feature.value)}, but the parameter is of type ${parameter.type}`);
    });
    return defined.map(each => ({ ...each, value: features.find(feature => isSame(each, feature))?.value ?? each.value }));
  }

  #folderAt(path: string, at: string): string | null {
    const full = resolve(this.#folder, path);
    if (statSync(full, { throwIfNoEntry: false })?.isDirectory()) return full;
    this.#fault(at, `is "${path}", but there is no folder ${full}`);
    return null;
  }

  #fileAt(path: string, at: string): string | null {
    const full = resolve(this.#folder, path);
    if (statSync(full, { throwIfNoEntry: false })?.isFile()) return full;
    this.#fault(at, `is "${path}", but there is no file ${full}`);
    return null;
  }
}

function readUser(orgId: string, user: OrgDocument['users'][number]): WorldUser {
  return {
    id: deriveId('005', orgId, user.userName.toLowerCase()), userName: user.userName, name: user.name, email: user.email ?? user.userName, profile: user.profile ?? 'Standard User',
    permissions: user.permissions ?? [], permissionSets: user.permissionSets ?? [], role: user.role ?? null, timeZone: user.timeZone ?? 'America/Los_Angeles', locale: user.locale ?? 'en_US',
  };
}

function readPolicy(policy: WorldDocument['policy'] = {}): Policy {
  const { idleMinutes, lifetimeMinutes, threads, orphanGraceSeconds, approvalMinutes, requireCase } = policy;
  return {
    idleMs: idleMinutes === undefined ? DEFAULT_POLICY.idleMs : idleMinutes * MINUTE,
    lifetimeMs: lifetimeMinutes === undefined ? DEFAULT_POLICY.lifetimeMs : lifetimeMinutes * MINUTE,
    threads: threads ?? DEFAULT_POLICY.threads,
    orphanGraceMs: orphanGraceSeconds === undefined ? DEFAULT_POLICY.orphanGraceMs : orphanGraceSeconds * 1000,
    approvalMs: approvalMinutes === undefined ? DEFAULT_POLICY.approvalMs : approvalMinutes * MINUTE,
    requiresCase: requireCase ?? DEFAULT_POLICY.requiresCase,
  };
}

const packageKey = (name: string): string => name.toLowerCase();

/** T5: other spellings of the names are accepted. */
function engineerPermission(text: string): EngineerPermission | null {
  switch (text.toLowerCase().replace(/[^a-z]/g, '')) {
    case 'logintosubscriberorganization':
    case 'logintosubscriberorg': return 'LogInToSubscriberOrganization';
    case 'viewanddebugmanagedapex': return 'ViewAndDebugManagedApex';
    case 'modifyalldata': return 'ModifyAllData';
    default: return null;
  }
}
