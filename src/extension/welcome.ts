import * as vscode from 'vscode';
import { pendingWelcomeKey } from './orgs/sample-world.ts';
import { orgsViewId } from './orgs/tree.ts';

const extensionId = 'isv-debugger.isv-customer-debugger';
/** Set by `npm start`: this window is a first meeting. */
const welcomeVariable = 'ISV_DEBUGGER_WELCOME';

/** Opens the walkthrough and the Subscriber Orgs view, once, in a window that was opened to show the sample. */
export async function welcome(context: vscode.ExtensionContext): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const pending = context.globalState.get<string>(pendingWelcomeKey);
  const isPending = pending !== undefined && pending === folder;
  const isFirstStart = process.env[welcomeVariable] === '1' && !context.workspaceState.get<boolean>('welcomed');
  if (!isPending && !isFirstStart) return;
  await context.globalState.update(pendingWelcomeKey, undefined);
  await context.workspaceState.update('welcomed', true);
  await showWalkthrough('logIn');
  await vscode.commands.executeCommand(`${orgsViewId}.focus`);
}

/** Opens the walkthrough with one of its steps unfolded: the editor doesn't move on to the next by itself. */
export async function showWalkthrough(step: 'logIn' | 'debug' | 'request'): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', { category: `${extensionId}#start`, step }, false);
}
