import * as vscode from 'vscode';
import { isCode, newAttempt, readSignInLink, signInAddress } from './sign-in-link.ts';
import type { SignInAttempt } from './sign-in-link.ts';

/** Asks who one is on the sandbox's page in the browser, and waits for the link that leads back. */
export class BrowserSignIn {
  private waiting: { readonly attempt: SignInAttempt; readonly done: (code: string) => void; readonly giveUp: (reason: Error) => void } | null = null;

  /** What `developer/redeem` takes. `engineer`: user name of who was chosen here. A later attempt takes the place of an earlier one. */
  async start(pages: string, engineer?: string): Promise<{ code: string; verifier: string }> {
    const attempt = newAttempt();
    this.waiting?.giveUp(new vscode.CancellationError());
    const code = new Promise<string>((done, giveUp) => { this.waiting = { attempt, done, giveUp }; });
    // Where nobody waits for it, its end is no error.
    code.catch(() => undefined);
    const isWeb = vscode.env.uiKind === vscode.UIKind.Web;
    const address = signInAddress({ pages, scheme: isWeb ? null : vscode.env.uriScheme, engineer }, attempt);
    try {
      if (!(await vscode.env.openExternal(vscode.Uri.parse(address, true)))) throw new vscode.CancellationError();
      return { code: await (isWeb ? askForCode() : waitFor(code)), verifier: attempt.verifier };
    } finally {
      if (this.waiting?.attempt === attempt) this.waiting = null;
    }
  }

  /** A link with the path `/auth` came. */
  returned(query: string): void {
    const { waiting } = this;
    const code = readSignInLink(query, waiting?.attempt ?? null);
    waiting?.done(code);
  }
}

function waitFor(code: Promise<string>): Promise<string> {
  const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title: 'Signing in: go on in the browser' };
  return Promise.resolve(vscode.window.withProgress(options, (_progress, token) => Promise.race([
    code, new Promise<never>((_resolve, reject) => { token.onCancellationRequested(() => reject(new vscode.CancellationError())); }),
  ])));
}

/** An editor in the browser can't be reached by a link: the page shows the code. */
async function askForCode(): Promise<string> {
  const given = await vscode.window.showInputBox({
    title: 'Sign In', prompt: 'Go on in the browser, and paste the code that its last page shows', password: true, ignoreFocusOut: true,
    validateInput: text => (isCode(text.trim()) ? undefined : 'The code has 43 characters.'),
  });
  if (given === undefined) throw new vscode.CancellationError();
  return given.trim();
}
