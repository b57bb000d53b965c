import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { OrgInfo } from '../../protocol/rpc.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { describeKind } from './kinds.ts';
import { describeRemaining } from '../session/time-left.ts';

/** The subscriber's page of the overview (T6), read only and without scripts. */
export class OrgPages implements vscode.Disposable {
  private readonly panels = new Map<string, vscode.WebviewPanel>();
  private readonly sandbox: Sandbox;
  private readonly subscription: vscode.Disposable;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.subscription = sandbox.onDidChange(() => this.update());
  }

  open(org: OrgInfo): void {
    let panel = this.panels.get(org.id);
    if (!panel) {
      panel = vscode.window.createWebviewPanel('isvDebugger.org', org.name, vscode.ViewColumn.Active, { enableScripts: false, localResourceRoots: [] });
      panel.iconPath = new vscode.ThemeIcon('organization');
      panel.onDidDispose(() => this.panels.delete(org.id));
      this.panels.set(org.id, panel);
    }
    panel.webview.html = renderOrg(org, this.sandbox.now());
    panel.reveal();
  }

  dispose(): void {
    this.subscription.dispose();
    for (const panel of this.panels.values()) panel.dispose();
  }

  private update(): void {
    for (const [id, panel] of this.panels) {
      const org = this.sandbox.orgs.find(candidate => candidate.id === id);
      if (org) panel.webview.html = renderOrg(org, this.sandbox.now());
    }
  }
}

function renderOrg(org: OrgInfo, now: number): string {
  const nonce = randomBytes(16).toString('base64');
  const facts: [string, string][] = [
    ['Organization ID', org.id],
    ['Alias', org.alias ?? '—'],
    ['Kind', describeKind(org.kind)],
    ['Instance', org.instance],
    ['Debugging', org.notDebuggable ?? 'available'],
    ['Debugging session', org.hasActiveSession ? 'active' : 'none'],
  ];
  const access = org.grants.map(({ user, grantedAt, expiresAt }) => [user.name, user.userName, user.profile, new Date(grantedAt).toLocaleString(), `${new Date(expiresAt).toLocaleString()} (${describeRemaining(expiresAt - now)} left)`]);
  const packages = org.packages.map(({ name, namespace, version }) => [name, namespace ?? '—', version]);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<title>${escapeHtml(org.name)}</title>
<style nonce="${nonce}">
body { max-width: 60rem; padding: 0 1.5rem; }
h1 { font-weight: 400; }
h2 { font-size: 1.1em; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid var(--vscode-panel-border); }
th { font-weight: 600; }
</style>
</head>
<body>
<h1>${escapeHtml(org.name)}</h1>
<table>${facts.map(([name, value]) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`).join('')}</table>
<h2>Login Access</h2>
${renderTable(['User', 'User name', 'Profile', 'Granted', 'Ends'], access)}
<h2>Packages</h2>
${renderTable(['Package', 'Namespace', 'Version'], packages)}
</body>
</html>`;
}

function renderTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = headings.map(heading => `<th scope="col">${escapeHtml(heading)}</th>`).join('');
  const body = rows.map(row => `<tr>${row.map(cell => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

/** Names come from a customer's org. */
function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, character => entities[character] ?? character);
}
