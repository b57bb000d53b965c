import * as vscode from 'vscode';
import type { GrantInfo, OrgInfo } from '../../protocol/rpc.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { describeRemaining } from '../session/time-left.ts';
import { describeKind, orgIcon } from './kinds.ts';

export const orgsViewId = 'isvDebugger.subscriberOrgs';

export type OrgNode = { readonly org: OrgInfo; readonly grant?: GrantInfo };

/** Subscriber Orgs: the orgs that granted access, and below each the users who did. */
export class OrgTree implements vscode.TreeDataProvider<OrgNode>, vscode.Disposable {
  private readonly sandbox: Sandbox;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly refreshing: NodeJS.Timeout;
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.subscription = sandbox.onDidChange(() => this.changed.fire());
    // "Access left" counts down while nothing else happens.
    this.refreshing = setInterval(() => this.changed.fire(), 60_000);
  }

  getChildren(node?: OrgNode): OrgNode[] {
    if (node) return node.grant ? [] : node.org.grants.map(grant => ({ org: node.org, grant }));
    return this.sandbox.orgs.map(org => ({ org }));
  }

  getParent(node: OrgNode): OrgNode | undefined {
    return node.grant ? { org: node.org } : undefined;
  }

  getTreeItem(node: OrgNode): vscode.TreeItem {
    return node.grant ? this.grantItem(node.org, node.grant) : this.orgItem(node.org);
  }

  dispose(): void {
    clearInterval(this.refreshing);
    this.subscription.dispose();
    this.changed.dispose();
  }

  private orgItem(org: OrgInfo): vscode.TreeItem {
    const isCurrent = this.sandbox.login?.org.id === org.id;
    const item = new vscode.TreeItem(org.name, vscode.TreeItemCollapsibleState.Collapsed);
    const expires = Math.max(0, ...org.grants.map(grant => grant.expiresAt));
    item.id = org.id;
    item.description = `${describeRemaining(expires - this.sandbox.now())} left · ${describeKind(org.kind)}`;
    item.iconPath = orgIcon(org.kind, isCurrent ? 'charts.green' : org.notDebuggable ? 'disabledForeground' : undefined);
    item.contextValue = ['org', isCurrent ? 'current' : 'available', org.kind === 'project' ? 'project' : '', org.hasActiveSession ? 'session' : ''].filter(Boolean).join(' ');
    item.tooltip = orgTooltip(org, isCurrent);
    item.accessibilityInformation = { label: `${org.name}, ${item.description}${isCurrent ? ', logged in' : ''}` };
    return item;
  }

  private grantItem(org: OrgInfo, grant: GrantInfo): vscode.TreeItem {
    const login = this.sandbox.login;
    const isCurrent = login?.org.id === org.id && login.user.id === grant.user.id;
    const item = new vscode.TreeItem(grant.user.name, vscode.TreeItemCollapsibleState.None);
    item.id = `${org.id}/${grant.user.id}`;
    item.description = `${describeRemaining(grant.expiresAt - this.sandbox.now())} left · ${grant.user.profile}`;
    item.iconPath = new vscode.ThemeIcon(isCurrent ? 'account' : 'person', isCurrent ? new vscode.ThemeColor('charts.green') : undefined);
    item.contextValue = isCurrent ? 'grant current' : 'grant available';
    item.tooltip = `${grant.user.userName}\nGranted ${new Date(grant.grantedAt).toLocaleString()}, ends ${new Date(grant.expiresAt).toLocaleString()}`;
    return item;
  }
}

function orgTooltip(org: OrgInfo, isCurrent: boolean): string {
  const lines = [
    `${org.name}${org.alias ? ` (${org.alias})` : ''}`,
    `${describeKind(org.kind)} on ${org.instance}, ${org.id}`,
    ...org.packages.map(installed => `${installed.name} ${installed.version}${installed.namespace ? ` (${installed.namespace})` : ''}`),
    ...(org.notDebuggable ? [`No debugging: ${org.notDebuggable}`] : []),
    ...(org.hasActiveSession ? ['A debugging session is active.'] : []),
    ...(isCurrent ? ['You are logged in.'] : []),
  ];
  return lines.join('\n');
}
