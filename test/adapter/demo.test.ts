/** `isv-debugger demo --json` on worlds that change, and on one it never saw. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { after, before, describe, it } from 'mocha';

interface Report {
  readonly code: number | null;
  readonly errors: string;
  /** `File:line` of each frame at the first stop, top first. */
  readonly stack: readonly string[];
  readonly frames: readonly string[];
  /** Frames that show the scope of trigger variables. */
  readonly framesInTrigger: readonly string[];
  readonly reason: string;
  /** `name = value` of all variables seen. */
  readonly variables: readonly string[];
  readonly evaluated: readonly string[];
}

const TIERED = 'packages/order-desk/force-app/main/default/classes/TieredDiscount.cls';

describe('the demo', function () {
  this.timeout(60_000);
  let home: string;
  let samples: string;
  let clinic: string;
  before(() => {
    home = mkdtempSync(join(tmpdir(), 'isv-demo-'));
    samples = join(home, 'samples');
    clinic = join(home, 'clinic');
    cpSync('samples', samples, { recursive: true });
    cpSync('test/support/worlds/clinic', clinic, { recursive: true });
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  it('stops where the sample fails', async () => {
    const report = await demo(home, join(samples, 'world.json'));
    assert.deepEqual([report.code, report.reason, report.stack[0]], [0, 'exception', 'TieredDiscount.cls:10'], report.errors);
    assert.ok(report.variables.includes('tier = null'), report.variables.join('; '));
    // The frame's own variables, and what the world names.
    assert.ok(report.evaluated.length > 1, report.evaluated.join('; '));
    const trigger = report.frames.indexOf('trigger nwd.OrderLineTrigger');
    assert.deepEqual(report.framesInTrigger, report.frames.slice(0, trigger + 1), 'frames below the trigger are outside of it');
  });

  it('follows a renamed variable and a moved line, in the same sandbox', async () => {
    const file = join(samples, TIERED);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/\btier\b/g, 'chosenTier').replace('        Decimal percent', '\n\n\n        Decimal percent'));
    const report = await demo(home, join(samples, 'world.json'));
    assert.deepEqual([report.code, report.stack[0]], [0, 'TieredDiscount.cls:13'], report.errors);
    assert.deepEqual(report.variables.filter(each => /^(chosenTier|tier) /.test(each)), ['chosenTier = null']);
  });

  it('runs no more into the bug once it is mended', async () => {
    const file = join(samples, TIERED);
    writeFileSync(file, readFileSync(file, 'utf8').replace('Decimal percent = chosenTier.Percent__c;', 'if (chosenTier == null) return limited(0);\n        Decimal percent = chosenTier.Percent__c;'));
    const report = await demo(home, join(samples, 'world.json'));
    assert.deepEqual([report.code, report.stack], [2, []]);
    assert.match(report.errors, /ran to its end without a stop/);
  });

  it('shows a package it never saw', async () => {
    const report = await demo(home, join(clinic, 'world.json'));
    assert.deepEqual([report.code, report.reason, report.stack[0]], [0, 'breakpoint', 'VisitPlanner.cls:14'], report.errors);
    assert.ok(report.variables.includes('minutes = 20'), report.variables.join('; '));
    assert.deepEqual(report.evaluated.slice(-2), ['40', '1']);
  });

  it('shows the first test of a world without a demo', async () => {
    const file = join(clinic, 'world.json');
    const { demo: _, ...world } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify(world));
    const report = await demo(home, file);
    assert.deepEqual([report.code, report.reason], [0, 'entry'], report.errors);
    assert.match(report.stack[0] ?? '', /^VisitPlannerTest\.cls:/);
  });
  it("passes the sample package's own tests", async () => {
    const child = spawn(process.execPath, ['dist/cli.mjs', 'test', '--world', 'samples/world.json', '--org', 'pine-dev', '--engineer', 'dana@northwind-apps.example'], { env: { ...process.env, ISV_DEBUGGER_HOME: join(home, 'state') } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => { output += String(chunk); });
    const code = await new Promise<number | null>(done => { child.once('close', done); });
    assert.equal(code, 0, output);
    assert.match(output, /^18 passed, 0 failed$/m);
  });

  it('ends in silence when nobody reads on', async () => {
    const child = spawn(process.execPath, ['dist/cli.mjs', 'demo', '--json', '--world', join(clinic, 'world.json')], { env: { ...process.env, ISV_DEBUGGER_HOME: join(home, 'state') } });
    let errors = '';
    child.stderr.on('data', chunk => { errors += String(chunk); });
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise<number | null>(done => { child.once('exit', done); });
    assert.equal(code, 0, errors);
    assert.doesNotMatch(errors, /EPIPE/);
  });
});

async function demo(home: string, worldFile: string): Promise<Report> {
  const child = spawn(process.execPath, ['dist/cli.mjs', 'demo', '--json', '--world', worldFile], { env: { ...process.env, ISV_DEBUGGER_HOME: join(home, 'state') } });
  let [output, errors] = ['', ''];
  child.stdout.on('data', chunk => { output += String(chunk); });
  child.stderr.on('data', chunk => { errors += String(chunk); });
  const code = await new Promise<number | null>(done => { child.once('close', done); });
  const received = output.trim().split('\n').filter(line => line !== '').map(line => JSON.parse(line) as { direction?: string; message: DebugProtocol.Response & DebugProtocol.Event }).filter(each => each.direction === 'received').map(each => each.message);
  const bodies = <T extends DebugProtocol.Response>(command: string): T['body'][] => received.filter(each => each.type === 'response' && each.command === command && each.success).map(each => each.body as T['body']);
  const stop = received.find(each => each.event === 'stopped')?.body as DebugProtocol.StoppedEvent['body'] | undefined;
  const frames = (bodies<DebugProtocol.StackTraceResponse>('stackTrace')[0]?.stackFrames ?? []).map(frame => frame.name);
  return {
    code, errors, reason: stop?.reason ?? '', frames,
    framesInTrigger: frames.filter((_, index) => bodies<DebugProtocol.ScopesResponse>('scopes')[index]?.scopes.some(scope => scope.name === 'Trigger')),
    stack: (bodies<DebugProtocol.StackTraceResponse>('stackTrace')[0]?.stackFrames ?? []).map(frame => `${frame.source?.name}:${frame.line}`),
    variables: bodies<DebugProtocol.VariablesResponse>('variables').flatMap(body => body.variables.map(each => `${each.name} = ${each.value}`)),
    evaluated: bodies<DebugProtocol.EvaluateResponse>('evaluate').map(body => body.result),
  };
}
