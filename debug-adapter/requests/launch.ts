import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LaunchAttributes } from '../../src/protocol/launch.ts';
import { checkLaunch } from '../../src/protocol/launch-validation.ts';
import type { LoginInfo, SessionFilters } from '../../src/protocol/rpc.ts';
import type { Arguments } from '../arguments.ts';
import type { DebugContext } from '../context.ts';
import { cancelled, nothingToDebug, wrongConfiguration } from '../errors.ts';
import { listenToHub } from '../hub-events.ts';
import { FormerNames } from '../model/former-names.ts';
import { WorkspaceFiles } from '../model/workspace-files.ts';
import { initializedEvent } from './initialize.ts';

/** launch and attach: checks the configuration, connects, logs in, acquires the session; then the client configures it. */
export async function launch(context: DebugContext, args: Arguments): Promise<void> {
  const request = args.command === 'launch' ? 'launch' : 'attach';
  const check = checkLaunch(args.raw, request);
  if (!check.attributes) throw wrongConfiguration(check.problems.map(problem => problem.message));
  context.state = 'starting';
  try {
    context.request = request;
    context.attributes = check.attributes;
    context.isTracing = check.attributes.trace === true;
    for (const warning of check.warnings) context.output('important', warning);
    context.starting = start(context, args, check.attributes);
    await context.starting;
  } catch (error) {
    // A disconnect may have come in between.
    if (context.state === 'starting') context.state = 'initialised';
    context.hub?.close();
    context.hub = null;
    throw error;
  } finally {
    context.starting = null;
  }
}

async function start(context: DebugContext, args: Arguments, attributes: LaunchAttributes): Promise<void> {
  const projects = projectsOf(attributes);
  const hub = await context.connector(projects[0] ?? null);
  context.hub = hub;
  listenToHub(context, hub);
  const login = context.login = await logIn(context, attributes, projects);
  const session = await hub.request('session/acquire', { loginId: login.id, filters: filtersOf(attributes), resume: true, ...(args.raw['__takeOver'] === true ? { takeOver: true } : {}) });
  if (context.state !== 'starting') {
    // The client left meanwhile.
    await hub.request('session/end', { sessionId: session.id });
    throw cancelled();
  }
  context.session = session;
  context.workspace = new WorkspaceFiles(foldersOf(args, projects), async path => (await context.call('debug/source', { sessionId: context.sessionId, path })).content);
  context.formerNames = new FormerNames(() => commitsOf(context, login));
  context.output('console', `Debugging ${login.org.name} as ${login.user.name} (${login.user.userName}).`);
  context.state = 'configuring';
  args.afterResponse(() => context.event(initializedEvent()));
}

async function logIn(context: DebugContext, attributes: LaunchAttributes, projects: readonly string[]): Promise<LoginInfo> {
  const { login } = await context.call('login/current', {});
  if (attributes.org !== undefined) {
    if (login && isOrg(login, attributes.org) && (attributes.user === undefined || isUser(login, attributes.user))) return login;
    return context.call('login/start', { org: attributes.org, ...(attributes.user === undefined ? {} : { user: attributes.user }) });
  }
  if (login && login.org.kind !== 'project') {
    if (attributes.user === undefined || isUser(login, attributes.user)) return login;
    return context.call('login/start', { org: login.org.id, user: attributes.user });
  }
  if (projects.length > 0) {
    const opened = await context.call('org/openProject', { projects, ...(attributes.with ? { with: attributes.with } : {}), ...(attributes.data ? { data: attributes.data } : {}) });
    const { ready, withErrors } = opened.check;
    context.output(withErrors > 0 ? 'important' : 'console', `${ready} classes ready${withErrors > 0 ? `, ${withErrors} with errors` : ''}.`);
    return opened.login;
  }
  if (login) return login;
  throw nothingToDebug();
}

/** Where sources may be that are installed as they are; the editor names its folders. */
function foldersOf(args: Arguments, projects: readonly string[]): string[] {
  const folders = args.raw['__workspaceFolders'];
  return [...new Set([...projects, ...(Array.isArray(folders) ? folders.filter(each => typeof each === 'string') : [])].map(folder => resolve(folder)))].filter(folder => existsSync(folder));
}

/** That built the versions installed in the org. */
async function commitsOf(context: DebugContext, { org }: LoginInfo): Promise<string[]> {
  if (org.kind === 'project') return [];
  const { orgs } = await context.call('orgs/list', {});
  return orgs.find(({ id }) => id === org.id)?.packages.flatMap(({ commit }) => commit ?? []) ?? [];
}

function projectsOf(attributes: LaunchAttributes): readonly string[] {
  if (attributes.project === undefined) return [];
  return typeof attributes.project === 'string' ? [attributes.project] : attributes.project;
}

function filtersOf(attributes: LaunchAttributes): SessionFilters {
  return {
    ...(attributes.userIdFilter ? { userIds: attributes.userIdFilter } : {}),
    ...(attributes.requestTypeFilter ? { requestTypes: attributes.requestTypeFilter as NonNullable<SessionFilters['requestTypes']> } : {}),
    ...(attributes.entryPointFilter === undefined ? {} : { entryPoint: attributes.entryPointFilter }),
  };
}

function isOrg(login: LoginInfo, org: string): boolean {
  const wanted = org.toLowerCase();
  const { id, name, alias } = login.org;
  return id === org || id.slice(0, 15) === org || name.toLowerCase() === wanted || alias?.toLowerCase() === wanted;
}

function isUser(login: LoginInfo, user: string): boolean {
  return login.user.id === user || login.user.userName.toLowerCase() === user.toLowerCase();
}
