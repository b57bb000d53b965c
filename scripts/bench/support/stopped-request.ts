/** A request of the built product that stopped, as a client of the debug adapter has it. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DapClient } from '../../../src/cli/dap/client.ts';
import type { BuiltSandbox } from './built-sandbox.ts';
import type { makeProject } from './one-class-project.ts';

/** What steps need; another debugger's client has it too. */
export interface Client {
  request<Body = unknown>(command: string, args?: unknown): Promise<Body>;
  event(name: string): Promise<DebugProtocol.Event>;
}

/** Milliseconds from `next` to a stopped thread with stack, scopes and variables. */
export async function step(client: Client, threadId: number): Promise<number> {
  const started = performance.now();
  const stopped = client.event('stopped');
  await client.request('next', { threadId });
  await stopped;
  const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', { threadId, startFrame: 0, levels: 20 });
  const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: stackFrames[0]!.id });
  await Promise.all(scopes.filter(scope => !scope.expensive).map(scope => client.request('variables', { variablesReference: scope.variablesReference })));
  return performance.now() - started;
}

export class StoppedRequest {
  readonly adapter: DapClient;
  readonly threadId: number;

  private constructor(adapter: DapClient, threadId: number) {
    this.adapter = adapter;
    this.threadId = threadId;
  }

  /** Runs anonymous Apex to the line with the marker; there is no breakpoint any more afterwards. */
  static async at(sandbox: BuiltSandbox, project: ReturnType<typeof makeProject>, marker: string, anonymous: string): Promise<StoppedRequest> {
    const adapter = await sandbox.adapter();
    const source = { path: project.file };
    await Promise.all([adapter.request('launch', { project: project.directory, run: { anonymous } }), adapter.event('initialized')]);
    await adapter.request('setBreakpoints', { source, breakpoints: [{ line: project.lineOf(marker) }] });
    await adapter.request('configurationDone');
    const { body } = await adapter.event<DebugProtocol.StoppedEvent>(['stopped', 'terminated']);
    if (body?.threadId === undefined) throw new Error(`It ended before the line with "${marker}".`);
    await adapter.request('setBreakpoints', { source, breakpoints: [] });
    return new StoppedRequest(adapter, body.threadId);
  }

  step(): Promise<number> {
    return step(this.adapter, this.threadId);
  }

  /** Milliseconds from the request to pause what runs on to its stop. */
  async pause(): Promise<number> {
    const { adapter, threadId } = this;
    await adapter.request('continue', { threadId });
    const started = performance.now();
    const stopped = adapter.event('stopped');
    await adapter.request('pause', { threadId });
    await stopped;
    return performance.now() - started;
  }

  async close(): Promise<void> {
    await this.adapter.request('disconnect', { terminateDebuggee: true });
    await this.adapter.close();
  }
}
