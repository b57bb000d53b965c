import * as vscode from 'vscode';
import { attachConfiguration } from './debug/active-target.ts';
import type { Requests } from './debug/requests.ts';
import { debugType } from './debug/types.ts';
import type { IsvConfiguration } from './debug/types.ts';
import type { LogIn } from './login/log-in.ts';
import type { SignIn } from './login/sign-in.ts';
import type { Sandbox } from './services/sandbox.ts';
import { showWalkthrough } from './welcome.ts';

/**
 * The walkthrough's three clicks. What they act on stands in the workspace's launch.json: the first configuration that
 * names an org and a request. In a workspace without one, each step asks.
 */
export class Tour {
  private readonly sandbox: Sandbox;
  private readonly signIn: SignIn;
  private readonly logIn: LogIn;
  private readonly requests: Requests;

  constructor(sandbox: Sandbox, signIn: SignIn, logIn: LogIn, requests: Requests) {
    this.sandbox = sandbox;
    this.signIn = signIn;
    this.logIn = logIn;
    this.requests = requests;
  }

  async logInStep(): Promise<void> {
    const configuration = tourConfiguration();
    await this.sandbox.start();
    if (configuration && this.sandbox.state === 'notSignedIn') await this.signIn.signIn('first who may debug');
    await this.logIn.logInAs({ ...(configuration?.org ? { org: configuration.org } : {}), ...(configuration?.user ? { user: configuration.user } : {}) });
    await showWalkthrough('debug');
  }

  async debugStep(): Promise<void> {
    const configuration = tourConfiguration();
    const { org, user } = configuration ?? {};
    const hasStarted = await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], { ...attachConfiguration(), ...(org ? { org } : {}), ...(user ? { user } : {}) });
    if (hasStarted) await showWalkthrough('request');
  }

  async requestStep(): Promise<void> {
    // The editor opens this view by itself for breakpoints only, not for exceptions.
    await vscode.commands.executeCommand('workbench.view.debug');
    await this.requests.sendRequest(tourConfiguration()?.run?.request);
  }
}

function tourConfiguration(): IsvConfiguration | undefined {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const configurations = vscode.workspace.getConfiguration('launch', folder?.uri).get<IsvConfiguration[]>('configurations', []);
  return configurations.find(configuration => configuration.type === debugType && configuration.org !== undefined && configuration.run?.request !== undefined);
}
