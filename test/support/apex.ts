/** Runs Apex in this process: an org made of folders or of sources given as text. No worker, no hub. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InProcessLocks } from '../../src/sandbox/data/locks.ts';
import { libraryCatalogue } from '../../src/sandbox/org/execution/library-catalogue.ts';
import { Executor, type ExecutionResult } from '../../src/sandbox/org/execution/executor.ts';
import { openLocalOrg, type LocalOrg } from '../../src/sandbox/org/execution/local-org.ts';
import type { ProjectSource } from '../../src/sandbox/org/compiler.ts';
import type { Shape } from '../../src/sandbox/apex/codegen/artifact.ts';

/** 2026-11-20T10:00:00Z */
const NOW = Date.UTC(2026, 10, 20, 10);

export const ADMIN = {
  userName: 'admin@test.example', name: 'Test Admin', email: 'admin@test.example', profile: 'System Administrator', timeZone: 'America/Los_Angeles', locale: 'en_US',
  permissions: ['AuthorApex', 'ApiEnabled', 'ModifyAllData', 'ViewAllData'],
} as const;

export interface TestOrg extends LocalOrg {
  readonly executor: Executor;
  /** Of its transactions; a test may hold some as another one. */
  readonly locks: InProcessLocks;
  /** Compiles and runs anonymous Apex; compile errors are thrown. Debug lines, in order, are in `output`. */
  run(code: string): ExecutionResult & { readonly output: readonly string[] };
  runTests(filter?: readonly string[]): { readonly name: string; readonly result: ExecutionResult }[];
  close(): void;
}

/** `files`: metadata beside the classes, by path. */
export function openTestOrg(options: { projects?: readonly ProjectSource[]; classes?: readonly string[]; files?: Readonly<Record<string, string>>; shape?: Shape; namespace?: string | null; certifiedNamespaces?: readonly string[]; hasRealClock?: boolean }): TestOrg {
  const directory = mkdtempSync(join(tmpdir(), 'apex-'));
  const projects = [...(options.projects ?? [])];
  if (options.classes) {
    const folder = join(directory, 'classes');
    mkdirSync(folder);
    for (const text of options.classes) {
      const trigger = /^\s*trigger\s+(\w+)/i.exec(text);
      const name = trigger?.[1] ?? /\b(?:class|interface|enum)\s+(\w+)/i.exec(text)![1]!;
      writeFileSync(join(folder, `${name}.${trigger ? 'trigger' : 'cls'}`), text);
    }
    for (const [path, text] of Object.entries(options.files ?? {})) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    projects.push({ directory: folder, namespace: options.namespace ?? null });
  }
  const local = openLocalOrg({
    projects, namespace: options.namespace ?? null, directory: join(directory, 'state'),
    org: { id: '00D000000000001EAA', name: 'Test Org', instance: 'CS1', isSandbox: true, type: 'Developer Edition', baseUrl: 'https://test.example', certifiedNamespaces: options.certifiedNamespaces ?? [] }, users: [ADMIN], now: NOW,
  });
  let now = NOW;
  const opened = performance.now();
  const clock = { now: () => (options.hasRealClock ? now + Math.floor(performance.now() - opened) : now), advance: (milliseconds: number) => { now += milliseconds; } };
  const locks = new InProcessLocks(clock);
  const executor = new Executor({
    schema: local.compiler.metadata.schema, org: local.org, store: local.store, testStore: local.testStore, users: local.users, triggers: local.compiler.triggers(),
    source: (name, shape) => local.compiler.unitOrProblem(name, shape), shape: options.shape ?? 'plain', locks, clock: clock.now,
    catalogue: libraryCatalogue,
  });
  const user = local.users[0]!;
  return {
    ...local, executor, locks,
    run(code) {
      const output: string[] = [];
      const { artifact, diagnostics } = local.compiler.anonymous({ path: 'anonymous', text: code, apiVersion: 64, namespace: options.namespace ?? null }, options.shape ?? 'plain');
      if (!artifact) throw new Error(diagnostics.map((d) => `${d.line}:${d.column} ${d.message}`).join('\n'));
      return { ...executor.runAnonymous(artifact, user, (text) => output.push(text), code), output };
    },
    runTests(filter = []) {
      const results: { name: string; result: ExecutionResult }[] = [];
      for (const test of local.compiler.tests(filter)) {
        const setup = test.setups.length ? executor.runSetup(test.className, test.setups, user) : null;
        for (const method of test.methods) {
          const result = setup && !setup.result.success ? setup.result : executor.runTest(test.className, method, user, test.seeAllData.includes(method), setup?.delta ?? null);
          results.push({ name: `${test.className}.${method}`, result });
        }
      }
      return results;
    },
    close() {
      executor.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
