import * as vscode from 'vscode';
import { readReason } from './reason.ts';
import type { LoginReason } from './reason.ts';

/** Asks for it in one line; nothing is an answer too, where the world doesn't demand one. */
export async function askReason(who: string, lastAnswer: string): Promise<{ readonly text: string; readonly reason: LoginReason }> {
  const text = await vscode.window.showInputBox({
    title: `Log In As ${who}`, prompt: 'Case number and reason, for your audit log and the subscriber\'s', placeHolder: '00012345 Orders can\'t be submitted', value: lastAnswer, ignoreFocusOut: true,
  });
  if (text === undefined) throw new vscode.CancellationError();
  return { text, reason: readReason(text) };
}
