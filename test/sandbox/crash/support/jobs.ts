/** Jobs of each kind as a load of the sandbox, and what must have come of them once it was killed: each part is done, and once. */
import assert from 'node:assert/strict';
import type { HubClient } from '../../../../src/protocol/client.ts';
import type { LoginInfo } from '../../../../src/protocol/rpc.ts';
import type { Acknowledged } from './acknowledged.ts';

/** Of the package. What a part does are two records of two objects, so that half of it would be seen. */
export const JOB_CLASSES: Readonly<Record<string, string>> = {
  LoadJobs: `global class LoadJobs {
  global static void leave(String name) {
    insert new Account(Name = name, Site = 'trace');
    insert new Lead(LastName = name, Company = 'trace');
  }
  @future public static void run(String marker) { leave(marker + '/future'); }
  global static void later(String marker) { run(marker); }
  global class Chain implements Queueable {
    final String marker;
    final Integer left;
    global Chain(String marker, Integer left) { this.marker = marker; this.left = left; }
    public void execute(QueueableContext context) {
      leave(marker + '/queueable ' + left);
      if (left > 1) System.enqueueJob(new Chain(marker, left - 1));
    }
  }
  global class Timer implements Schedulable {
    final String marker;
    global Timer(String marker) { this.marker = marker; }
    public void execute(SchedulableContext context) { leave(marker + '/scheduled'); }
  }
}`,
  LoadBatch: `global class LoadBatch implements Database.Batchable<SObject>, Database.Stateful {
  final String marker;
  Integer seen = 0;
  global LoadBatch(String marker) { this.marker = marker; }
  public Database.QueryLocator start(Database.BatchableContext context) { return Database.getQueryLocator([SELECT LastName FROM Lead WHERE Company = :marker]); }
  public void execute(Database.BatchableContext context, List<Lead> scope) {
    for (Lead each : scope) LoadJobs.leave(marker + '/scope ' + each.LastName);
    seen += scope.size();
  }
  public void finish(Database.BatchableContext context) { LoadJobs.leave(marker + '/finished ' + seen); }
}`,
};

/** What the jobs of a commit leave, behind its marker. */
const TRACES = ['future', 'queueable 3', 'queueable 2', 'queueable 1', 'scheduled', 'scope a', 'scope b', 'scope c', 'finished 3'];
const UNFINISHED = "SELECT Id FROM AsyncApexJob WHERE Status NOT IN ('Completed', 'Failed', 'Aborted')";
const LONGEST_WORK_MS = 60_000;

/** Apex of a commit that queues them. */
export function queueJobs(marker: string): string {
  return `
    insert new Account(Name = '${marker}', Site = 'jobs');
    insert new List<Lead>{ new Lead(LastName = 'a', Company = '${marker}'), new Lead(LastName = 'b', Company = '${marker}'), new Lead(LastName = 'c', Company = '${marker}') };
    cln.LoadJobs.later('${marker}');
    System.enqueueJob(new cln.LoadJobs.Chain('${marker}', 3));
    Database.executeBatch(new cln.LoadBatch('${marker}'), 1);
    System.schedule('${marker}', Datetime.now().addSeconds(2).format('s m H d M \\'?\\' yyyy'), new cln.LoadJobs.Timer('${marker}'));`;
}

export async function unfinishedJobs(client: HubClient, login: LoginInfo): Promise<number> {
  return (await client.request('query', { loginId: login.id, soql: UNFINISHED })).records.length;
}

/** Waits for the work to be done: whatever of it was interrupted has been done to its end, once, and nothing of what was not committed. */
export async function checkJobs(client: HubClient, login: LoginInfo, acknowledged: readonly Acknowledged[]): Promise<void> {
  const deadline = performance.now() + LONGEST_WORK_MS;
  while (await unfinishedJobs(client, login) > 0) assert.ok(performance.now() < deadline, 'jobs that are never done');
  const names = async (object: string, field: string, condition: string): Promise<string[]> => {
    const { records } = await client.request('query', { loginId: login.id, soql: `SELECT ${field} FROM ${object} WHERE ${condition}` });
    return (records as Record<string, string>[]).map(row => row[field]!).toSorted();
  };
  const queued = await names('Account', 'Name', "Site = 'jobs'");
  const missing = acknowledged.filter(({ kind, prefix, number }) => kind === 'jobs' && !queued.includes(`${prefix}-${number}`));
  assert.deepEqual(missing, [], 'acknowledged jobs, but not there');
  const wanted = queued.flatMap(marker => TRACES.map(trace => `${marker}/${trace}`)).toSorted();
  assert.deepEqual(await names('Account', 'Name', "Site = 'trace'"), wanted, 'what jobs have done');
  assert.deepEqual(await names('Lead', 'LastName', "Company = 'trace'"), wanted, 'the other half of what jobs have done');
}
