import { isAbsolute, resolve } from 'node:path';
import * as vscode from 'vscode';

export type SalesforceExtensionsSetting = 'auto' | 'always' | 'never';

export interface Settings {
  /** Node for the sandbox; undefined: VS Code's own. */
  readonly nodePath: string | undefined;
  /** World file, absolute; undefined: found in the workspace. */
  readonly world: string | undefined;
  /** `wss://host:port` of a team's server; undefined: the world is on this machine. */
  readonly server: string | undefined;
  /** File with the certificate of the authority that signed the server's, PEM; undefined: the system knows it. */
  readonly serverCa: string | undefined;
  readonly salesforceExtensions: SalesforceExtensionsSetting;
  /** Whether Apex is checked while it is typed. */
  readonly checksWhileTyping: boolean;
  /** Whether a login asks for case and reason where the world doesn't demand them. */
  readonly asksForCase: boolean;
}

export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration('isvDebugger');
  const world = configuration.get<string>('world', '').trim();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return {
    nodePath: configuration.get<string>('nodePath', '').trim() || undefined,
    world: world === '' ? undefined : isAbsolute(world) ? world : resolve(folder ?? '.', world),
    server: configuration.get<string>('server', '').trim() || undefined,
    serverCa: configuration.get<string>('serverCa', '').trim() || undefined,
    salesforceExtensions: configuration.get<SalesforceExtensionsSetting>('salesforceExtensions', 'auto'),
    checksWhileTyping: configuration.get<boolean>('checkWhileTyping', true),
    asksForCase: configuration.get<string>('askForCase', 'always') === 'always',
  };
}
