import * as vscode from 'vscode';
import type { ProtectedSetting } from '../../protocol/partner.ts';
import type { LoginInfo } from '../../protocol/rpc.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { LoginTree } from './login-tree.ts';
import { settingValue } from './setting-value.ts';

type Record_ = ProtectedSetting['records'][number];
export type SettingNode =
  | { readonly setting: ProtectedSetting }
  | { readonly setting: ProtectedSetting; readonly record: Record_ }
  | { readonly setting: ProtectedSetting; readonly record: Record_; readonly field: ProtectedSetting['fields'][number] };

/** Protected Custom Settings of one's own package, viewed and changed record by record (T16, D19). */
export class SettingsTree extends LoginTree<SettingNode> {
  protected readonly emptyText = 'Your package has no protected custom settings here.';

  constructor(sandbox: Sandbox) {
    super(sandbox, 'isvDebugger.protectedSettings');
  }

  getTreeItem(node: SettingNode): vscode.TreeItem {
    if ('field' in node) {
      const item = new vscode.TreeItem(node.field.label, vscode.TreeItemCollapsibleState.None);
      const value = node.record.values[node.field.name] ?? null;
      item.description = value === null ? '(empty)' : String(value);
      item.tooltip = `${node.field.name}: ${node.field.type}`;
      item.accessibilityInformation = { label: `${node.field.label}, ${item.description}` };
      item.iconPath = new vscode.ThemeIcon('symbol-field');
      item.contextValue = 'settingField';
      return item;
    }
    if ('record' in node) {
      const item = new vscode.TreeItem(String(node.record.values['Name'] ?? node.record.id), vscode.TreeItemCollapsibleState.Collapsed);
      item.id = node.record.id;
      item.description = String(node.record.values['SetupOwnerId'] ?? '');
      item.iconPath = new vscode.ThemeIcon('symbol-object');
      item.contextValue = 'settingRecord';
      return item;
    }
    const item = new vscode.TreeItem(node.setting.label, vscode.TreeItemCollapsibleState.Expanded);
    item.description = `${node.setting.type} · ${node.setting.records.length}`;
    item.tooltip = node.setting.object;
    item.accessibilityInformation = { label: `${node.setting.label}, ${node.setting.type}, ${node.setting.records.length} ${node.setting.records.length === 1 ? 'record' : 'records'}` };
    item.iconPath = new vscode.ThemeIcon('lock');
    item.contextValue = 'setting';
    return item;
  }

  /** Asks for a field's new value and saves the record. */
  async edit(node: SettingNode): Promise<void> {
    if (!('field' in node)) return;
    const { setting, record, field } = node;
    const value = await this.askValue(field, record.values[field.name] ?? null);
    await this.save(setting.object, { [field.name]: value }, record.id);
  }

  async add(node: SettingNode): Promise<void> {
    const values: Record<string, string | number | boolean | null> = {};
    for (const field of node.setting.fields) values[field.name] = await this.askValue(field, null);
    await this.save(node.setting.object, values);
  }

  async delete(node: SettingNode): Promise<void> {
    if (!('record' in node)) return;
    const remove = 'Delete';
    const name = String(node.record.values['Name'] ?? node.record.id);
    if ((await vscode.window.showWarningMessage(`Delete ${name} of ${node.setting.label}?`, { modal: true, detail: 'The subscriber\'s org loses this record at once.' }, remove)) !== remove) return;
    await this.sandbox.request('setting/delete', { loginId: this.login().id, object: node.setting.object, id: node.record.id });
    this.refresh();
  }

  protected async childrenOf(login: LoginInfo, node: SettingNode | undefined): Promise<SettingNode[]> {
    if (!node) return (await this.sandbox.request('setting/list', { loginId: login.id })).settings.map(setting => ({ setting }));
    if ('field' in node) return [];
    if ('record' in node) return node.setting.fields.map(field => ({ setting: node.setting, record: node.record, field }));
    return node.setting.records.map(record => ({ setting: node.setting, record }));
  }

  private async save(object: string, values: Record_['values'], id?: string): Promise<void> {
    await this.sandbox.request('setting/save', { loginId: this.login().id, object, values, ...(id === undefined ? {} : { id }) });
    this.refresh();
  }

  private async askValue(field: ProtectedSetting['fields'][number], current: string | number | boolean | null): Promise<string | number | boolean | null> {
    const text = await vscode.window.showInputBox({
      title: field.label, prompt: `${field.name}, ${field.type}. Nothing empties it.`, value: current === null ? '' : String(current), ignoreFocusOut: true,
      validateInput: typed => { const read = settingValue(field.type, typed); return 'problem' in read ? read.problem : undefined; },
    });
    if (text === undefined) throw new vscode.CancellationError();
    const read = settingValue(field.type, text);
    if ('problem' in read) throw new Error(read.problem);
    return read.value;
  }

  private login(): LoginInfo {
    const { login } = this.sandbox;
    if (!login) throw new Error('You are no longer logged in.');
    return login;
  }
}
