import * as vscode from 'vscode';
import type { LoginInfo } from '../../protocol/rpc.ts';
import type { Sandbox } from '../services/sandbox.ts';

/** A tree of what a login opens (T16): asked for when the view is seen, and again after a login. */
export abstract class LoginTree<Node> implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  protected readonly sandbox: Sandbox;
  protected readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<Node>;
  private loginId: string | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(sandbox: Sandbox, viewId: string) {
    this.sandbox = sandbox;
    this.view = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
    this.subscription = sandbox.onDidChange(() => {
      if (sandbox.login?.id === this.loginId) return;
      this.loginId = sandbox.login?.id;
      this.refresh();
    });
  }

  abstract getTreeItem(node: Node): vscode.TreeItem;
  protected abstract childrenOf(login: LoginInfo, node: Node | undefined): Promise<Node[]>;

  /** What can't be read is said in the view, not in a message that nobody asked for. */
  async getChildren(node?: Node): Promise<Node[]> {
    const { login } = this.sandbox;
    if (!login) return [];
    try {
      const children = await this.childrenOf(login, node);
      this.view.message = node === undefined && children.length === 0 ? this.emptyText : undefined;
      return children;
    } catch (error) {
      this.view.message = error instanceof Error ? error.message : String(error);
      return [];
    }
  }

  refresh(): void {
    this.changed.fire();
  }

  dispose(): void {
    this.subscription.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  protected abstract readonly emptyText: string;
}
