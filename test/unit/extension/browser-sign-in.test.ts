import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'mocha';
import type { BrowserSignIn } from '../../../src/extension/login/browser-sign-in.ts';
import { importWith } from './support/vscode-stub.ts';
import type { StubEditor } from './support/vscode-stub.ts';

const PAGES = 'http://localhost:1234';
const CODE = 'c'.repeat(43);

describe('signing in from the editor through the browser', () => {
  let SignIn: typeof BrowserSignIn;
  let opened: URL[] = [];
  let cancel = (): void => undefined;
  let typed: string | undefined;
  const editor: StubEditor = {
    env: { uriScheme: 'vscodium', uiKind: 1, openExternal: async ({ text }) => opened.push(new URL(text)) > 0 },
    window: {
      withProgress: (_options, task) => task(null, { onCancellationRequested: listener => { cancel = listener; } }),
      showInputBox: async ({ validateInput }) => (typed === undefined || validateInput(typed) === undefined ? typed : assert.fail('refused')),
    },
  };
  before(async () => { SignIn = (await importWith(editor, () => import('../../../src/extension/login/browser-sign-in.ts'))).BrowserSignIn; });
  beforeEach(() => {
    opened = [];
    typed = undefined;
    editor.env.uiKind = 1;
  });

  const link = (state: string | null, code = CODE): string => new URLSearchParams({ code, state: state ?? '' }).toString();
  /** Started, with the page open. */
  async function started(signIn: BrowserSignIn): Promise<{ result: Promise<{ code: string; verifier: string }>; state: string }> {
    const result = signIn.start(PAGES);
    await Promise.resolve();
    return { result, state: opened.at(-1)?.searchParams.get('state') ?? assert.fail('nothing was opened') };
  }

  it('opens the page, and ends with the code of the link', async () => {
    const signIn = new SignIn();
    const { result, state } = await started(signIn);
    assert.deepEqual([opened[0]?.origin, opened[0]?.pathname, opened[0]?.searchParams.get('scheme')], [PAGES, '/partner/sign-in', 'vscodium']);
    assert.throws(() => signIn.returned(link('another')), /another window/);
    signIn.returned(link(state));
    assert.equal((await result).code, CODE);
    assert.match((await result).verifier, /^[\w-]{43}$/);
    assert.throws(() => signIn.returned(link(state)), /does not wait/);
  });

  it('is cancelled, and takes no link afterwards', async () => {
    const signIn = new SignIn();
    const { result, state } = await started(signIn);
    await Promise.resolve();
    cancel();
    await assert.rejects(result, { name: 'Canceled' });
    assert.throws(() => signIn.returned(link(state)), /does not wait/);
  });

  it('a second attempt takes the place of the first', async () => {
    const signIn = new SignIn();
    const first = await started(signIn);
    await Promise.resolve();
    const second = await started(signIn);
    await assert.rejects(first.result, { name: 'Canceled' });
    assert.throws(() => signIn.returned(link(first.state)), /earlier attempt/);
    signIn.returned(link(second.state));
    assert.equal((await second.result).code, CODE);
  });

  it('an editor in the browser asks for the code that the page shows', async () => {
    editor.env.uiKind = 2;
    typed = ` ${CODE} `;
    assert.equal((await new SignIn().start(PAGES)).code, CODE);
    typed = undefined;
    await assert.rejects(new SignIn().start(PAGES), { name: 'Canceled' });
  });
});
