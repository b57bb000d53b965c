import { asApex, optionsOf, parsedQuery } from '../../apex/runtime/data-access.ts';
import { serialize } from '../../apex/stdlib/json/serialize.ts';
import type { TestResult } from '../../../protocol/rpc.ts';
import type { ClassLoader } from '../../apex/runtime/loader.ts';
import { JoinedLog } from '../log-text.ts';
import { API_CALLER, outcomeOf } from './job-context.ts';
import type { JobContext } from './job-context.ts';
import { NO_OUTCOME, skipped } from './messages.ts';
import type { UnitCoverage, WorkerJob, WorkerOutcome } from './messages.ts';
import { runImport } from './import.ts';
import { runRecordRequest } from './records.ts';
import { runRest } from './rest.ts';

export function runJob(context: JobContext, job: WorkerJob): WorkerOutcome {
  switch (job.kind) {
    case 'anonymous': return outcomeOf(context.executor.runAnonymous(job.artifact, context.user, context.say, job.code));
    case 'work': return runWorkJob(context, job.id);
    case 'abandon': return outcomeOf(context.executor.abandonWork(context.user, job.id));
    case 'distribute': return outcomeOf(context.executor.distributeMessages(context.user));
    case 'rest': return runRest(context, job.call);
    case 'query': return runQueryJob(context, job.soql);
    case 'import': return runImport(context, job.set);
    case 'record': return runRecordRequest(context, job.request, job.entry);
    case 'test': return runTestClass(context, job);
  }
}

function runWorkJob({ executor, users, say }: JobContext, id: string): WorkerOutcome {
  const result = executor.runWork(id, userId => users.find(each => each.id === userId) ?? users[0]!, say);
  return result ? outcomeOf(result) : NO_OUTCOME;
}

function runQueryJob({ executor, user }: JobContext, soql: string): WorkerOutcome {
  let records: unknown[] = [];
  const result = executor.runApi(user, transaction => {
    // Not Apex: its governor limits aren't asked.
    const found = asApex(() => transaction.data.query(parsedQuery(soql), [], optionsOf('user', { ...API_CALLER, namespace: transaction.org.namespace })));
    records = found.count !== null ? new Array<null>(found.count).fill(null) : found.records.map(record => JSON.parse(serialize(record, { isPretty: false, suppressNulls: false })) as unknown);
  });
  return outcomeOf(result, { records });
}

/** What has run since it was taken last. */
function takeCoverage(loader: ClassLoader): UnitCoverage[] {
  const units: UnitCoverage[] = [];
  for (const { artifact, flags } of loader.loadedUnits()) {
    if (!flags.includes(1)) continue;
    units.push({ unitName: artifact.unitName, path: artifact.debug.path, covered: flags.slice() });
    flags.fill(0);
  }
  return units;
}

/** Characters of a class's logs together; rule T10's 20 MB. */
const MAX_LOG = 20 * 1024 * 1024;

function runTestClass(context: JobContext, { test: { className, methods, setups, seeAllData }, failFast = false, isCoverageDetailed = false }: Extract<WorkerJob, { kind: 'test' }>): WorkerOutcome {
  const { executor, user } = context;
  const prepared = setups.length > 0 ? executor.runSetup(className, setups, user) : null;
  const tests: TestResult[] = [];
  const log = new JoinedLog(MAX_LOG);
  const isCounted = executor.loader.shape === 'coverage';
  // What the set-up runs is no single test's.
  const coverage: UnitCoverage[] = isCounted && isCoverageDetailed ? takeCoverage(executor.loader) : [];
  const coverageByTest: UnitCoverage[][] = [];
  for (const method of methods) {
    if (failFast && tests.some(each => each.outcome !== 'pass')) {
      tests.push(skipped(className, method));
      continue;
    }
    const started = performance.now();
    const result = prepared && !prepared.result.success ? prepared.result : executor.runTest(className, method, user, seeAllData.includes(method), prepared?.delta ?? null, context.say);
    log.add(result.log, result.logSpans);
    tests.push({
      className, methodName: method, outcome: result.success ? 'pass' : 'fail', message: result.exception ? `${result.exception.type}: ${result.exception.message}` : null,
      stackTrace: result.exception?.stackTrace ?? null, runTimeMs: Math.round(performance.now() - started), limits: result.limits,
    });
    if (isCounted && isCoverageDetailed) coverageByTest.push(takeCoverage(executor.loader));
    context.progress(`${className}.${method}`);
  }
  if (isCounted) coverage.push(...takeCoverage(executor.loader));
  return { ...NO_OUTCOME, success: tests.every(each => each.outcome === 'pass'), log: log.text, logSpans: log.spans, tests, coverage, coverageByTest };
}
