import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { WireError } from '../../protocol/errors.ts';
import type { Clock } from '../partner/clock.ts';
import type { Login } from '../partner/logins.ts';
import type { RetrievedRow } from '../partner/retrieved-store.ts';
import type { Rules } from '../partner/rules.ts';
import type { PartnerStore } from '../partner/store.ts';
import type { Engineer } from '../partner/world.ts';
import type { ManagedCode } from './managed-code.ts';

export interface RetrievedProjectsOptions {
  readonly store: PartnerStore;
  readonly clock: Clock;
  readonly rules: Rules;
  readonly managedCode: ManagedCode;
}

/** Says that the folder is ours to delete. */
const MARKER = '.isv-subscriber-code';
const IGNORE_FILE = '.gitignore';

/**
 * Projects with a subscriber's code on this machine (D12): the packages', as far as the developer may see them, and the
 * org's own. They are to be deleted when they are no longer needed (D9), and never to be put under version control (D15).
 */
export class RetrievedProjects {
  readonly #options: RetrievedProjectsOptions;

  constructor(options: RetrievedProjectsOptions) {
    this.#options = options;
  }

  /** Into a folder that is empty, doesn't exist, or holds such a project. */
  retrieve(engineer: Engineer, login: Login, given: string): { folder: string; files: number } {
    const { store, clock, rules, managedCode } = this.#options;
    const folder = resolve(given);
    if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, MARKER))) throw new WireError('invalidParams', `${folder} is not empty. Name another folder: all of it is deleted when you are done (D9).`, { rule: 'D9' });
    rmSync(folder, { recursive: true, force: true });
    const write = (path: string, content: string): void => {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    };
    write(MARKER, `${login.org.name} (${login.org.id})\n`);
    if (rules.holds('D15')) write(IGNORE_FILE, "# A subscriber's code is never put under version control.\n*\n");
    write('sfdx-project.json', `${JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], namespace: '', sourceApiVersion: '64.0' }, null, 2)}\n`);
    const files = managedCode.list(engineer, login);
    for (const { path, name, kind, namespace } of files) {
      const { content } = managedCode.read(engineer, login, path);
      write(join(namespace === null ? 'force-app' : join('packages', namespace), kind === 'class' ? 'classes' : 'triggers', `${name}.${kind === 'class' ? 'cls' : 'trigger'}`), content);
    }
    const row: RetrievedRow = { folder: realpathSync(folder), developer: engineer.userName, orgId: login.orgId, at: clock.now() };
    store.retrieved.save(row);
    store.audit.append({ at: row.at, actor: engineer.userName, action: 'retrieve', orgId: login.orgId, detail: row.folder });
    return { folder: row.folder, files: files.length };
  }

  list(developer: string): RetrievedRow[] {
    return this.#options.store.retrieved.list(developer);
  }

  /** D9: one command. A folder that is gone is no error. */
  remove(developer: string, given: string): void {
    const { store, clock } = this.#options;
    const folder = resolve(given);
    const row = this.list(developer).find(each => each.folder === (existsSync(folder) ? realpathSync(folder) : folder));
    if (!row) throw new WireError('invalidParams', `${folder} is no copy of a subscriber's code that you retrieved.`, { rule: 'D9' });
    if (existsSync(row.folder) && !existsSync(join(row.folder, MARKER))) throw new WireError('invalidParams', `${row.folder} holds something else by now. Look at it, and delete it yourself.`, { rule: 'D9' });
    rmSync(row.folder, { recursive: true, force: true });
    store.retrieved.remove(row.folder);
    store.audit.append({ at: clock.now(), actor: developer, action: 'deleteRetrieved', orgId: row.orgId, detail: row.folder });
  }

  /** At a session's end; empty: nothing is left. */
  reminder(developer: string, orgId: string): string {
    const left = this.list(developer).filter(each => each.orgId === orgId);
    if (left.length === 0 || !this.#options.rules.holds('D9')) return '';
    return ` Delete the copy of the customer's code when you are done (D9): ${left.map(each => each.folder).join(', ')}.`;
  }
}
