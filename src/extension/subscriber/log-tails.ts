import * as vscode from 'vscode';
import type { LogPosition } from '../../protocol/partner.ts';
import type { Sandbox } from '../services/sandbox.ts';

/** What is shown of a debug log. */
interface Tail {
  readonly uri: vscode.Uri;
  readonly logId: string;
  text: string;
  next: LogPosition;
  isComplete: boolean;
}

/** Debug logs in editors: read in parts, and once more where they end whenever the request that writes them has gone on. */
export class LogTails implements vscode.Disposable {
  private readonly sandbox: Sandbox;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly tails = new Map<string, Tail>();
  private readonly listening: vscode.Disposable;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    const look = ({ id }: { readonly id: string }): void => {
      for (const tail of this.tails.values()) if (tail.logId === id && !tail.isComplete) this.changed.fire(tail.uri);
    };
    this.listening = vscode.Disposable.from(sandbox.onDidGrowLog(look), sandbox.onDidAddLog(look));
  }

  /** All that there is now. */
  async read(uri: vscode.Uri, loginId: string, logId: string): Promise<string> {
    const key = uri.toString();
    const tail = this.tails.get(key) ?? { uri, logId, text: '', next: 0, isComplete: false };
    this.tails.set(key, tail);
    for (;;) {
      const from = tail.next;
      const part = await this.sandbox.request('log/read', { loginId, logId, from });
      // Another look may have been faster.
      if (tail.next !== from) continue;
      tail.text += part.text;
      tail.next = part.next;
      tail.isComplete = part.isComplete;
      if (part.isComplete || part.next === from) return tail.text;
    }
  }

  close(uri: vscode.Uri): void {
    this.tails.delete(uri.toString());
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
  }
}
