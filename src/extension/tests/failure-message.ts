import * as vscode from 'vscode';
import type { Units } from '../services/units.ts';
import type { TraceFrame } from '../../protocol/stack-text.ts';
import { frameIn, frameLabel, readFailure } from './failure.ts';

/** Shown at the line of the test that failed, with the stack that leads there and what was compared. */
export async function failureMessage(units: Units, test: { readonly uri: vscode.Uri; readonly className: string }, outcome: { readonly message: string | null; readonly stackTrace: string | null }): Promise<vscode.TestMessage> {
  const { message, frames, comparison } = readFailure(outcome.message, outcome.stackTrace);
  const shown = comparison ? vscode.TestMessage.diff(message, comparison.expected, comparison.actual) : new vscode.TestMessage(message);
  const own = frameIn(frames, test.className);
  if (own) shown.location = new vscode.Location(test.uri, new vscode.Position(own.line - 1, 0));
  if (frames.length > 0) shown.stackTrace = await Promise.all(frames.map(frame => stackFrame(units, frame)));
  return shown;
}

/** Code that the workspace hasn't is named without a place. */
async function stackFrame(units: Units, frame: TraceFrame): Promise<vscode.TestMessageStackFrame> {
  const uri = frame.kind === 'anonymous' ? undefined : await units.findUnit(frame.unit, frame.kind);
  return new vscode.TestMessageStackFrame(frameLabel(frame), uri, uri && new vscode.Position(frame.line - 1, 0));
}
