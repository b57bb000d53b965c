import { basename, extname } from 'node:path';
import { WireError } from '../../protocol/errors.ts';
import type { CodeFile, CodePlace } from '../../protocol/partner.ts';
import type { ParamsOf } from '../../protocol/rpc.ts';
import { isSameText } from '../../protocol/source-text.ts';
import type { SourceFile } from '../apex/semantics/types.ts';
import { findSources } from '../org/sources.ts';
import { mapLines } from '../debugger/line-map.ts';
import { closestSource } from '../debugger/source-match.ts';
import type { Login } from '../partner/logins.ts';
import type { Rules } from '../partner/rules.ts';
import type { Engineer } from '../partner/world.ts';
import { skeletonOf } from './skeleton.ts';

export interface ManagedCodeOptions {
  readonly rules: Rules;
  /** Whose code the partner's developers may see whole. */
  readonly ownNamespaces: (orgId: string) => readonly string[];
}

type WantedPlace = Omit<ParamsOf<'code/locate'>, 'loginId'>;

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

  /** Lines of other vendors' code are nobody's to know (D8). */
  locate(engineer: Engineer, login: Login, { unit, kind, line, of, text }: WantedPlace): CodePlace | null {
    const [outer = '', inner = ''] = unit.toLowerCase().split('.');
    const visible = this.#visible(engineer, login).filter(([file]) => file.access === 'full' && (kind === undefined || file.kind === kind));
    const inNamespace = visible.filter(([file]) => file.namespace?.toLowerCase() === outer && file.name.toLowerCase() === inner);
    const named = inNamespace.length > 0 ? inNamespace : visible.filter(([file]) => file.name.toLowerCase() === outer);
    const closest = closestSource(named.map(([file]) => file.path), text ?? null, path => named.find(([file]) => file.path === path)?.[1].text ?? '');
    const [file, source] = named.find(([each]) => each.path === closest) ?? named[0] ?? [];
    if (!file || !source) return null;
    const isSame = text !== undefined && isSameText(text, source.text);
    const lines = text === undefined || isSame ? null : mapLines(text, source.text);
    const other = lines === null ? line : of === 'client' ? lines.toInstalled(line) : lines.toClient(line);
    return { file, unit: file.namespace === null ? file.name : `${file.namespace}.${file.name}`, isSame, line: other };
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
