import * as vscode from 'vscode';
import { checkLaunch } from '../../protocol/launch-validation.ts';
import type { LogIn } from '../login/log-in.ts';
import { showError } from '../services/errors.ts';
import type { Log } from '../services/log.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { attachConfiguration, configurationFor } from './active-target.ts';
import { projectsOf } from './project-of.ts';
import { debugType } from './types.ts';
import type { IsvConfiguration } from './types.ts';

/** Completes launch configurations, and logs in before the adapter starts, where a person can answer. */
export class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  private readonly sandbox: Sandbox;
  private readonly logIn: LogIn;
  private readonly log: Log;
  /** What was started last, or was to be. */
  private last: { readonly folder: vscode.WorkspaceFolder | undefined; readonly configuration: vscode.DebugConfiguration } | undefined;

  constructor(sandbox: Sandbox, logIn: LogIn, log: Log) {
    this.sandbox = sandbox;
    this.logIn = logIn;
    this.log = log;
  }

  /** F5 without a launch.json arrives with everything missing. */
  resolveDebugConfiguration(_folder: vscode.WorkspaceFolder | undefined, configuration: vscode.DebugConfiguration): vscode.DebugConfiguration {
    if (!configuration.type && !configuration.request && !configuration.name) return configurationFor(vscode.window.activeTextEditor);
    return configuration;
  }

  /** `undefined` stops the start silently: the reason has been shown. */
  async resolveDebugConfigurationWithSubstitutedVariables(folder: vscode.WorkspaceFolder | undefined, given: vscode.DebugConfiguration): Promise<vscode.DebugConfiguration | undefined> {
    const configuration = given as IsvConfiguration;
    try {
      // Before a person is asked who to log in as. Unknown attributes are the adapter's to mention.
      const { problems } = checkLaunch(configuration, configuration.request === 'launch' ? 'launch' : 'attach');
      if (problems.length > 0) throw new Error(`${configuration.name}: ${problems.map(problem => problem.message).join(' ')}`);
      await saveDirtyApex();
      const { org, user, with: dependencies, data } = configuration;
      const login = await this.logIn.ensureLogin({ ...(org ? { org } : {}), ...(user ? { user } : {}), ...(dependencies ? { with: dependencies } : {}), ...(data ? { data } : {}) });
      const projects = projectsOf(vscode.window.activeTextEditor);
      const resolved = {
        ...configuration,
        org: login.org.id,
        user: login.user.userName,
        __workspaceFolders: (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath),
        ...(configuration.project === undefined && projects.length > 0 ? { project: projects } : {}),
      };
      this.last = { folder, configuration: resolved };
      return resolved;
    } catch (error) {
      void showError(error, this.log);
      return undefined;
    }
  }

  /** Starts again what was refused because of an own session elsewhere, and ends that one (T11). */
  async takeOver(): Promise<void> {
    if (!this.last) throw new Error('There is nothing to start again. Start debugging with F5.');
    const { folder, configuration } = this.last;
    await vscode.debug.startDebugging(folder, { ...configuration, __takeOver: true });
  }

  /** The list under "ISV Debugger…" in the run view, which needs no launch.json. */
  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    const active = configurationFor(vscode.window.activeTextEditor);
    const attach = attachConfiguration();
    const orgs = this.sandbox.orgs
      .filter(org => !org.notDebuggable)
      .map((org): IsvConfiguration => ({ type: debugType, request: 'attach', name: `Attach to ${org.name}`, org: org.alias ?? org.name }));
    return [...(active.request === 'launch' ? [active] : []), attach, ...orgs];
  }
}

/** The sandbox reads files; what the editor shows must be in them. */
async function saveDirtyApex(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (document.isDirty && !document.isUntitled && /\.(cls|trigger|apex)$/.test(document.uri.path)) await document.save();
  }
}
