import * as vscode from 'vscode';
import { redact } from './redact.ts';

/** The extension's output channel. Every line passes the redactor, whoever writes it. */
export class Log implements vscode.Disposable {
  private readonly channel = vscode.window.createOutputChannel('ISV Debugger', { log: true });
  private readonly secrets = new Set<string>();

  /** From now on the value never appears in a line. */
  hide(secret: string): void {
    this.secrets.add(secret);
  }

  trace(message: string): void {
    this.channel.trace(redact(message, this.secrets));
  }

  info(message: string): void {
    this.channel.info(redact(message, this.secrets));
  }

  warn(message: string): void {
    this.channel.warn(redact(message, this.secrets));
  }

  error(message: string): void {
    this.channel.error(redact(message, this.secrets));
  }

  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.channel.dispose();
  }
}
