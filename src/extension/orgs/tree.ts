import * as vscode from 'vscode';
import type { GrantInfo, OrgInfo } from '../../protocol/rpc.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { describeRemaining } from '../session/time-left.ts';
import { groupsOf, type OrgGroup, type OrgGrouping } from './grouping.ts';
import { describeKind, orgIcon } from './kinds.ts';

export const orgsViewId = 'isvDebugger.subscriberOrgs';

export type OrgNode = { readonly org: OrgInfo; readonly grant?: GrantInfo };
export type TreeNode = OrgNode | { readonly group: OrgGroup };

const groupingKey = 'isvDebugger.orgGrouping';

/** Subscriber Orgs: the orgs that granted access, grouped if wanted, and below each the users who did. */
export class OrgTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly sandbox: Sandbox;
  private readonly memory: vscode.Memento;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly refreshing: NodeJS.Timeout;
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(sandbox: Sandbox, memory: vscode.Memento) {
    this.sandbox = sandbox;
    this.memory = memory;
    void vscode.commands.executeCommand('setContext', groupingKey, this.grouping);
    this.subscription = sandbox.onDidChange(() => this.changed.fire());
    // "Access left" counts down while nothing else happens.
    this.refreshing = setInterval(() => this.changed.fire(), 60_000);
  }

  get grouping(): OrgGrouping {
    return this.memory.get<OrgGrouping>(groupingKey, 'none');
  }

  async group(by: OrgGrouping): Promise<void> {
    await this.memory.update(groupingKey, by);
    await vscode.commands.executeCommand('setContext', groupingKey, by);
    this.changed.fire();
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (!node) return this.grouping === 'none' ? this.sandbox.orgs.map(org => ({ org })) : this.groups().map(group => ({ group }));
    if ('group' in node) return node.group.orgs.map(org => ({ org }));
    return node.grant ? [] : node.org.grants.map(grant => ({ org: node.org, grant }));
  }

  getParent(node: TreeNode): TreeNode | undefined {
    if ('group' in node) return undefined;
    if (node.grant) return { org: node.org };
    const group = this.groups().find(({ orgs }) => orgs.some(org => org.id === node.org.id));
    return group && { group };
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    if ('group' in node) return groupItem(node.group);
    return node.grant ? this.grantItem(node.org, node.grant) : this.orgItem(node.org);
  }

  dispose(): void {
    clearInterval(this.refreshing);
    this.subscription.dispose();
    this.changed.dispose();
  }

  private groups(): readonly OrgGroup[] {
    return groupsOf(this.sandbox.orgs, this.grouping, this.sandbox.now());
  }

  private orgItem(org: OrgInfo): vscode.TreeItem {
    const isCurrent = this.sandbox.login?.org.id === org.id;
    const item = new vscode.TreeItem(org.name, vscode.TreeItemCollapsibleState.Collapsed);
    const expires = Math.max(0, ...org.grants.map(grant => grant.expiresAt));
    item.id = org.id;
    item.description = `${describeRemaining(expires - this.sandbox.now())} left · ${describeKind(org.kind)}`;
    item.iconPath = orgIcon(org.kind, isCurrent ? 'charts.green' : org.notDebuggable ? 'disabledForeground' : undefined);
    item.contextValue = ['org', isCurrent ? 'current' : 'available', org.kind === 'project' ? 'project' : '', org.hasActiveSession ? 'session' : '', org.notDeletable === null ? 'deletable' : ''].filter(Boolean).join(' ');
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
    // A tooltip would be read instead of the name.
    item.accessibilityInformation = { label: `${grant.user.name}, ${item.description}${isCurrent ? ', logged in' : ''}` };
    item.tooltip = `${grant.user.userName}\nGranted ${new Date(grant.grantedAt).toLocaleString()}, ends ${new Date(grant.expiresAt).toLocaleString()}`;
    return item;
  }
}

function groupItem({ id, label, orgs }: OrgGroup): vscode.TreeItem {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `group ${id}`;
  item.description = String(orgs.length);
  item.contextValue = 'group';
  item.accessibilityInformation = { label: `${label}, ${orgs.length} ${orgs.length === 1 ? 'org' : 'orgs'}` };
  return item;
}

function orgTooltip(org: OrgInfo, isCurrent: boolean): string {
  const lines = [
    `${org.name}${org.alias ? ` (${org.alias})` : ''}`,
    `${describeKind(org.kind)} on ${org.instance}, ${org.id}`,
    ...org.packages.map(installed => `${installed.name} ${installed.version}${installed.namespace ? ` (${installed.namespace})` : ''}${installed.tag ? `, tag ${installed.tag}` : ''}`),
    ...(org.notDebuggable ? [`No debugging: ${org.notDebuggable}`] : []),
    ...(org.hasActiveSession ? ['A debugging session is active.'] : []),
    ...(isCurrent ? ['You are logged in.'] : []),
  ];
  return lines.join('\n');
}
