import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { WireError } from '../../protocol/errors.ts';
import type { ProjectSandboxOptions } from '../../protocol/rpc.ts';
import type { Clock } from '../partner/clock.ts';
import type { Directory } from '../partner/directory.ts';
import { deriveId } from '../partner/ids.ts';
import type { PartnerStore } from '../partner/store.ts';
import { DEFAULT_ORG_POLICY } from '../partner/world.ts';
import type { WorldOrg } from '../partner/world.ts';
import { readFeatureParameters } from './feature-files.ts';
import { isRecord } from './json-schema.ts';
import { readProject } from './project-folder.ts';

const GRANT_MS = 365 * 86_400_000;
/** What an administrator of a developer sandbox may do. */
const ADMIN_PERMISSIONS = ['AuthorApex', 'ApiEnabled', 'CustomizeApplication', 'ManageUsers', 'ModifyAllData', 'ViewAllData', 'ViewSetup'];

/** Developer sandboxes made from SFDX projects. They are kept with the state, and belong to who sits at the machine. */
export class Projects {
  readonly #store: PartnerStore;
  readonly #directory: Directory;
  readonly #clock: Clock;

  constructor(store: PartnerStore, directory: Directory, clock: Clock) {
    this.#store = store;
    this.#directory = directory;
    this.#clock = clock;
    for (const { options } of store.projects()) {
      try {
        if (isOptions(options)) directory.addOrg(projectOrg(options));
      } catch (error) {
        // Its folder is gone or broken; opening it again says so.
        if (!(error instanceof WireError)) throw error;
      }
    }
  }

  /** `isChanged`: it is new, or made of something else than before. */
  open(options: ProjectSandboxOptions): { org: WorldOrg; isChanged: boolean } {
    const org = projectOrg(options);
    const before = this.#directory.orgs.find(each => each.id === org.id);
    const isChanged = !before || JSON.stringify(before) !== JSON.stringify(org);
    if (!isChanged) return { org: before, isChanged };
    this.#store.saveProject(org.id, { projects: options.projects, ...(options.with ? { with: options.with } : {}), ...(options.data ? { data: options.data } : {}) });
    this.#directory.addOrg(org);
    return { org, isChanged };
  }

  /** Granted anew whenever it is opened. */
  grant(org: WorldOrg): void {
    const now = this.#clock.now();
    for (const user of org.users) this.#store.replaceGrant({ orgId: org.id, userId: user.id, grantedAt: now, expiresAt: now + GRANT_MS, revokedAt: null });
  }
}

function isOptions(value: unknown): value is ProjectSandboxOptions {
  return isRecord(value) && Array.isArray(value['projects']);
}

/** Throws `projectInvalid` or `dataInvalid`. */
function projectOrg(options: ProjectSandboxOptions): WorldOrg {
  const named = options.projects.map(readProject);
  const [main] = named;
  if (!main) throw new WireError('projectInvalid', 'Name at least one project folder.');
  const dependencies = (options.with ?? []).map(readProject);
  // Code without a namespace belongs to the org's own, as in a scratch org of that namespace: the project couldn't see it otherwise.
  const joins = (project: typeof main): boolean => project.namespace === null && main.namespace !== null;
  const own = [...dependencies.filter(joins).map(project => ({ ...project, namespace: main.namespace })), ...named];
  // What it depends on is installed first.
  const others = dependencies.filter(project => !joins(project));
  const id = deriveId('00D', ...named.map(project => project.root));
  const userName = `admin@${main.name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'project'}.localhost`;
  const packages = new Map([...others, ...own].flatMap(project => (project.namespace === null ? [] : [[project.namespace, { namespace: project.namespace, name: project.name, version: '0.1' }]])));
  return {
    id, name: main.name, alias: null, kind: 'project', instance: 'CS1', isGovernment: false, license: 'full', namespace: main.namespace,
    packages: [...packages.values()], certifiedNamespaces: others.flatMap(({ namespace }) => namespace ?? []),
    // The folders of one project are one package; each that it depends on is one of its own.
    sources: [...others.map(project => ({ ...project, package: project.name })), ...own.map(project => ({ ...project, package: main.name }))]
      .flatMap(({ directories, namespace, package: name }) => directories.map(directory => (namespace === null ? { directory, namespace } : { directory, namespace, package: name }))),
    dataFiles: (options.data ?? []).map(dataFile),
    users: [{ id: deriveId('005', id, userName), userName, name: 'Admin User', email: userName, profile: 'System Administrator', permissions: ADMIN_PERMISSIONS, timeZone: 'America/Los_Angeles', locale: 'en_US' }],
    grants: [], policy: DEFAULT_ORG_POLICY, licenses: [...packages.keys()].map(namespace => ({ namespace, status: 'active', seats: null, userIds: [], expiresAt: null })),
    features: [...others, ...own].flatMap(project => readFeatureParameters(project.directories, project.namespace ?? '')), contact: { name: null, email: null, phone: null },
  };
}

function dataFile(path: string): string {
  const full = resolve(path);
  if (!statSync(full, { throwIfNoEntry: false })?.isFile()) throw new WireError('dataInvalid', `The data file ${full} does not exist.`);
  return realpathSync(full);
}
