import * as vscode from 'vscode';
import { LAUNCH_ATTRIBUTES } from '../../protocol/launch.ts';
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
  async resolveDebugConfigurationWithSubstitutedVariables(_folder: vscode.WorkspaceFolder | undefined, given: vscode.DebugConfiguration): Promise<vscode.DebugConfiguration | undefined> {
    const configuration = given as IsvConfiguration;
    try {
      const problem = checkAttributes(configuration);
      if (problem) throw new Error(problem);
      await saveDirtyApex();
      const { org, user, with: dependencies, data } = configuration;
      const login = await this.logIn.ensureLogin({ ...(org ? { org } : {}), ...(user ? { user } : {}), ...(dependencies ? { with: dependencies } : {}), ...(data ? { data } : {}) });
      const projects = projectsOf(vscode.window.activeTextEditor);
      return {
        ...configuration,
        org: login.org.id,
        user: login.user.userName,
        ...(configuration.project === undefined && projects.length > 0 ? { project: projects } : {}),
      };
    } catch (error) {
      void showError(error, this.log);
      return undefined;
    }
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

/** Configuration keys that VS Code itself defines or adds. */
const editorKeys = new Set(['type', 'request', 'name', 'presentation', 'preLaunchTask', 'postDebugTask', 'internalConsoleOptions', 'debugServer', 'serverReadyAction', 'suppressMultipleSessionWarning', 'windows', 'linux', 'osx', 'noDebug', 'initialConfigurations']);

/** The attribute a misspelled name comes near to is the one meant; the adapter checks the values. */
function checkAttributes(configuration: IsvConfiguration): string | undefined {
  const known = LAUNCH_ATTRIBUTES.map(attribute => attribute.name as string);
  const unknown = Object.keys(configuration).find(key => !key.startsWith('__') && !editorKeys.has(key) && !known.includes(key));
  if (unknown) return `The launch configuration "${configuration.name}" has an unknown attribute "${unknown}". Known are: ${known.join(', ')}.`;
  if (configuration.request === 'launch' && !configuration.run) return `The launch configuration "${configuration.name}" needs "run": what to start. Use "request": "attach" to wait for requests made elsewhere.`;
  return undefined;
}

/** The sandbox reads files; what the editor shows must be in them. */
async function saveDirtyApex(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (document.isDirty && !document.isUntitled && /\.(cls|trigger|apex)$/.test(document.uri.path)) await document.save();
  }
}
