import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WireError } from '../../protocol/errors.ts';
import type { SandboxKind } from '../../protocol/partner.ts';
import type { Directory } from '../partner/directory.ts';
import { deriveId } from '../partner/ids.ts';
import type { Login } from '../partner/logins.ts';
import type { PartnerStore } from '../partner/store.ts';
import { DEFAULT_ORG_POLICY } from '../partner/world.ts';
import type { WorldOrg } from '../partner/world.ts';
import type { Runners } from './runners.ts';

/** T12: records of an object that a partial copy takes at most. */
const PARTIAL_COPY_ROWS = 10_000;
const NAME = /^[A-Za-z][A-Za-z0-9]{0,9}$/;

export interface SandboxWish {
  readonly name: string;
  readonly kind: SandboxKind;
  readonly objects: readonly string[] | null;
  readonly mask: 'personal' | 'text' | null;
}

/** Sandboxes made of orgs of the world (T12). They are kept with the state. */
export class Sandboxes {
  readonly #store: PartnerStore;
  readonly #directory: Directory;
  readonly #runners: Runners;
  /** Ids of those that there are. */
  readonly #made = new Set<string>();
  /** Copies under way, by lower-case name of the sandbox. */
  readonly #making = new Map<string, { readonly copyId: string; readonly developer: string; readonly source: WorldOrg; progress(message: string, done: number, total: number): void }>();

  constructor(store: PartnerStore, directory: Directory, runners: Runners) {
    this.#store = store;
    this.#directory = directory;
    this.#runners = runners;
    for (const { orgId, sourceId, name, kind } of store.sandboxes()) {
      this.#made.add(orgId);
      const source = directory.orgs.find(each => each.id === sourceId);
      // The world no longer has the org it was made of.
      if (source) directory.addOrg(sandboxOf(source, name, kind));
    }
  }

  /** Makes it, with its data; granted to whoever made it, as long as the login is. */
  async create(login: Login, expiresAt: number, now: number, wish: SandboxWish, progress: (message: string, done: number, total: number) => void): Promise<{ org: WorldOrg; rows: Readonly<Record<string, number>> }> {
    const source = login.org;
    this.#check(source, wish.name);
    const org = sandboxOf(source, wish.name, wish.kind);
    const key = wish.name.toLowerCase();
    const copyId = randomUUID();
    this.#making.set(key, { copyId, developer: login.developer, source, progress });
    try {
      const directory = this.#runners.directoryOf(org.id);
      rmSync(directory, { recursive: true, force: true });
      const rows = wish.kind === 'partialCopy' || wish.kind === 'full' ? await this.#copyData(source, directory, copyId, wish) : {};
      this.#store.saveSandbox({ orgId: org.id, sourceId: source.id, name: wish.name, kind: wish.kind });
      this.#made.add(org.id);
      this.#directory.addOrg(org);
      this.#store.replaceGrant({ orgId: org.id, userId: login.user.id, grantedAt: now, expiresAt, revokedAt: null });
      return { org, rows };
    } finally {
      this.#making.delete(key);
    }
  }

  /** By who makes it. */
  async cancel(name: string, developer: string): Promise<void> {
    const making = this.#making.get(name.toLowerCase());
    if (making?.developer === developer) await (await this.#runners.running(making.source.id))?.cancelCopy(making.copyId);
  }

  onCopied(copyId: string, message: string, done: number, total: number): void {
    [...this.#making.values()].find(each => each.copyId === copyId)?.progress(message, done, total);
  }

  /** It was made here. Asked of every org whenever orgs are listed. */
  has(org: WorldOrg): boolean {
    return this.#made.has(org.id);
  }

  async delete(org: WorldOrg): Promise<void> {
    await this.#runners.reset(org.id);
    this.#store.removeSandbox(org.id);
    this.#made.delete(org.id);
    this.#directory.removeOrg(org.id);
  }

  #check(source: WorldOrg, name: string): void {
    if (!NAME.test(name)) throw new WireError('invalidParams', `"${name}" is no name of a sandbox: up to ten letters and digits, a letter first.`);
    if (source.kind === 'project') throw new WireError('notDebuggable', 'A sandbox of a project is one already: it needs none made of it.', { rule: 'T12' });
    if (this.#making.has(name.toLowerCase())) throw new WireError('orgBusy', `The sandbox ${name} is being made.`, { rule: 'T12' });
    const org = sandboxOf(source, name, 'developer');
    if (this.#directory.orgs.some(each => each.id === org.id)) throw new WireError('orgBusy', `${source.name} has a sandbox ${name} already.`, { rule: 'T12' });
  }

  /** The runner of the source may write in its own folder only: the file is moved from there. */
  async #copyData(source: WorldOrg, directory: string, copyId: string, { name, kind, objects, mask }: SandboxWish): Promise<Readonly<Record<string, number>>> {
    const runner = await this.#runners.get(source);
    const fileName = `copy-${copyId}.db`;
    const rows = await runner.copyData({
      id: copyId, fileName, objects: kind === 'partialCopy' ? objects : null, maxRows: kind === 'partialCopy' ? PARTIAL_COPY_ROWS : null,
      mask: mask === null ? null : { level: mask, key: randomBytes(32) }, sandboxName: name.toLowerCase(),
    });
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    renameSync(join(this.#runners.directoryOf(source.id), fileName), join(directory, 'org.db'));
    writeFileSync(join(directory, 'complete'), '');
    return rows;
  }
}

/** The org a sandbox becomes: the metadata, packages and users of its source, under names of its own (T12). */
function sandboxOf(source: WorldOrg, name: string, kind: SandboxKind): WorldOrg {
  return {
    ...source, id: deriveId('00D', source.id, name.toLowerCase()), name: `${source.name} (${name})`, alias: `${source.alias ?? source.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${name.toLowerCase()}`,
    kind, license: 'full', dataFiles: [], grants: [], policy: DEFAULT_ORG_POLICY,
    users: source.users.map(user => ({ ...user, userName: `${user.userName}.${name.toLowerCase()}`, email: user.email.endsWith('.invalid') ? user.email : `${user.email}.invalid` })),
    // A package in a sandbox is licensed to the whole org by default (T4).
    licenses: source.licenses.map(license => ({ ...license, seats: null, userIds: [] })),
  };
}
