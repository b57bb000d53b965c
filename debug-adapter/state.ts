/** What is legal when. Every request names the states it may come in; the gate stands before its handler. */
export type SessionState = 'uninitialised' | 'initialised' | 'starting' | 'configuring' | 'running' | 'stopped' | 'ended';

/** After initialize, before launch or attach has been answered. */
export const beforeLaunch: readonly SessionState[] = ['initialised'];
/** From `initialized` to the end. */
export const whileSession: readonly SessionState[] = ['configuring', 'running', 'stopped'];
export const whileLive: readonly SessionState[] = ['running', 'stopped'];
export const whileStopped: readonly SessionState[] = ['stopped'];
export const always: readonly SessionState[] = ['uninitialised', 'initialised', 'starting', 'configuring', 'running', 'stopped', 'ended'];

export function hintFor(state: SessionState): string {
  switch (state) {
    case 'uninitialised': return 'send "initialize" first.';
    case 'initialised': return 'send "launch" or "attach" first.';
    case 'starting': return 'wait for the event "initialized".';
    case 'configuring': return 'send "configurationDone" first.';
    case 'running': return 'no thread is stopped.';
    case 'stopped': return 'the session has been started already.';
    case 'ended': return 'the session has ended.';
  }
}
