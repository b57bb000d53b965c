/** What a launch configuration runs, and how its result is told. */
import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import type { RunTarget } from '../src/protocol/launch.ts';
import type { RunResult } from '../src/protocol/rpc.ts';
import type { DebugContext } from './context.ts';
import { toAdapterError, unreadableFile } from './errors.ts';
import { printStack } from './stack-output.ts';

/** Runs to the end of the request, then ends the session. Never rejects. */
export async function runTarget(context: DebugContext, target: RunTarget): Promise<void> {
  context.run = { requestId: null };
  let exitCode = 1;
  try {
    const result = await start(context, target);
    await printResult(context, result, anonymousPathOf(context, target));
    exitCode = result.success ? 0 : 1;
  } catch (error) {
    // What ended the session has been told already.
    if (context.state !== 'ended') context.output('stderr', toAdapterError('run', error).message);
  }
  context.run = null;
  const { session, hub } = context;
  if (context.state === 'ended' || !session || !hub) return;
  context.session = null;
  try {
    await hub.request('session/end', { sessionId: session.id });
  } catch (error) {
    context.output('stderr', toAdapterError('run', error).message);
  }
  context.end(exitCode);
}

async function start(context: DebugContext, target: RunTarget): Promise<RunResult> {
  const loginId = context.login?.id ?? '';
  if (target.test !== undefined) return context.call('run/test', { loginId, tests: [target.test] });
  if (target.request !== undefined) return context.call('run/request', { loginId, ...target.request });
  const path = anonymousPathOf(context, target);
  if (path === null) return context.call('run/anonymous', { loginId, code: target.anonymous ?? '' });
  const code = await readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadableFile('run.anonymous', path, error instanceof Error ? error.message : String(error));
  });
  return context.call('run/anonymous', { loginId, code, path });
}

/** Of the file that holds what runs; null: it is no file. */
function anonymousPathOf({ attributes: { project } }: DebugContext, { anonymous }: RunTarget): string | null {
  if (anonymous === undefined || !/^[^\n;]+\.apex$/i.test(anonymous)) return null;
  const base = (typeof project === 'string' ? project : project?.[0]) ?? process.cwd();
  return isAbsolute(anonymous) ? anonymous : resolve(base, anonymous);
}

async function printResult(context: DebugContext, result: RunResult, anonymousPath: string | null): Promise<void> {
  if (result.notDebugged !== null) context.output('important', result.notDebugged);
  for (const problem of result.compileErrors) {
    context.output('stderr', `${problem.path}:${problem.line}:${problem.column}: ${problem.message}`, { source: context.sources.toClient(problem.path), line: problem.line });
  }
  if (result.exception) await printStack(context, `${result.exception.type}: ${result.exception.message}`, result.exception.stackTrace, anonymousPath);
  if (result.response) context.output(result.response.status < 400 ? 'stdout' : 'stderr', `HTTP ${result.response.status}\n${result.response.body}`);
  for (const test of result.tests) {
    const head = `${test.outcome} ${test.className}.${test.methodName} (${test.runTimeMs} ms)${test.message === null ? '' : `: ${test.message}`}`;
    if (test.outcome === 'pass') context.output('stdout', head);
    else await printStack(context, head, test.stackTrace ?? '', null);
  }
  const failed = result.tests.filter(test => test.outcome !== 'pass').length;
  if (result.tests.length > 0) context.output('console', `${result.tests.length - failed} passed, ${failed} failed`);
}
