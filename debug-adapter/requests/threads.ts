import { Thread } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DebugContext } from '../context.ts';
import { PLACEHOLDER_THREAD_ID } from '../model/threads.ts';

export function threads(context: DebugContext): DebugProtocol.ThreadsResponse['body'] {
  const list = context.threads.list();
  if (list.length > 0) return { threads: list.map(thread => new Thread(thread.id, thread.name)) };
  const user = context.login ? ` of ${context.login.user.name}` : '';
  return { threads: [new Thread(PLACEHOLDER_THREAD_ID, `Waiting for a request${user}`)] };
}
