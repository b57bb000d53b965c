import { WireError } from '../../../protocol/errors.ts';
import type { Engineer } from '../../partner/world.ts';
import { EXTENSION_ID } from '../editor-links.ts';
import { postForm } from '../forms.ts';
import { html } from '../html.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, PageRequest } from '../page.ts';
import type { EditorRequest, PageSession, SignInRequest } from '../page-sessions.ts';

export const PARTNER = '/partner/sign-in';
export const VERIFY = '/partner/verify';
export const FACTORS = '/partner/factors';
/** How long a factor that was proved lets one manage the others. */
const PROVEN_MS = 10 * 60_000;

/**
 * `/partner/sign-in?state=…&challenge=…&(scheme=…|show=code)[&login_hint=…]`: an engineer signs in to the License Management
 * Org, for an editor that waits. Whom the editor names has to prove it; without a factor that proves anything, it is asked here.
 */
export function showPartnerSignIn({ site, session, query }: PageRequest): PageAnswer {
  if (query.has('state')) session.signIn = { back: readRequest(query), engineer: null };
  const asked = askedFor(session.signIn);
  const named = query.has('state') && site.directory.engineers.find(each => each.userName === query.get('login_hint'));
  if (named && site.mfa.methods(named).length > 0) {
    choose(session, asked, named);
    return redirect(VERIFY);
  }
  const { partner } = site.directory.world;
  return page(`Sign in to ${partner?.name ?? 'the sandbox'}`, html`<p>${asked.back ? 'VS Code asks who you are in the License Management Org. ' : 'Whose second factors do you want to manage? '}Engineers of a simulated partner have no passwords.</p>
  ${postForm({ session }, PARTNER, html`<ul class="cards">${site.directory.engineers.map(({ userName, name, permissions }) => html`<li><button class="card" type="submit" name="engineer" value="${userName}"><strong>${name}</strong><span>${userName}</span><span class="hint">${permissions.length === 0 ? 'No permissions for subscribers' : permissions.map(words).join(', ')}</span></button></li>`)}</ul>`, '')}`, { isPartner: true });
}

const words = (permission: string): string => permission.replaceAll(/([a-z])([A-Z])/g, '$1 $2');

export function choosePartner(request: PageRequest): PageAnswer {
  const { site, session, form } = request;
  const asked = askedFor(session.signIn);
  const engineer = site.directory.engineers.find(each => each.userName === form.get('engineer'));
  if (!engineer) throw new WireError('unknownUser', 'There is no such engineer any more. Choose again.');
  choose(session, asked, engineer);
  if (site.mfa.methods(engineer).length > 0) return redirect(VERIFY);
  if (asked.back) return backToEditor(request, asked.back, engineer);
  return redirect(PARTNER, request, { kind: 'info', text: `No second factor is asked of ${engineer.name}, so there is none to manage.` });
}

function choose(session: PageSession, asked: SignInRequest, { userName }: Engineer): void {
  session.signIn = { ...asked, engineer: userName };
  session.app = null;
}

/** Who is signing in: chosen, and proved only where `provenEngineer` says so. */
export function chosenEngineer({ site, session }: PageRequest): Engineer {
  const { engineer } = askedFor(session.signIn);
  const found = engineer === null ? null : site.directory.findEngineer(engineer);
  if (!found) throw new WireError('invalidParams', 'Choose who you are first: go back, and sign in again.');
  return found;
}

/** Who may manage their factors here now; null: they have to be proved first. */
export function provenEngineer({ site, session: { proven } }: PageRequest): Engineer | null {
  return proven && site.clock.now() - proven.at < PROVEN_MS ? site.directory.findEngineer(proven.engineer) : null;
}

/** The end of it, once the engineer has proved whatever the policy asks for. */
export function signedIn(request: PageRequest, engineer: Engineer): PageAnswer {
  const { site, session } = request;
  const { back } = askedFor(session.signIn);
  if (back) return backToEditor(request, back, engineer);
  // Another session: nobody who knew this one may manage what was proved for.
  const proven = site.pageSessions.open(session.viewer);
  proven.proven = { engineer: engineer.userName, at: site.clock.now() };
  return { kind: 'session', session: proven, to: FACTORS };
}

function backToEditor({ site, session }: PageRequest, request: EditorRequest, engineer: Engineer): PageAnswer {
  session.signIn = null;
  const code = site.signInCodes.issue(engineer.userName, request.challenge);
  if (request.scheme === null) {
    return page('Back to VS Code', html`<p class="message success" role="status">You are signed in as ${engineer.name}. VS Code waits for this code:</p>
    <section class="panel"><p><code class="large">${code}</code></p><p class="hint">Paste it there. It is good once, for two minutes. You can close this page afterwards.</p></section>`, { isPartner: true });
  }
  const back = `${request.scheme}://${EXTENSION_ID}/auth?${new URLSearchParams({ code, state: request.state }).toString()}`;
  // Answered here, not after a redirect: the code must be in no address of the browser's history.
  return page('Back to VS Code', html`<p class="message success" role="status">You are signed in as ${engineer.name}. VS Code opens now, and may ask whether it should open the link.</p>
  <div class="actions"><a class="button primary" href="${back}">Open VS Code</a></div><p class="hint">You can close this page afterwards. The link is good once, for two minutes.</p>
  <details><summary>VS Code does not open</summary><p>If it asks for the code, give it this one:</p><p><code>${code}</code></p></details>`, { isPartner: true, onward: back });
}

function askedFor(request: SignInRequest | null): SignInRequest {
  if (!request) throw new WireError('invalidParams', 'Nothing waits for a sign-in. Start it in VS Code: ISV Debugger: Sign In.');
  return request;
}

function readRequest(query: URLSearchParams): EditorRequest {
  const [state = '', challenge = '', scheme = 'vscode'] = ['state', 'challenge', 'scheme'].map(name => query.get(name) ?? undefined);
  // Only editors: the code must go to nobody else's scheme.
  if (!/^[\w-]{16,128}$/.test(state) || !/^[\w-]{43}$/.test(challenge) || !EDITORS.has(scheme)) throw new WireError('invalidParams', 'The link for signing in is not complete. Start it in VS Code again.');
  return { state, challenge, scheme: query.get('show') === 'code' ? null : scheme };
}

const EDITORS = new Set(['vscode', 'vscode-insiders', 'vscodium', 'code-oss', 'cursor', 'windsurf']);
