/**
 * Runs one suite of suites.json in a process of its own and prints what came out as one line of JSON:
 * `run-suite.ts CORPORA FOLDER [--managed]`. Managed: installed under a namespace, and seen by a class of the subscriber.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectArgument } from '../../src/protocol/project-argument.ts';
import { packageDirectories } from '../../src/sandbox/org/sources.ts';
import { openTestOrg } from '../support/apex.ts';

/** `compileErrors`: none if not stated. */
export interface SuiteCount { readonly total: number; readonly passed: number; readonly compileErrors?: number }
export interface Suite {
  readonly folder: string;
  /** Where it is published: `owner/name` on GitHub. */
  readonly repository: string;
  /** Projects it depends on, before it; `NS=FOLDER` under a namespace. */
  readonly with: readonly string[];
  /** What is known to come out, excluded tests left out; of a package also those of managed-differences.json. */
  readonly unmanaged: SuiteCount;
  readonly managed: SuiteCount | null;
}
export interface SuiteResult {
  readonly compileErrors: readonly string[];
  readonly passed: readonly string[];
  readonly failed: readonly { readonly test: string; readonly error: string }[];
}

/** The namespace of a suite that is installed as a package. */
const NAMESPACE = 'suite';

export const readSuites = (): Suite[] => JSON.parse(readFileSync(new URL('suites.json', import.meta.url), 'utf8')) as Suite[];

export function runSuite(corpora: string, suite: Suite, isManaged: boolean): SuiteResult {
  const namespace = isManaged ? NAMESPACE : null;
  const dependencies = suite.with.map(projectArgument).map(({ namespace: own, folder }) => ({ directory: join(corpora, folder), namespace: own ?? namespace }));
  const directory = join(corpora, suite.folder);
  const org = openTestOrg({
    projects: [...dependencies, { directory, namespace }], hasRealClock: true,
    // What is global in a package is there for a subscriber's code, by its name.
    ...(isManaged ? { classes: [`public class Subscriber { public static Boolean sees(String name) { return Type.forName('${NAMESPACE}', name) != null; } }`] } : {}),
  });
  try {
    const { diagnostics } = org.compiler.check();
    const compileErrors = diagnostics.map((each) => `${each.path}:${each.line}:${each.column} ${each.message}`);
    const own = packageDirectories(directory);
    // Tests of what the suite depends on belong to suites of their own.
    const classes = org.compiler.tests([]).map((test) => test.className).filter((name) => own.some((folder) => org.compiler.pathOf(name)?.startsWith(folder)));
    const exported = org.compiler.sources.map(({ path }) => org.compiler.program.unit(path)?.type).find((type) => type?.access === 'global' && type.namespace === NAMESPACE);
    if (exported && org.run(`System.debug(Subscriber.sees('${exported.name}'));`).output[0] !== 'true') compileErrors.push(`A subscriber's class doesn't see ${exported.name}`);
    const results = org.runTests(classes);
    return {
      compileErrors,
      passed: results.filter(({ result }) => result.success).map(({ name }) => name),
      failed: results.filter(({ result }) => !result.success).map(({ name, result }) => ({ test: name, error: `${result.exception!.type}: ${result.exception!.message}` })),
    };
  } finally {
    org.close();
  }
}

if (process.argv[1] === import.meta.filename) {
  const [corpora, folder, mode] = process.argv.slice(2);
  const suite = readSuites().find((each) => each.folder === folder);
  if (corpora === undefined || suite === undefined) throw new Error(`suites.json has no suite ${folder}`);
  console.log(JSON.stringify(runSuite(corpora, suite, mode === '--managed')));
}
