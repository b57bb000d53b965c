import { basename, extname } from 'node:path';
import { WireError } from '../../protocol/errors.ts';
import type { CodeFile } from '../../protocol/partner.ts';
import type { SourceFile } from '../apex/semantics/types.ts';
import { findSources } from '../org/sources.ts';
import type { Login } from '../partner/logins.ts';
import type { Rules } from '../partner/rules.ts';
import type { Engineer } from '../partner/world.ts';
import { skeletonOf } from './skeleton.ts';

export interface ManagedCodeOptions {
  readonly rules: Rules;
  /** Whose code the partner's developers may see whole. */
  readonly ownNamespaces: (orgId: string) => readonly string[];
}

/** View Managed Code: the installed version of every package, as far as the login and the developer may see it (T16, D2, D8). */
export class ManagedCode {
  readonly #options: ManagedCodeOptions;

  constructor(options: ManagedCodeOptions) {
    this.#options = options;
  }

  list(engineer: Engineer, login: Login): CodeFile[] {
    return this.#visible(engineer, login).map(([file]) => file);
  }

  read(engineer: Engineer, login: Login, path: string): { content: string; access: CodeFile['access'] } {
    const [file, source] = this.#visible(engineer, login).find(([each]) => each.path === path) ?? [];
    if (!file || !source) throw new WireError('unknownSource', `${login.org.name} has no code at ${path} that you can see.`, { rule: 'T16' });
    return { content: file.access === 'full' ? source.text : skeletonOf(source.text), access: file.access };
  }

  #visible(engineer: Engineer, login: Login): [CodeFile, SourceFile][] {
    const { rules, ownNamespaces } = this.#options;
    const own = ownNamespaces(login.orgId);
    const seesOrgCode = login.org.kind === 'project' || rules.seesSetup(login.user);
    const accessOf = (namespace: string): CodeFile['access'] => (login.org.kind === 'project' || rules.seesManagedCode(engineer, own.includes(namespace)) ? 'full' : 'global');
    return login.org.sources.flatMap(({ directory, namespace }) => findSources(directory, namespace)).flatMap((source): [CodeFile, SourceFile][] => {
      const { path, namespace } = source;
      if (namespace === null && !seesOrgCode) return [];
      const extension = extname(path).toLowerCase();
      return [[{ path, name: basename(path, extname(path)), kind: extension === '.trigger' ? 'trigger' : 'class', namespace, access: namespace === null ? 'full' : accessOf(namespace) }, source]];
    });
  }
}
