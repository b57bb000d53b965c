import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Mutex } from 'async-mutex';
import { MANIFEST_NAME, PLAN_NAME } from '../../exchange/bundle/manifest.ts';
import type { BundleManifest, BundlePackage } from '../../exchange/bundle/manifest.ts';
import type { LicenseInfo } from '../../protocol/partner.ts';
import { IMPORT_NOTES_FILE } from '../org/contract.ts';
import type { Directory } from '../partner/directory.ts';
import { deriveId } from '../partner/ids.ts';
import type { PartnerStore } from '../partner/store.ts';
import { DEFAULT_ORG_POLICY } from '../partner/world.ts';
import type { World, WorldOrg, WorldPackage } from '../partner/world.ts';
import { SOURCE_FOLDER } from './bundle-thread/project-files.ts';
import { BundleThread } from './bundle-thread/thread.ts';
import type { Runners } from './runners.ts';

export interface BundlesOptions {
  readonly stateDirectory: string;
  readonly world: World;
  readonly directory: Directory;
  readonly store: PartnerStore;
  readonly runners: Runners;
}

/** What who packed a bundle has agreed to by sending it (T1). */
const GRANT_MS = 30 * 86_400_000;
const PERMISSIONS = ['AuthorApex', 'ApiEnabled', 'CustomizeApplication', 'ManageUsers', 'ModifyAllData', 'ViewAllData', 'ViewSetup'];

/** Behind an org's id: a folder that is being written, and one that is being thrown away. */
const DRAFT = '.draft';
const OLD = '.old';

export interface OpenedBundle {
  readonly org: WorldOrg;
  readonly records: number;
  readonly notes: readonly string[];
}

/** Support bundles, opened as orgs of the world: sandboxes with a customer's packages, metadata and records. They are kept with the state. */
export class Bundles {
  readonly #options: BundlesOptions;
  readonly #home: string;
  /** Ids of the orgs that they became. */
  readonly #opened = new Set<string>();
  readonly #mutex = new Mutex();

  constructor(options: BundlesOptions) {
    this.#options = options;
    this.#home = join(options.stateDirectory, 'bundles');
    if (!existsSync(this.#home)) return;
    // What a hub that died had under way.
    for (const left of readdirSync(this.#home).filter(each => each.endsWith(DRAFT) || each.endsWith(OLD))) rmSync(join(this.#home, left), { recursive: true, force: true });
    for (const id of readdirSync(this.#home)) if (existsSync(join(this.#home, id, MANIFEST_NAME))) this.#opened.add(id);
    for (const id of this.#opened) options.directory.addOrg(this.#orgOf(JSON.parse(readFileSync(join(this.#home, id, MANIFEST_NAME), 'utf8')) as BundleManifest).org);
  }

  /** Asked of every org whenever orgs are listed. */
  has(org: WorldOrg): boolean {
    return this.#opened.has(org.id);
  }

  /** Throws `dataInvalid` that names what is wrong with it. An earlier bundle of the same org goes. `check`: whether that may be. */
  open(path: string, now: number, check: (org: WorldOrg) => void): Promise<OpenedBundle> {
    // Large ones one after another: each takes a few hundred megabytes while it is read.
    return this.#mutex.runExclusive(() => this.#open(path, now, check));
  }

  async #open(path: string, now: number, check: (org: WorldOrg) => void): Promise<OpenedBundle> {
    const { directory, store, runners } = this.#options;
    const thread = new BundleThread(path);
    try {
      const manifest = await thread.manifest();
      const { org, notes } = this.#orgOf(manifest);
      const draft = join(this.#home, org.id + DRAFT);
      check(org);
      try {
        await thread.write(draft, new Set(org.packages.flatMap(({ namespace }) => namespace?.toLowerCase() ?? [])));
        // Meanwhile somebody may have begun to debug the old one.
        check(org);
        await runners.reset(org.id);
        await this.#replace(org.id);
      } finally {
        await rm(draft, { recursive: true, force: true });
      }
      directory.addOrg(org);
      store.replaceGrant({ orgId: org.id, userId: org.users[0]!.id, grantedAt: now, expiresAt: now + GRANT_MS, revokedAt: null });
      try {
        const { problems } = await runners.check(org);
        const leftOut = this.#leftOut(org.id);
        const broken = problems.filter(each => each.severity === 'error').length;
        return { org, records: Object.values(manifest.records).reduce((sum, each) => sum + each, 0), notes: [...notes, ...manifest.notes, ...leftOut, ...(broken > 0 ? [`${broken} problems in its code and metadata; "isv-debugger check" lists them.`] : [])] };
      } catch (error) {
        await this.#remove(org.id);
        throw error;
      }
    } finally {
      await thread.close();
    }
  }

  /** The draft takes the place of what there was, at once; that may be thousands of files, which go meanwhile. */
  async #replace(orgId: string): Promise<void> {
    const folder = join(this.#home, orgId);
    if (existsSync(folder)) renameSync(folder, folder + OLD);
    renameSync(folder + DRAFT, folder);
    this.#opened.add(orgId);
    await rm(folder + OLD, { recursive: true, force: true });
  }

  async delete(org: WorldOrg): Promise<void> {
    await this.#remove(org.id);
  }

  async #remove(orgId: string): Promise<void> {
    await this.#options.runners.reset(orgId);
    this.#options.directory.removeOrg(orgId);
    this.#opened.delete(orgId);
    await rm(join(this.#home, orgId), { recursive: true, force: true });
  }

  #leftOut(orgId: string): readonly string[] {
    const file = join(this.#options.runners.directoryOf(orgId), IMPORT_NOTES_FILE);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly string[]) : [];
  }

  #orgOf({ org, user, packages }: BundleManifest): { org: WorldOrg; notes: string[] } {
    const { directory, world } = this.#options;
    const notes: string[] = [];
    const installed = packages.flatMap(each => this.#packageOf(each, notes) ?? []);
    // The world may have the org itself.
    const isTaken = directory.orgs.some(each => each.id === org.id && !this.has(each));
    const id = isTaken ? deriveId('00D', org.id, 'bundle') : org.id;
    const userName = `administrator@${org.id.toLowerCase()}.bundle`;
    const admin = { id: deriveId('005', id, userName), userName, name: 'Bundle Administrator', email: `${userName}.invalid`, profile: 'System Administrator', permissions: PERMISSIONS, timeZone: isTimeZone(user.timeZone) ? user.timeZone : 'America/Los_Angeles', locale: user.locale || 'en_US' };
    const folder = join(this.#home, id);
    return {
      notes,
      org: {
        id, name: `${org.name} (bundle)`, alias: `${org.name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 40) || 'org'}-bundle`, // Without a partner there is nobody to sign in: it belongs to who sits at the machine.
        kind: world.partner ? 'partialCopy' : 'project', instance: org.instance || 'CS1', isGovernment: false, license: 'full', namespace: null,
        packages: installed.map(({ info }) => info), certifiedNamespaces: installed.flatMap(({ isCertified, info }) => (isCertified ? [info.namespace] : [])),
        sources: [...installed.flatMap(({ info, directories }) => directories.map(each => ({ directory: each, namespace: info.namespace, package: info.name }))), { directory: join(folder, SOURCE_FOLDER), namespace: null }],
        dataFiles: [join(folder, PLAN_NAME)], isDataStored: true, users: [admin], grants: [], policy: DEFAULT_ORG_POLICY,
        licenses: installed.map(({ info }) => licenseOf(info.namespace, packages, admin.id)), features: installed.flatMap(({ features }) => features), contact: { name: org.name, email: null, phone: null },
      },
    };
  }

  /** The installed version; else the newest that there is, which is said. */
  #packageOf({ namespace, name, version }: BundlePackage, notes: string[]): WorldPackage | null {
    const { world, directory } = this.#options;
    const isSame = (each: string | null): boolean => each?.toLowerCase() === namespace.toLowerCase();
    const versions = world.packages.filter(each => isSame(each.info.namespace)).sort((a, b) => b.info.version.localeCompare(a.info.version, 'en', { numeric: true }));
    const exact = versions.find(each => each.info.version === version);
    if (exact) return exact;
    const [newest] = versions;
    if (newest) {
      notes.push(`The customer has ${name} ${version}; here it runs on ${newest.info.version}. Add ${namespace}@${version} to the world file's packages, and open the bundle again.`);
      return newest;
    }
    const project = directory.orgs.find(each => each.kind === 'project' && isSame(each.namespace));
    const source = project?.sources.filter(each => isSame(each.namespace)) ?? [];
    if (project?.namespace && source.length > 0) {
      notes.push(`The customer has ${name} ${version}; here it runs on the project ${project.name}.`);
      return { info: { namespace: project.namespace, name, version: 'workspace' }, directories: source.map(each => each.directory), isCertified: true, features: project.features.filter(each => isSame(each.namespace)) };
    }
    notes.push(`${name} ${version} (${namespace}) is not here: records have its fields, but its code doesn't run.`);
    return null;
  }
}

function licenseOf(namespace: string, packages: readonly BundlePackage[], userId: string): LicenseInfo {
  const license = packages.find(each => each.namespace.toLowerCase() === namespace.toLowerCase())?.license ?? null;
  const seats = license?.seats ?? null;
  const status = license?.status.toLowerCase() === 'trial' ? 'trial' : license?.status.toLowerCase() === 'suspended' ? 'suspended' : 'active';
  const expiresAt = license?.expiresAt ? Date.parse(license.expiresAt) : Number.NaN;
  return { namespace, status, seats, userIds: seats !== null && seats > 0 ? [userId] : [], expiresAt: Number.isNaN(expiresAt) ? null : expiresAt };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
