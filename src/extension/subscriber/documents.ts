import * as vscode from 'vscode';
import type { Sandbox } from '../services/sandbox.ts';
import { LogTails } from './log-tails.ts';

/** Read-only documents of the subscriber that one is logged in to. They live in memory only (D9). */
export const subscriberScheme = 'isv-subscriber';

type Kind = 'code' | 'log' | 'text';

export class SubscriberDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly sandbox: Sandbox;
  private readonly registration: vscode.Disposable;
  private readonly texts = new Map<string, string>();
  private readonly logs: LogTails;
  readonly onDidChange: vscode.Event<vscode.Uri>;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.logs = new LogTails(sandbox);
    this.onDidChange = this.logs.onDidChange;
    this.registration = vscode.Disposable.from(
      this.logs,
      vscode.workspace.registerTextDocumentContentProvider(subscriberScheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.texts.delete(uri.toString());
        this.logs.close(uri);
      }),
    );
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { kind, id, loginId } = parse(uri);
    if (kind === 'text') return this.texts.get(uri.toString()) ?? '';
    if (this.sandbox.login?.id !== loginId) throw new Error('You are no longer logged in to the org this document comes from. Log in again and open it anew.');
    if (kind === 'log') return this.logs.read(uri, loginId, id);
    return (await this.sandbox.request('code/read', { loginId, path: id })).content;
  }

  /** A class or trigger as installed. */
  showCode(path: string, line?: number): Promise<vscode.TextEditor> {
    return this.show(this.codeUri(path), line, 'apex');
  }

  codeUri(path: string): vscode.Uri {
    return this.uri('code', path, path.split(/[\\/]/).at(-1) ?? path);
  }

  showLog(id: string, name: string): Promise<vscode.TextEditor> {
    return this.show(this.uri('log', id, `${name}.log`));
  }

  /** Something made up here: a report, a comparison. */
  async showText(name: string, text: string, language?: string): Promise<vscode.TextEditor> {
    const uri = this.uri('text', name, name);
    this.texts.set(uri.toString(), text);
    return this.show(uri, undefined, language);
  }

  /** Closes every editor that shows something of a subscriber, and forgets it. */
  async closeAll(): Promise<number> {
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs).filter(tab => tab.input instanceof vscode.TabInputText && tab.input.uri.scheme === subscriberScheme);
    await vscode.window.tabGroups.close(tabs);
    this.texts.clear();
    return tabs.length;
  }

  dispose(): void {
    this.registration.dispose();
  }

  private uri(kind: Kind, id: string, name: string): vscode.Uri {
    const { login } = this.sandbox;
    const query = new URLSearchParams({ kind, id, login: login?.id ?? '' });
    return vscode.Uri.from({ scheme: subscriberScheme, path: `/${login?.org.name ?? 'partner'}/${name}`, query: query.toString() });
  }

  private async show(uri: vscode.Uri, line?: number, language?: string): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument(uri);
    if (language !== undefined && document.languageId !== language) await vscode.languages.setTextDocumentLanguage(document, language);
    const position = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
    return vscode.window.showTextDocument(document, { preview: true, ...(line === undefined ? {} : { selection: new vscode.Range(position, position) }) });
  }
}

function parse(uri: vscode.Uri): { kind: Kind; id: string; loginId: string } {
  const query = new URLSearchParams(uri.query);
  const kind = query.get('kind');
  if (kind !== 'code' && kind !== 'log' && kind !== 'text') throw new Error(`${uri.toString()} names no document of a subscriber.`);
  return { kind, id: query.get('id') ?? '', loginId: query.get('login') ?? '' };
}
