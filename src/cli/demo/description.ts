/** The `demo` of a world file, or of `demo.json` beside it: what the walk without a window shows. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RunTarget } from '../../protocol/launch.ts';
import { checkLaunch } from '../../protocol/launch-validation.ts';
import { CannotRun } from '../failure.ts';
import { firstTest, isRecord, list, readObject } from './world-source.ts';
import type { Raw } from './world-source.ts';

export interface DemoDescription {
  /** Null: whoever is signed in. */
  readonly engineer: string | null;
  /** Null: the first org that granted access. */
  readonly org: string | null;
  readonly user?: string;
  readonly run: RunTarget;
  readonly breakpoints: readonly { readonly class: string; readonly marker: string }[];
  /** Exception filter: `uncaught` or `all`. */
  readonly exception: 'uncaught' | 'all' | null;
  readonly evaluate: readonly string[];
  readonly stopOnEntry: boolean;
}

/** A world without a demo shows its first package's first test, from its first line. */
export function readDemo(worldFile: string): DemoDescription {
  const world = readObject(worldFile);
  const beside = join(dirname(worldFile), 'demo.json');
  const [file, demo] = world['demo'] !== undefined ? [worldFile, world['demo']] : existsSync(beside) ? [beside, readObject(beside)] : [worldFile, undefined];
  const wrong = (what: string): never => { throw new CannotRun(`${file}: ${what}`); };
  if (demo === undefined) {
    const test = firstTest(worldFile) ?? wrong('there is no "demo" object here, no demo.json beside it, and no test in the packages to show instead.');
    return { engineer: firstEngineer(world), org: null, run: { test }, breakpoints: [], exception: 'uncaught', evaluate: [], stopOnEntry: true };
  }
  if (!isRecord(demo)) return wrong('demo must be an object.');
  const text = (name: string): string | undefined => {
    const value = demo[name];
    return value === undefined || typeof value === 'string' ? value : wrong(`demo.${name} must be a text.`);
  };
  const known = ['engineer', 'org', 'user', 'run', 'breakpoints', 'exception', 'evaluate', '$schema'];
  const unknown = Object.keys(demo).find(name => !known.includes(name));
  if (unknown !== undefined) wrong(`demo.${unknown} is not known; there are ${known.slice(0, -1).join(', ')}.`);
  const launch = checkLaunch({ run: demo['run'] }, 'launch');
  if (launch.problems[0]) wrong(`demo: ${launch.problems[0].message}`);
  const exception = text('exception') ?? null;
  if (exception !== null && exception !== 'uncaught' && exception !== 'all') return wrong('demo.exception must be "uncaught" or "all".');
  const breakpoints = demo['breakpoints'] ?? [];
  if (!Array.isArray(breakpoints) || !breakpoints.every(each => isRecord(each) && typeof each['class'] === 'string' && typeof each['marker'] === 'string')) {
    return wrong('demo.breakpoints must be a list of {"class": …, "marker": …}.');
  }
  if (breakpoints.length === 0 && exception === null) wrong('demo needs "breakpoints" or "exception": somewhere to stop.');
  const evaluate = demo['evaluate'] ?? [];
  if (!Array.isArray(evaluate) || !evaluate.every(each => typeof each === 'string')) return wrong('demo.evaluate must be a list of texts.');
  const user = text('user');
  return {
    engineer: text('engineer') ?? firstEngineer(world), org: text('org') ?? null, ...(user === undefined ? {} : { user }),
    run: demo['run'] as RunTarget, breakpoints: breakpoints as DemoDescription['breakpoints'], exception, evaluate, stopOnEntry: false,
  };
}

function firstEngineer(world: Raw): string | null {
  const partner = world['partner'];
  const name = isRecord(partner) ? list(partner['engineers'])[0]?.['userName'] : undefined;
  return typeof name === 'string' ? name : null;
}
