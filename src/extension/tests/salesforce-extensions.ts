import * as vscode from 'vscode';
import { readSettings } from '../services/settings.ts';

/** Extensions of Salesforce's that bring Apex lenses and a test tree of their own. */
export const salesforceExtensionIds: readonly string[] = [
  'salesforce.salesforcedx-vscode-apex',
  'salesforce.salesforcedx-vscode-apex-testing',
  'salesforce.salesforcedx-vscode-core',
];

/**
 * Whether lenses and test tree are left to the Salesforce Extension Pack. `auto`: while it is enabled; `always` and
 * `never` decide without looking.
 */
export function defersToSalesforceExtensions(): boolean {
  const setting = readSettings().salesforceExtensions;
  if (setting !== 'auto') return setting === 'always';
  return salesforceExtensionIds.some(id => vscode.extensions.getExtension(id) !== undefined);
}

/** Calls back when the answer may have changed. */
export function onDidChangeDeference(listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.extensions.onDidChange(listener),
    vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration('isvDebugger.salesforceExtensions')) listener();
    }),
  );
}
