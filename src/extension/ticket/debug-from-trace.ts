import * as vscode from 'vscode';
import type { TraceFrame } from '../../protocol/stack-text.ts';
import type { LogIn } from '../login/log-in.ts';
import { attachConfiguration } from '../debug/active-target.ts';
import type { Sandbox } from '../services/sandbox.ts';
import type { InstalledPlaces } from '../services/installed-places.ts';
import { readTicket } from './ticket.ts';
import type { Ticket } from './ticket.ts';

/**
 * From a customer's ticket to a waiting debugger: finds the subscriber and the line, logs in, and attaches with a stop at
 * that kind of exception.
 */
export class DebugFromTrace {
  private readonly sandbox: Sandbox;
  private readonly logIn: LogIn;
  private readonly places: InstalledPlaces;

  constructor(sandbox: Sandbox, logIn: LogIn, places: InstalledPlaces) {
    this.sandbox = sandbox;
    this.logIn = logIn;
    this.places = places;
  }

  /** `text`: the ticket; else what is selected, or in a log that is open, or on the clipboard. */
  async start(text?: string): Promise<void> {
    const ticket = readTicket(text ?? (await findText()));
    if (ticket.frames.length === 0 && ticket.exceptionType === null) {
      throw new Error('There is no Apex stack trace in the selection, the open log or on the clipboard. Copy the exception e-mail or the debug log and run this again.');
    }
    await this.sandbox.start();
    const login = await this.logIn.ensureLogin(this.wish(ticket));
    await this.showPlace(ticket.frames);
    const started = await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
      ...attachConfiguration(), name: `Attach to ${login.org.name}`, org: login.org.id, user: login.user.userName,
      ...(ticket.exceptionType === null ? {} : { exceptionTypes: [ticket.exceptionType] }),
    });
    if (started) void vscode.window.showInformationMessage(`Waiting for ${ticket.exceptionType ?? 'the failure'} in ${login.org.name}. Make the request that fails.`);
  }

  /** The org that the ticket names, if it grants access; else a person chooses. */
  private wish(ticket: Ticket): { org?: string; user?: string } {
    const { orgId } = ticket;
    if (orgId === null) return {};
    const org = this.sandbox.orgs.find(each => each.id.slice(0, 15) === orgId.slice(0, 15));
    if (!org) throw new Error(`The ticket comes from org ${orgId}, which grants you no Login Access now. Ask the customer to grant it.`);
    const grant = org.grants.find(({ user }) => user.userName.toLowerCase() === ticket.user?.toLowerCase() || user.id.slice(0, 15) === ticket.user?.slice(0, 15));
    return { org: org.id, ...(grant ? { user: grant.user.userName } : {}) };
  }

  /** The innermost line whose source there is, of the version that is installed. */
  private async showPlace(frames: readonly TraceFrame[]): Promise<void> {
    for (const frame of frames) {
      if (frame.kind !== 'anonymous' && (await this.places.show(frame.unit, frame.line, frame.kind))) return;
    }
  }
}

async function findText(): Promise<string> {
  const editor = vscode.window.activeTextEditor;
  if (editor && !editor.selection.isEmpty) return editor.document.getText(editor.selection);
  if (editor && /\.(log|txt|eml)$/i.test(editor.document.uri.path)) return editor.document.getText();
  return vscode.env.clipboard.readText();
}
