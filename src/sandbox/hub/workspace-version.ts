import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { WireError } from '../../protocol/errors.ts';
import type { WorkspaceComparison } from '../../protocol/partner.ts';
import type { CheckResult, PackageInfo, RecordChange, RunResult } from '../../protocol/rpc.ts';
import { isSameText } from '../../protocol/source-text.ts';
import { findSources } from '../org/sources.ts';
import type { Clock } from '../partner/clock.ts';
import type { Login } from '../partner/logins.ts';
import type { WorldOrg } from '../partner/world.ts';
import type { DebugLogs } from './debug-logs.ts';
import type { ProjectFolder } from './project-folder.ts';
import { changesOf, comparisonMarkdown } from './run-comparison.ts';
import type { Rerun } from './runs.ts';
import type { ThrowAwayOrgs } from './throw-away-orgs.ts';

/** Files that a comparison names. */
const MAX_FILES = 20;

export interface WorkspaceVersionOptions {
  readonly copies: ThrowAwayOrgs;
  readonly clock: Clock;
  readonly debugLogs: DebugLogs;
  /** Whose code and state the partner may see in an org. */
  ownNamespaces(orgId: string): readonly string[];
}

type Replacement = ProjectFolder & { readonly namespace: string; readonly installed: PackageInfo };

/**
 * A request on the installed version of a package and on the workspace's: both in throw-away copies of the org as it is now, on the same clock and the same random numbers. So whatever differs comes from the code, and nothing is committed in the org.
 */
export class WorkspaceVersion {
  readonly #options: WorkspaceVersionOptions;

  constructor(options: WorkspaceVersionOptions) {
    this.#options = options;
  }

  async compare(login: Login, projects: readonly ProjectFolder[], { what, action }: Rerun, progress: (message: string) => void): Promise<WorkspaceComparison> {
    const { copies, clock, debugLogs, ownNamespaces } = this.#options;
    const { org, user } = login;
    const visible = ownNamespaces(org.id);
    const replacements = projects.map(project => replacementOf(org, project));
    const sources = replacements.reduce(withWorkspace, org.sources);
    progress(`Running in two copies of ${org.name}`);
    const [installed, workspace] = await copies.each(org, clock.now(), [org.sources, sources], async (runner, check, directory) => {
      const requestId = randomUUID();
      const outcome = await debugLogs.told(org, await action(runner, { requestId, userId: login.userId, debug: null, tellsChanges: true }), visible, directory);
      const run: RunResult = { ...outcome, changes: (outcome.changes ?? []).map(each => withoutOthers(org, each, visible)), logId: null, requestId, notDebugged: 'It ran in a copy of the org.' };
      return { run, check };
    });
    if (!installed || !workspace) throw new Error('A copy of the org was not used.');
    const notes = [
      `\`${what.entryPoint}\` as ${user.name} in ${org.name}. It ran in two copies of the org as it is now, which are gone: nothing was committed. Jobs that it queued did not run.`,
      ...replacements.map(each => `${each.installed.name}: ${filesText(org, each)}.`), ...problemsOf(workspace.check, replacements),
    ];
    const names = [`Installed: ${replacements.map(({ installed: { version, tag } }) => `${version}${tag === undefined ? '' : ` (${tag})`}`).join(', ')}`, 'Workspace'] as const;
    return {
      installed: installed.run, workspace: workspace.run, changes: changesOf(installed.run, workspace.run),
      markdown: comparisonMarkdown({ title: 'The request on the workspace version', names, runs: [installed.run, workspace.run], notes }),
    };
  }
}

/** Of records of another vendor's object, that they changed (T16): its settings are protected. */
function withoutOthers(org: WorldOrg, change: RecordChange, visible: readonly string[]): RecordChange {
  const owner = org.packages.find(({ namespace }) => namespace !== null && change.object.toLowerCase().startsWith(`${namespace.toLowerCase()}__`));
  return !owner || visible.includes(owner.namespace ?? '') ? change : { ...change, fields: {} };
}

function replacementOf(org: WorldOrg, project: ProjectFolder): Replacement {
  const installed = org.packages.find(({ namespace }) => namespace !== null && namespace.toLowerCase() === project.namespace?.toLowerCase());
  if (!installed || org.kind === 'project') throw new WireError('projectInvalid', `${project.root} has ${project.namespace === null ? 'no namespace' : `the namespace ${project.namespace}`}, but ${org.name} has ${org.kind === 'project' ? 'the source of the project itself' : `packages ${org.packages.flatMap(({ namespace }) => namespace ?? []).join(', ') || '(none)'}`}. Name the project of an installed package, as DIR or NAMESPACE=DIR.`);
  return { ...project, namespace: installed.namespace ?? '', installed };
}

/** The workspace's folders at the place of the package's. */
function withWorkspace(sources: WorldOrg['sources'], { namespace, directories }: Replacement): WorldOrg['sources'] {
  const at = sources.findIndex(each => each.namespace === namespace);
  const others = sources.filter(each => each.namespace !== namespace);
  return [...others.slice(0, Math.max(0, at)), ...directories.map(directory => ({ directory, namespace })), ...others.slice(Math.max(0, at))];
}

/** Which classes and triggers differ. */
function filesText(org: WorldOrg, { namespace, directories }: Replacement): string {
  const textsOf = (folders: readonly string[]): Map<string, string> => new Map(folders.flatMap(folder => findSources(folder, namespace)).map(({ path, text }) => [basename(path), text]));
  const before = textsOf(org.sources.filter(each => each.namespace === namespace).map(({ directory }) => directory));
  const after = textsOf(directories);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(name => !isSameText(before.get(name) ?? '', after.get(name) ?? '')).sort();
  if (changed.length === 0) return 'the Apex of the workspace is what is installed';
  return `${changed.length} of the workspace's classes and triggers differ (${changed.slice(0, MAX_FILES).join(', ')}${changed.length > MAX_FILES ? ', …' : ''})`;
}

function problemsOf({ problems }: CheckResult, replacements: readonly Replacement[]): string[] {
  const own = problems.filter(({ severity, path }) => severity === 'error' && replacements.some(({ directories }) => directories.some(directory => path.startsWith(directory))));
  if (own.length === 0) return [];
  return [`**The workspace version has ${own.length} compile error${own.length === 1 ? '' : 's'}**, the first in ${basename(own[0]?.path ?? '')}, line ${own[0]?.line}: ${own[0]?.message}.`];
}
