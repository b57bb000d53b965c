import * as vscode from 'vscode';
import type { CodeFile } from '../../protocol/partner.ts';
import type { LoginInfo } from '../../protocol/rpc.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { LoginTree } from './login-tree.ts';

export type CodeNode = { readonly namespace: string | null } | { readonly file: CodeFile };

/** View Managed Code: what is installed in the subscriber's org, by namespace (T16). */
export class CodeTree extends LoginTree<CodeNode> {
  protected readonly emptyText = 'This org has no Apex.';
  private files: readonly CodeFile[] = [];

  constructor(sandbox: Sandbox) {
    super(sandbox, 'isvDebugger.managedCode');
  }

  getTreeItem(node: CodeNode): vscode.TreeItem {
    if ('namespace' in node) {
      const item = new vscode.TreeItem(node.namespace ?? 'Own code', vscode.TreeItemCollapsibleState.Collapsed);
      const version = this.versionOf(node.namespace);
      if (version !== null) item.description = version;
      item.iconPath = new vscode.ThemeIcon(node.namespace === null ? 'home' : 'package');
      return item;
    }
    const { file } = node;
    const item = new vscode.TreeItem(file.name, vscode.TreeItemCollapsibleState.None);
    item.iconPath = new vscode.ThemeIcon(file.kind === 'trigger' ? 'zap' : 'symbol-class');
    if (file.access === 'global') item.description = 'global signatures';
    item.tooltip = file.path;
    item.accessibilityInformation = { label: `${file.kind} ${file.name}${item.description ? `, ${item.description}` : ''}` };
    item.contextValue = 'code';
    item.command = { command: 'isvDebugger.openCode', title: 'Open', arguments: [node] };
    return item;
  }

  /** `2.2.0, tag v2.2.0` */
  private versionOf(namespace: string | null): string | null {
    const { login, orgs } = this.sandbox;
    const found = namespace === null ? undefined : orgs.find(({ id }) => id === login?.org.id)?.packages.find(each => each.namespace === namespace);
    return found ? `${found.version}${found.tag ? `, tag ${found.tag}` : ''}` : null;
  }

  protected async childrenOf(login: LoginInfo, node: CodeNode | undefined): Promise<CodeNode[]> {
    if (node) return 'file' in node ? [] : this.files.filter(file => file.namespace === node.namespace).map(file => ({ file }));
    const { files } = await this.sandbox.request('code/list', { loginId: login.id });
    this.files = files.toSorted((a, b) => a.name.localeCompare(b.name));
    const namespaces = [...new Set(files.map(file => file.namespace))].sort((a, b) => (a === null ? 1 : b === null ? -1 : a.localeCompare(b)));
    return namespaces.map(namespace => ({ namespace }));
  }
}
