/** A stand-in for the module 'vscode' outside of an editor: what a test sets on `editor` is what the code finds. */
import { registerHooks } from 'node:module';

export interface StubEditor {
  env: { uriScheme: string; uiKind: number; openExternal(uri: { readonly text: string }): Promise<boolean> };
  window: {
    withProgress<T>(options: object, task: (progress: unknown, token: { onCancellationRequested(listener: () => void): void }) => Promise<T>): Promise<T>;
    showInputBox(options: { validateInput(text: string): string | undefined }): Promise<string | undefined>;
  };
}

const KEY = Symbol.for('isv.vscodeStub');

/** Imports a module of the extension on top of the stub. */
export async function importWith<T>(editor: StubEditor, load: () => Promise<T>): Promise<T> {
  (globalThis as Record<symbol, unknown>)[KEY] = editor;
  const source = `const editor = globalThis[Symbol.for('isv.vscodeStub')];
    export const env = editor.env, window = editor.window, UIKind = { Desktop: 1, Web: 2 }, ProgressLocation = { Notification: 15 };
    export const Uri = { parse: text => ({ text }) };
    export class CancellationError extends Error { constructor() { super('Canceled'); this.name = 'Canceled'; } }`;
  const hooks = registerHooks({ resolve: (specifier, context, next) => (specifier === 'vscode' ? { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true } : next(specifier, context)) });
  try {
    return await load();
  } finally {
    hooks.deregister();
  }
}
