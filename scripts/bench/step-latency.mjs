// Time from `next` to a stopped thread with stack, scopes and variables, as a client sees it over stdio: through the debug
// adapter, the WebSocket, and the worker that runs compiled Apex. `npx node scripts/bench/step-latency.mjs [--steps N] [--json]`
import { parseArgs } from 'node:util';
import { DapClient } from '../../src/cli/dap/client.ts';
import { entryPoint } from '../../src/protocol/entry-points.ts';
import { STATE_DIRECTORY_VARIABLE } from '../../src/protocol/environment.ts';
import { lineOf, makeCompiler, SHOP_PATH } from '../../test/support/debugger/apex.ts';
import { LiveHub } from '../../test/support/debugger/live-hub.ts';

const { values: options } = parseArgs({ options: { steps: { type: 'string', default: '2000' }, json: { type: 'boolean', default: false } } });
const steps = Number(options.steps);
if (!Number.isInteger(steps) || steps < 10) {
  console.error(`step-latency: --steps ${options.steps} must be a number, 10 or more.`);
  process.exit(2);
}
/** Not counted: the processes compile their code. */
const WARM_UP = 300;

const live = await LiveHub.start([10_000_000], { compiler: makeCompiler(), worker: new URL('../../test/support/debugger/apex-worker.ts', import.meta.url), path: SHOP_PATH });
const client = new DapClient({ program: process.execPath, arguments: [entryPoint('adapter')], environment: { ...process.env, [STATE_DIRECTORY_VARIABLE]: live.hub.stateDirectory } });
await client.request('initialize', { adapterID: 'isv-apex', linesStartAt1: true, columnsStartAt1: true });
await Promise.all([client.request('launch', { run: { anonymous: 'Shop.run(10000000);' } }), client.event('initialized')]);
await client.request('setBreakpoints', { source: { path: SHOP_PATH }, breakpoints: [{ line: lineOf('call') }] });
await client.request('configurationDone');
const { body: { threadId } } = await client.event('stopped');
await client.request('setBreakpoints', { source: { path: SHOP_PATH }, breakpoints: [] });

const times = [];
for (let step = 0; step < WARM_UP + steps; step++) {
  const started = performance.now();
  const stopped = client.event('stopped');
  await client.request('next', { threadId });
  await stopped;
  const { stackFrames } = await client.request('stackTrace', { threadId, startFrame: 0, levels: 20 });
  const { scopes } = await client.request('scopes', { frameId: stackFrames[0].id });
  await Promise.all(scopes.filter(scope => !scope.expensive).map(scope => client.request('variables', { variablesReference: scope.variablesReference })));
  if (step >= WARM_UP) times.push(performance.now() - started);
}
await client.request('disconnect', {});
await client.close();
await live.close();

times.sort((a, b) => a - b);
const at = share => Number(times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(3));
const result = { steps, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
console.log(options.json ? JSON.stringify(result) : `step: next → stopped with stackTrace, scopes, variables: p50 ${result.p50} ms, p90 ${result.p90} ms, p99 ${result.p99} ms over ${steps} steps (budget p50 ≤ 1.5 ms, p99 ≤ 8 ms)`);
