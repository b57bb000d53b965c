import * as vscode from 'vscode';
import type { LogInfo } from '../../protocol/partner.ts';
import type { LoginInfo } from '../../protocol/rpc.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { LoginTree } from './login-tree.ts';

/** Debug Logs of the subscriber's org, newest first; those of requests that run can be opened, too, and grow (T10, T16). */
export class LogTree extends LoginTree<LogInfo> {
  protected readonly emptyText = 'No debug logs. Requests of users with a trace flag leave them.';
  private readonly listening: vscode.Disposable;

  constructor(sandbox: Sandbox) {
    super(sandbox, 'isvDebugger.debugLogs');
    this.listening = vscode.Disposable.from(sandbox.onDidAddLog(() => this.refresh()), sandbox.onDidGrowLog(() => this.refresh()));
  }

  override dispose(): void {
    this.listening.dispose();
    super.dispose();
  }

  getTreeItem(log: LogInfo): vscode.TreeItem {
    const item = new vscode.TreeItem(log.operation, vscode.TreeItemCollapsibleState.None);
    item.id = log.id;
    item.description = `${new Date(log.startedAt).toLocaleTimeString()} · ${log.durationMs} ms · ${sizeText(log.bytes)}`;
    item.iconPath = log.success === null ? new vscode.ThemeIcon('sync~spin') : log.success ? new vscode.ThemeIcon('pass') : new vscode.ThemeIcon('error', new vscode.ThemeColor('errorForeground'));
    item.tooltip = `${log.type} ${log.operation}\n${log.user.name} (${log.user.userName})\n${new Date(log.startedAt).toLocaleString()}`;
    item.contextValue = 'log';
    item.command = { command: 'isvDebugger.openLog', title: 'Open', arguments: [log] };
    item.accessibilityInformation = { label: `${log.operation}, ${log.success === null ? 'runs' : log.success ? 'succeeded' : 'failed'}, ${item.description}` };
    return item;
  }

  protected async childrenOf(login: LoginInfo, node: LogInfo | undefined): Promise<LogInfo[]> {
    if (node) return [];
    return [...(await this.sandbox.request('log/list', { loginId: login.id })).logs];
  }
}

function sizeText(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
