import * as vscode from 'vscode';
import type { Log } from './log.ts';
import type { Problems } from './problems.ts';
import type { Sandbox } from './sandbox.ts';
import { readSettings } from './settings.ts';

/** A pause in typing, milliseconds. */
const PAUSE_MS = 400;

/** Checks Apex while it is typed, one file at a time, against the org that one is logged in to. */
export class LiveCheck implements vscode.Disposable {
  private readonly sandbox: Sandbox;
  private readonly problems: Problems;
  private readonly log: Log;
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly subscription: vscode.Disposable;

  constructor(sandbox: Sandbox, problems: Problems, log: Log) {
    this.sandbox = sandbox;
    this.problems = problems;
    this.log = log;
    this.subscription = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => { if (contentChanges.length > 0) this.schedule(document); }),
      vscode.workspace.onDidCloseTextDocument(document => this.forget(document)),
    );
  }

  dispose(): void {
    this.subscription.dispose();
    for (const timer of this.waiting.values()) clearTimeout(timer);
  }

  private schedule(document: vscode.TextDocument): void {
    if (!this.sandbox.login || document.uri.scheme !== 'file' || !/\.(cls|trigger)$/i.test(document.uri.path) || !readSettings().checksWhileTyping) return;
    this.forget(document);
    const key = document.uri.toString();
    this.waiting.set(key, setTimeout(() => {
      this.waiting.delete(key);
      this.check(document).catch((error: unknown) => this.log.info(`checking ${document.uri.path} failed: ${error instanceof Error ? error.message : String(error)}`));
    }, PAUSE_MS));
  }

  /** An answer that comes after the next key is of no use. */
  private async check(document: vscode.TextDocument): Promise<void> {
    const { login } = this.sandbox;
    if (!login || document.isClosed) return;
    const { version } = document;
    const { problems } = await this.sandbox.request('org/checkText', { org: login.org.id, path: document.uri.fsPath, text: document.getText() });
    if (problems !== null && document.version === version) this.problems.showFile(document.uri, problems);
  }

  private forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.waiting.get(key));
    this.waiting.delete(key);
  }
}
