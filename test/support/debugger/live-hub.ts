/** A scripted hub whose debugging is real: sessions, agents and a worker that runs the hand-built program. */
import type { HubNotification } from '../../../src/protocol/rpc.ts';
import { FakeHub, runResult, session } from '../dap/fake-hub.ts';
import { Bench } from './bench.ts';
import type { BenchProgram, Outcome } from './bench.ts';

export class LiveHub {
  readonly hub: FakeHub;
  readonly bench: Bench;
  readonly outcomes: Outcome[] = [];

  private constructor(hub: FakeHub, values: readonly number[], program?: BenchProgram) {
    this.hub = hub;
    this.bench = new Bench((name, params) => hub.notify(name as HubNotification, { sessionId: session.id, ...params } as never), program);
    const { session: server } = this.bench;
    hub.on('debug/setBreakpoints', params => server.setBreakpoints(params));
    hub.on('debug/setExceptionBreakpoints', params => server.setExceptionBreakpoints(params));
    hub.on('debug/setFunctionBreakpoints', params => server.setFunctionBreakpoints(params));
    hub.on('debug/setDataBreakpoints', params => server.setDataBreakpoints(params));
    hub.on('debug/dataBreakpointInfo', params => server.dataBreakpointInfo(params));
    hub.on('debug/stepInTargets', params => server.stepInTargets(params));
    hub.on('debug/completions', params => server.completions(params));
    hub.on('debug/breakpointLocations', params => server.breakpointLocations(params));
    hub.on('debug/source', params => server.source(params));
    hub.on('debug/ready', params => { server.ready(params); return {}; });
    hub.on('debug/threads', () => server.threads());
    hub.on('debug/stackTrace', params => server.stackTrace(params));
    hub.on('debug/scopes', params => server.scopes(params));
    hub.on('debug/variables', params => server.variables(params));
    hub.on('debug/setVariable', params => server.setVariable(params));
    hub.on('debug/evaluate', params => server.evaluate(params));
    hub.on('debug/exceptionInfo', params => server.exceptionInfo(params));
    hub.on('debug/resume', params => server.resume(params) as Promise<Record<string, never>>);
    hub.on('debug/pause', params => server.pause(params) as Promise<Record<string, never>>);
    hub.on('session/end', async () => { await server.detach(); return {}; });
    hub.on('run/anonymous', async () => {
      this.bench.start(values);
      const outcome = await this.bench.outcome;
      if (outcome) this.outcomes.push(outcome);
      return runResult();
    });
  }

  static async start(values: readonly number[] = [1, 2, 3], program?: BenchProgram): Promise<LiveHub> {
    return new LiveHub(await FakeHub.start(), values, program);
  }

  async close(): Promise<void> {
    await this.bench.close();
    await this.hub.close();
  }
}
