import * as vscode from 'vscode';
import { attachConfiguration, configurationFor } from './debug/active-target.ts';
import type { ConfigurationProvider } from './debug/configuration-provider.ts';
import type { HttpRequest, Requests } from './debug/requests.ts';
import { debugType } from './debug/types.ts';
import type { IsvConfiguration } from './debug/types.ts';
import type { Links } from './links/links.ts';
import type { LogIn } from './login/log-in.ts';
import type { SignIn } from './login/sign-in.ts';
import type { LogInfo } from '../protocol/partner.ts';
import { createSandbox, deleteSandbox } from './orgs/create-sandbox.ts';
import { importData } from './orgs/import-data.ts';
import { openBundle } from './orgs/open-bundle.ts';
import { showAudit } from './orgs/audit.ts';
import type { FindOrg } from './orgs/find-org.ts';
import type { OrgPages } from './orgs/org-page.ts';
import { openSampleWorld } from './orgs/sample-world.ts';
import type { OrgNode, OrgTree } from './orgs/tree.ts';
import { showError } from './services/errors.ts';
import type { Log } from './services/log.ts';
import { Problems } from './services/problems.ts';
import type { Sandbox } from './services/sandbox.ts';
import type { Sessions } from './session/sessions.ts';
import { showReport, offerClosing } from './session/report.ts';
import type { CodeNode } from './subscriber/code-tree.ts';
import type { SubscriberDocuments } from './subscriber/documents.ts';
import type { LogTree } from './subscriber/log-tree.ts';
import { runAgain } from './subscriber/run-again.ts';
import type { SettingNode, SettingsTree } from './subscriber/settings-tree.ts';
import { runOnWorkspaceVersion } from './subscriber/workspace-version.ts';
import type { DebugFromTrace } from './ticket/debug-from-trace.ts';
import type { Tour } from './tour.ts';

export interface CommandServices {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly sandbox: Sandbox;
  readonly signIn: SignIn;
  readonly logIn: LogIn;
  readonly sessions: Sessions;
  readonly requests: Requests;
  readonly problems: Problems;
  readonly orgPages: OrgPages;
  readonly tour: Tour;
  readonly debugFromTrace: DebugFromTrace;
  readonly links: Links;
  readonly orgTree: OrgTree;
  readonly findOrg: FindOrg;
  readonly configurations: ConfigurationProvider;
  readonly documents: SubscriberDocuments;
  readonly logTree: LogTree;
  readonly settingsTree: SettingsTree;
}

/** Every command of the extension, in one table. A failed one says why. */
export function registerCommands(services: CommandServices): vscode.Disposable {
  const { context, log, sandbox, signIn, logIn, sessions, requests, problems, orgPages, tour, debugFromTrace, links, orgTree, findOrg, configurations, documents, logTree, settingsTree } = services;
  const commands: Readonly<Record<string, (...args: never[]) => unknown>> = {
    signIn: () => signIn.signIn(),
    signOut: () => signIn.signOut(),
    logInAs: (org?: string, user?: string) => logIn.logInAs({ reason: 'ask', ...(typeof org === 'string' ? { org } : {}), ...(typeof user === 'string' ? { user } : {}) }),
    logIn: (node: OrgNode) => logIn.logInAs({ reason: 'ask', org: node.org.id, ...(node.grant ? { user: node.grant.user.userName } : {}) }),
    returnToOverview: () => logIn.returnToOverview(),
    refreshOrgs: () => (sandbox.state === 'failed' || sandbox.state === 'noWorld' ? sandbox.restart() : sandbox.refresh()),
    openOrg: async (node?: OrgNode) => orgPages.open(node ? node.org : currentOrg(await ensureOrgs(sandbox))),
    createSandbox: (node: OrgNode) => createSandbox(sandbox, logIn, node),
    deleteSandbox: (node: OrgNode) => deleteSandbox(sandbox, node),
    importData: (uri?: vscode.Uri, uris?: readonly vscode.Uri[]) => importData(sandbox, logIn, uris ?? (uri instanceof vscode.Uri ? [uri] : [])),
    openBundle: (uri?: vscode.Uri) => openBundle(sandbox, uri instanceof vscode.Uri ? uri : undefined),
    findOrg: () => findOrg.find(),
    groupOrgsByKind: () => orgTree.group('kind'),
    groupOrgsByAccess: () => orgTree.group('access'),
    ungroupOrgs: () => orgTree.group('none'),
    resetSandbox: (node?: OrgNode) => resetSandbox(services, node),
    checkProject: async () => {
      const login = await logIn.ensureLogin();
      const check = await sandbox.request('org/check', { org: login.org.id });
      problems.showCheck(check);
      void vscode.window.showInformationMessage(`${login.org.name}: ${Problems.summary(check)}.`);
    },
    openSampleWorld: () => openSampleWorld(context),
    executeAnonymous: (uri?: vscode.Uri) => requests.executeAnonymous(uri instanceof vscode.Uri ? uri : undefined),
    sendRequest: (request?: HttpRequest) => requests.sendRequest(request && typeof request.path === 'string' ? request : undefined),
    runTest: (test?: string) => requests.runTest(typeof test === 'string' ? test : undefined),
    debugTest: (test: string) => startDebugging({ type: debugType, request: 'launch', name: `Debug test ${test}`, run: { test } }),
    debugActiveFile: () => startDebugging(configurationFor(vscode.window.activeTextEditor)),
    attach: () => startDebugging(attachConfiguration()),
    debug: () => chooseDebugging(),
    takeOver: () => configurations.takeOver(),
    renewSession: () => sessions.renew(),
    endSession: () => sessions.end(),
    sessionMenu: () => sessions.showMenu(),
    openCode: (node: CodeNode) => ('file' in node ? documents.showCode(node.file.path) : undefined),
    openLog: (entry: LogInfo) => documents.showLog(entry.id, entry.operation.replaceAll(/[^\w. -]+/g, '_')),
    refreshLogs: () => logTree.refresh(),
    editSetting: (node: SettingNode) => settingsTree.edit(node),
    addSetting: (node: SettingNode) => settingsTree.add(node),
    deleteSetting: (node: SettingNode) => settingsTree.delete(node),
    runAgain: () => runAgain(sandbox, documents),
    runOnWorkspaceVersion: () => runOnWorkspaceVersion(sandbox, documents, log),
    showAudit: () => showAudit(sandbox, documents),
    showReport: (sessionId: string) => showReport(sandbox, documents, sessionId),
    closeSubscriberDocuments: () => offerClosing(documents),
    openPages: async () => {
      await sandbox.start();
      // Logged in to an org, one comes there as its user; else one chooses a customer to be, on the machine itself.
      if (!sandbox.login && sandbox.world?.server) throw new Error('Log in to an org first: its pages open as the user who granted you access.');
      const { url } = sandbox.login ? await sandbox.request('login/page', { loginId: sandbox.login.id }) : { url: await pagesOf(sandbox) };
      await vscode.env.openExternal(vscode.Uri.parse(url, true));
    },
    manageFactors: async () => vscode.env.openExternal(vscode.Uri.parse(`${await pagesOf(sandbox)}/partner/factors`, true)),
    debugFromTrace: (text?: string) => debugFromTrace.start(typeof text === 'string' ? text : undefined),
    copyCaseLink: () => links.copy(),
    openLink: (text?: string) => links.open(typeof text === 'string' ? text : undefined),
    showLog: () => log.show(),
    tourLogIn: () => tour.logInStep(),
    tourDebug: () => tour.debugStep(),
    tourRequest: () => tour.requestStep(),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) =>
      vscode.commands.registerCommand(`isvDebugger.${name}`, async (...args: never[]) => {
        try {
          return await run(...args);
        } catch (error) {
          void showError(error, log);
          return undefined;
        }
      }),
    ),
  );
}

/** For projects whose launch.json holds other debug types: what can be debugged here, without writing one. */
async function chooseDebugging(): Promise<void> {
  const active = configurationFor(vscode.window.activeTextEditor);
  const items = [
    ...(active.request === 'launch' ? [{ label: `$(debug-alt) ${active.name}`, start: () => startDebugging(active) }] : []),
    { label: '$(plug) Attach to subscriber org', description: 'wait for requests made elsewhere', start: () => startDebugging(attachConfiguration()) },
    { label: '$(globe) HTTP request…', description: 'attach and send a request', start: () => attachThen('isvDebugger.sendRequest') },
    { label: '$(beaker) Test…', description: 'attach and run a test', start: () => attachThen('isvDebugger.runTest') },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: 'Debug…' });
  await chosen?.start();
}

async function attachThen(command: string): Promise<void> {
  if (vscode.debug.activeDebugSession?.type !== debugType) await startDebugging(attachConfiguration());
  await vscode.commands.executeCommand(command);
}

async function startDebugging(configuration: IsvConfiguration): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const folder = editor ? vscode.workspace.getWorkspaceFolder(editor.document.uri) : undefined;
  await vscode.debug.startDebugging(folder ?? vscode.workspace.workspaceFolders?.[0], configuration);
}

async function resetSandbox({ sandbox, logIn }: CommandServices, node: OrgNode | undefined): Promise<void> {
  const org = node ? node.org : currentOrg(await ensureOrgs(sandbox));
  const reset = 'Reset Sandbox';
  const answer = await vscode.window.showWarningMessage(`Reset ${org.name}?`, { modal: true, detail: 'Its data is thrown away and built again from its sources.' }, reset);
  if (answer !== reset) return;
  if (org.kind === 'project') await logIn.openProject({ reset: true });
  else await sandbox.request('org/reset', { org: org.id });
  await sandbox.refresh();
}

/** Address of the sandbox's web pages. */
async function pagesOf(sandbox: Sandbox): Promise<string> {
  await sandbox.start();
  if (sandbox.pages === null) throw new Error('The sandbox serves no web pages.');
  return sandbox.pages;
}

async function ensureOrgs(sandbox: Sandbox): Promise<Sandbox> {
  await sandbox.start();
  return sandbox;
}

function currentOrg(sandbox: Sandbox): Sandbox['orgs'][number] {
  const { login } = sandbox;
  if (!login) throw new Error('You are not logged in to an org. Run "ISV Debugger: Log In As…", or choose an org in the Subscriber Orgs view.');
  const org = sandbox.orgs.find(candidate => candidate.id === login.org.id);
  if (!org) throw new Error(`${login.org.name} no longer grants you access.`);
  return org;
}
