import * as vscode from 'vscode';
import type { OrgInfo } from '../../protocol/rpc.ts';
import type { SignIn } from '../login/sign-in.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { describeRemaining } from '../session/time-left.ts';
import { accessLeft } from './grouping.ts';
import { describeKind, orgIcon } from './kinds.ts';
import { matchesOrg } from './search.ts';
import type { TreeNode } from './tree.ts';

/** Search by org name or org ID (T6), as one types. */
export class FindOrg {
  private readonly sandbox: Sandbox;
  private readonly signIn: SignIn;
  private readonly view: vscode.TreeView<TreeNode>;

  constructor(sandbox: Sandbox, signIn: SignIn, view: vscode.TreeView<TreeNode>) {
    this.sandbox = sandbox;
    this.signIn = signIn;
    this.view = view;
  }

  async find(): Promise<void> {
    await this.signIn.ensureDeveloper();
    const org = await this.choose();
    if (org) await this.view.reveal({ org }, { select: true, focus: true, expand: true });
  }

  private choose(): Promise<OrgInfo | undefined> {
    const picker = vscode.window.createQuickPick<vscode.QuickPickItem & { org: OrgInfo }>();
    picker.title = 'Find Subscriber';
    picker.placeholder = 'Org name, alias, or ID of 15 or 18 characters';
    // The editor's own filter doesn't know that the two lengths of an ID mean the same org.
    const update = (): void => { picker.items = this.sandbox.orgs.filter(org => matchesOrg(org, picker.value)).map(org => this.toItem(org)); };
    update();
    return new Promise(resolve => {
      picker.onDidChangeValue(update);
      picker.onDidAccept(() => {
        resolve(picker.selectedItems[0]?.org);
        picker.hide();
      });
      picker.onDidHide(() => {
        resolve(undefined);
        picker.dispose();
      });
      picker.show();
    });
  }

  private toItem(org: OrgInfo): vscode.QuickPickItem & { org: OrgInfo } {
    return {
      label: org.name, description: `${describeKind(org.kind)} · ${describeRemaining(accessLeft(org, this.sandbox.now()))} left`, detail: org.id,
      iconPath: orgIcon(org.kind), alwaysShow: true, org,
    };
  }
}
