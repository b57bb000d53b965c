/** The `demo` of a world file, or of `demo.json` beside it: what the walk without a window shows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { RunTarget } from '../../protocol/launch.ts';
import { checkLaunch } from '../../protocol/launch-validation.ts';
import { CannotRun } from '../failure.ts';

export interface DemoDescription {
  readonly engineer?: string;
  readonly org: string;
  readonly user?: string;
  readonly run: RunTarget;
  readonly breakpoints: readonly { readonly class: string; readonly marker: string }[];
  /** Exception filter: `uncaught` or `all`. */
  readonly exception: 'uncaught' | 'all' | null;
  readonly evaluate: readonly string[];
}

type Raw = Readonly<Record<string, unknown>>;

export function readDemo(worldFile: string): DemoDescription {
  const world = parse(worldFile);
  const beside = join(dirname(worldFile), 'demo.json');
  const [file, demo] = world['demo'] !== undefined ? [worldFile, world['demo']] : existsSync(beside) ? [beside, parse(beside)] : [worldFile, null];
  const wrong = (what: string): never => { throw new CannotRun(`${file}: ${what}`); };
  if (!isRecord(demo)) return wrong('there is no "demo" object here, and no demo.json beside it: it says what to run and where to stop.');
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
  const org = text('org');
  const engineer = text('engineer');
  const user = text('user');
  return {
    org: org ?? wrong('demo.org is missing: name, alias or ID of the subscriber.'), run: demo['run'] as RunTarget, exception, evaluate,
    breakpoints: breakpoints as DemoDescription['breakpoints'],
    ...(engineer === undefined ? {} : { engineer }), ...(user === undefined ? {} : { user }),
  };
}

/** The file of a class or trigger in the world's packages and sources, and the 1-based line that holds the marker. */
export function findMarker(worldFile: string, className: string, marker: string): { readonly path: string; readonly line: number } {
  const names = new Set([`${className}.cls`, `${className}.trigger`].map(name => name.toLowerCase()));
  const world = parse(worldFile);
  const folders = [
    ...(list(world['packages'])).map(each => each['path']),
    ...(list(world['orgs'])).flatMap(org => (Array.isArray(org['source']) ? (org['source'] as unknown[]) : [])),
  ].filter((folder): folder is string => typeof folder === 'string').map(folder => resolve(dirname(worldFile), folder));
  for (const folder of folders.filter(each => existsSync(each))) {
    const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find(name => names.has(basename(name).toLowerCase()));
    if (found === undefined) continue;
    const path = join(folder, found);
    const line = readFileSync(path, 'utf8').split(/\r\n|\r|\n/).findIndex(each => each.includes(marker));
    if (line < 0) throw new CannotRun(`${path} has no line with the marker ${JSON.stringify(marker)} of the demo.`);
    return { path, line: line + 1 };
  }
  throw new CannotRun(`The world's packages and sources hold no class or trigger "${className}", which the demo names.`);
}

function parse(file: string): Raw {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isRecord(value)) return value;
  } catch (error) {
    throw new CannotRun(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new CannotRun(`${file}: it must hold an object.`);
}

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
