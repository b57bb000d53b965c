import { WireError } from '../../../protocol/errors.ts';
import type { WorkspaceComparison } from '../../../protocol/partner.ts';
import type { ParamsOf, ResultOf, RunResult } from '../../../protocol/rpc.ts';
import type { Caller, HubContext } from '../context.ts';
import type { ProjectFolder } from '../project-folder.ts';
import { readProject } from '../project-folder.ts';
import type { Login } from '../../partner/logins.ts';

type Params = ParamsOf<'run/onWorkspaceVersion'>;

/** For who may be logged in somewhere: what is sent is used there. */
export async function sendWorkspace(hub: HubContext, caller: Caller, { id, files }: ParamsOf<'workspace/send'>): Promise<ResultOf<'workspace/send'>> {
  if (!caller.isSignedIn) throw new WireError('notSignedIn', 'Sign in first.');
  return { id: await hub.sentWorkspaces.add(caller.connection, caller.engineer.userName, id, files) };
}

export async function runOnWorkspaceVersion(hub: HubContext, { engineer, connection }: Caller, params: Params): Promise<WorkspaceComparison> {
  const { loginId, projects, sent = [] } = params;
  const login = hub.logins.get(engineer.userName, loginId);
  if (projects.length + sent.length === 0) throw new WireError('invalidParams', 'Name a project of the package.');
  if (projects.length > 0 && !connection.isOperator) throw new WireError('customerOnly', 'This server has no folders of your machine. A current version of the extension, or of isv-debugger, sends them.');
  if (sent.length === 0) return compare(hub, engineer.userName, login, params, projects.map(readProject));
  // A package's code runs in system mode (T7): whoever brings some may write Apex there anyway.
  hub.rules.checkAnonymous(login.user);
  const comparison = await hub.sentWorkspaces.use(connection, engineer.userName, sent, found => compare(hub, engineer.userName, login, params, [...projects.map(readProject), ...found.map(each => own(hub, login, each))]));
  const shown = (text: string): string => hub.sentWorkspaces.shown(text, sent);
  const shownRun = (run: RunResult): RunResult => ({ ...run, compileErrors: run.compileErrors.map(each => ({ ...each, path: shown(each.path) })) });
  return { ...comparison, installed: shownRun(comparison.installed), workspace: shownRun(comparison.workspace), markdown: shown(comparison.markdown) };
}

/** D8: in the place of another vendor's package it would see what is that one's alone. */
function own(hub: HubContext, login: Login, project: ProjectFolder): ProjectFolder {
  const namespaces = hub.ownNamespaces(login.orgId);
  if (namespaces.some(each => each.toLowerCase() === project.namespace?.toLowerCase())) return project;
  throw new WireError('projectInvalid', `${project.root} has ${project.namespace === null ? 'no namespace' : `the namespace ${project.namespace}`}, but your packages in ${login.org.name} are ${namespaces.join(', ') || '(none)'}.`, { rule: 'D8' });
}

function compare(hub: HubContext, developer: string, login: Login, { code, path, levels }: Params, projects: readonly ProjectFolder[]): Promise<WorkspaceComparison> {
  const rerun = code === undefined ? hub.runs.last(login) : hub.orgHttp.anonymousRun(login, code, path ?? null, levels);
  if (!rerun) throw new WireError('requestFailed', 'Nothing was run in this org yet. Run anonymous Apex, a test or a request first.');
  return hub.workspaceVersion.compare(login, projects, rerun, message => hub.clients.toDeveloper(developer, 'run/progress', { requestId: '', message, done: 0, total: 0 }));
}
