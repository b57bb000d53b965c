import type * as vscode from 'vscode';
import type { Sandbox } from '../services/sandbox.ts';
import { expiringOrgs } from './grouping.ts';

/** The number on the view's icon: orgs whose access ends within a day. */
export class ExpiryBadge implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;

  constructor(sandbox: Sandbox, view: vscode.TreeView<unknown>) {
    this.subscription = sandbox.onDidChange(() => {
      const value = expiringOrgs(sandbox.orgs, sandbox.now()).length;
      if (value === (view.badge?.value ?? 0)) return;
      view.badge = value === 0 ? undefined : { value, tooltip: value === 1 ? 'Access to one org ends within a day' : `Access to ${value} orgs ends within a day` };
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }
}
