import * as vscode from 'vscode';
import { attachConfiguration } from '../debug/active-target.ts';
import type { LogIn } from '../login/log-in.ts';
import type { SignIn } from '../login/sign-in.ts';
import { SIGN_IN_PATH } from '../login/sign-in-link.ts';
import { showError } from '../services/errors.ts';
import type { Log } from '../services/log.ts';
import type { Sandbox } from '../services/sandbox.ts';
import type { InstalledPlaces } from '../services/installed-places.ts';
import { CASE_PATH, caseQuery, readCaseQuery, readForceIdeLink } from './case-link.ts';
import type { CaseLink } from './case-link.ts';

/** Makes links for cases, and follows them after a person has agreed; a sign-in in the browser comes back here too. */
export class Links implements vscode.UriHandler, vscode.Disposable {
  private readonly extensionId: string;
  private readonly sandbox: Sandbox;
  private readonly signIn: SignIn;
  private readonly logIn: LogIn;
  private readonly places: InstalledPlaces;
  private readonly log: Log;
  private readonly registration: vscode.Disposable;

  constructor(extensionId: string, sandbox: Sandbox, signIn: SignIn, logIn: LogIn, places: InstalledPlaces, log: Log) {
    this.extensionId = extensionId;
    this.sandbox = sandbox;
    this.signIn = signIn;
    this.logIn = logIn;
    this.places = places;
    this.log = log;
    this.registration = vscode.window.registerUriHandler(this);
  }

  async handleUri(uri: vscode.Uri): Promise<void> {
    try {
      if (uri.path === SIGN_IN_PATH) return this.signIn.returned(uri.query);
      if (uri.path !== CASE_PATH) throw new Error(`The link leads to ${uri.path}, which is no place of the ISV Debugger.`);
      await this.follow(readCaseQuery(uri.query));
    } catch (error) {
      void showError(error, this.log);
    }
  }

  /** The link to what is looked at: org and user, the line, and the breakpoints of Apex files. Lines are those of the installed version. */
  async copy(): Promise<string> {
    const { login } = this.sandbox;
    if (!login) throw new Error('You are not logged in to an org, and a link for a case leads to one. Log in first.');
    const editor = vscode.window.activeTextEditor;
    const place = editor && (await this.places.installed(editor.document.uri, editor.selection.active.line + 1));
    const enabled = vscode.debug.breakpoints.flatMap(each => (each instanceof vscode.SourceBreakpoint && each.enabled ? [each.location] : []));
    const installed = await Promise.all(enabled.map(({ uri, range }) => this.places.installed(uri, range.start.line + 1)));
    const breakpoints = installed.flatMap(each => (each && each.line !== null ? [{ unit: each.unit, line: each.line }] : []));
    const link: CaseLink = { org: login.org.id, user: login.user.userName, unit: place?.unit ?? null, line: place?.line ?? null, breakpoints };
    const text = `${vscode.env.uriScheme}://${this.extensionId}${CASE_PATH}?${caseQuery(link)}`;
    await vscode.env.clipboard.writeText(text);
    const left = installed.filter(each => each?.line === null).length;
    vscode.window.setStatusBarMessage(`The link for the case is on the clipboard${left === 0 ? '' : `, without ${left === 1 ? 'a breakpoint' : `${left} breakpoints`} on lines that the installed version lacks`}`, 5000);
    return text;
  }

  /** A link from the clipboard or an input box: our own, or Salesforce's `forceide://` (D12). */
  async open(given?: string): Promise<void> {
    const text = given ?? (await vscode.window.showInputBox({
      title: 'Open Link', prompt: 'A link for a case, or the forceide:// link from Setup → Apex Debugger', value: await linkOnClipboard(), ignoreFocusOut: true,
    }));
    if (text === undefined) throw new vscode.CancellationError();
    if (/^forceide:/i.test(text.trim())) return this.follow(readForceIdeLink(text));
    const uri = vscode.Uri.parse(text.trim());
    if (uri.authority.toLowerCase() !== this.extensionId.toLowerCase() || uri.path !== CASE_PATH) throw new Error('That is no link of the ISV Debugger.');
    return this.follow(readCaseQuery(uri.query));
  }

  dispose(): void {
    this.registration.dispose();
  }

  /** Anybody can make a link: nothing happens before a person has seen what it does. */
  private async follow(link: CaseLink): Promise<void> {
    const go = 'Log In and Attach';
    const detail = [
      `Logs in to ${link.org}${link.user === null ? '' : ` as ${link.user}`} and starts a debugging session.`,
      ...(link.unit === null ? [] : [`Opens ${link.unit}${link.line === null ? '' : `, line ${link.line}`}.`]),
      ...(link.breakpoints.length === 0 ? [] : [`Sets breakpoints: ${link.breakpoints.map(each => `${each.unit}:${each.line}`).join(', ')}.`]),
    ].join('\n');
    if ((await vscode.window.showWarningMessage('Follow this link?', { modal: true, detail }, go)) !== go) return;
    // First: lines are those of the version that is installed there.
    const login = await this.logIn.ensureLogin({ org: link.org, ...(link.user === null ? {} : { user: link.user }) });
    if (link.unit !== null && !(await this.places.show(link.unit, link.line))) void vscode.window.showWarningMessage(`Neither ${login.org.name} nor this workspace has source of ${link.unit}, which the link names.`);
    await this.setBreakpoints(link.breakpoints);
    await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], { ...attachConfiguration(), name: `Attach to ${login.org.name}`, org: login.org.id, user: login.user.userName });
  }

  private async setBreakpoints(places: CaseLink['breakpoints']): Promise<void> {
    const known = new Set(vscode.debug.breakpoints.flatMap(each => (each instanceof vscode.SourceBreakpoint ? [keyOf(each.location)] : [])));
    const locations = await Promise.all(places.map(({ unit, line }) => this.places.breakpointAt(unit, line)));
    vscode.debug.addBreakpoints(locations.flatMap(location => location ?? []).filter(location => !known.has(keyOf(location))).map(location => new vscode.SourceBreakpoint(location)));
  }
}

async function linkOnClipboard(): Promise<string> {
  const text = await vscode.env.clipboard.readText();
  return /^[a-z-]+:\/\/\S+$/i.test(text.trim()) ? text.trim() : '';
}

function keyOf(location: vscode.Location): string {
  return `${location.uri.toString()}:${location.range.start.line}`;
}
