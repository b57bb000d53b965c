import * as vscode from 'vscode';
import { registerCommands } from './commands.ts';
import { AdapterFactory } from './debug/adapter-factory.ts';
import { ConfigurationProvider } from './debug/configuration-provider.ts';
import { offerRequests } from './debug/console-hints.ts';
import { Requests } from './debug/requests.ts';
import { debugType } from './debug/types.ts';
import { showValues } from './debug/values-in-editor.ts';
import { LogIn } from './login/log-in.ts';
import { SignIn } from './login/sign-in.ts';
import { DeveloperTokens } from './login/tokens.ts';
import { Links } from './links/links.ts';
import { RequestLog } from './logs/request-log.ts';
import { TraceFactory } from './logs/trace.ts';
import { ExpiryBadge } from './orgs/expiry-badge.ts';
import { FindOrg } from './orgs/find-org.ts';
import { OrgPages } from './orgs/org-page.ts';
import { OrgTree, orgsViewId } from './orgs/tree.ts';
import { showError } from './services/errors.ts';
import { LiveCheck } from './services/live-check.ts';
import { Log } from './services/log.ts';
import { Problems } from './services/problems.ts';
import { Sandbox } from './services/sandbox.ts';
import { InstalledPlaces } from './services/installed-places.ts';
import { Units } from './services/units.ts';
import { Sessions } from './session/sessions.ts';
import { StatusBar } from './session/status-bar.ts';
import { Tests } from './tests/tests.ts';
import { DebugFromTrace } from './ticket/debug-from-trace.ts';
import { CodeTree } from './subscriber/code-tree.ts';
import { SubscriberDocuments } from './subscriber/documents.ts';
import { LogTree } from './subscriber/log-tree.ts';
import { SettingsTree } from './subscriber/settings-tree.ts';
import { Tour } from './tour.ts';
import { welcome } from './welcome.ts';

/** What activation returns; the project's own tests look through it. */
export interface ExtensionApi {
  readonly sandbox: Sandbox;
  readonly statusBar: StatusBar;
  readonly places: InstalledPlaces;
  readonly orgTree: OrgTree;
  readonly codeTree: CodeTree;
  readonly logTree: LogTree;
  readonly settingsTree: SettingsTree;
}

/** Wiring only. Nothing starts a process here: the hub starts when its view is seen or a person asks for something. */
export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const log = new Log();
  const tokens = new DeveloperTokens(context.secrets, log);
  const sandbox = new Sandbox(log, tokens);
  const problems = new Problems();
  const output = new RequestLog();
  const signIn = new SignIn(sandbox, tokens);
  const logIn = new LogIn(sandbox, signIn, problems);
  const requests = new Requests(sandbox, logIn, problems, output, context.workspaceState);
  const sessions = new Sessions(sandbox, logIn, log);
  const tour = new Tour(sandbox, signIn, logIn, requests);
  const orgPages = new OrgPages(sandbox, logIn, log);
  const orgTree = new OrgTree(sandbox, context.workspaceState);
  const statusBar = new StatusBar(sandbox);
  const documents = new SubscriberDocuments(sandbox);
  const codeTree = new CodeTree(sandbox);
  const logTree = new LogTree(sandbox);
  const settingsTree = new SettingsTree(sandbox);
  const units = new Units();
  const places = new InstalledPlaces(sandbox, units, documents);
  const debugFromTrace = new DebugFromTrace(sandbox, logIn, places);
  const links = new Links(context.extension.id, sandbox, signIn, logIn, places, log);
  const view = vscode.window.createTreeView(orgsViewId, { treeDataProvider: orgTree, showCollapseAll: true });
  const findOrg = new FindOrg(sandbox, signIn, view);
  const configurations = new ConfigurationProvider(sandbox, logIn, log);
  const start = (): void => {
    // Other states have a welcome text of their own in the view.
    sandbox.start().catch((error: unknown) => (sandbox.state === 'failed' ? showError(error, log) : undefined));
  };
  view.onDidChangeVisibility(({ visible }) => {
    if (visible && sandbox.state === 'idle') start();
  });
  if (view.visible) start();

  context.subscriptions.push(
    log, tokens, problems, output, signIn, sessions, orgPages, orgTree, statusBar, links, new LiveCheck(sandbox, problems, log), documents, codeTree, logTree, settingsTree, new ExpiryBadge(sandbox, view), view,
    new Tests(requests, units, log),
    registerCommands({ context, log, sandbox, signIn, logIn, sessions, requests, problems, orgPages, tour, debugFromTrace, links, orgTree, findOrg, configurations, documents, logTree, settingsTree }),
    vscode.debug.registerDebugConfigurationProvider(debugType, configurations),
    vscode.debug.registerDebugConfigurationProvider(debugType, configurations, vscode.DebugConfigurationProviderTriggerKind.Dynamic),
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, new AdapterFactory(sandbox, tokens)),
    vscode.debug.registerDebugAdapterTrackerFactory(debugType, new TraceFactory(log)),
    offerRequests(sandbox),
    showValues(),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (view.visible) start();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => restartIfStarted(sandbox)),
    vscode.workspace.onDidChangeConfiguration(event => {
      if (['world', 'server', 'serverCa', 'nodePath'].some(name => event.affectsConfiguration(`isvDebugger.${name}`))) restartIfStarted(sandbox);
    }),
    sandbox,
  );
  void welcome(context);
  return { sandbox, statusBar, places, orgTree, codeTree, logTree, settingsTree };
}

function restartIfStarted(sandbox: Sandbox): void {
  if (sandbox.state === 'idle') return;
  sandbox.restart().catch(() => {
    // The view's welcome text shows the failure.
  });
}
