import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { RealOrg } from './support/real-org.ts';

const FILES: Readonly<Record<string, string>> = {
  'classes/Jobs.cls': `global class Jobs {
  global static void say(String name) { insert new Account(Name = name); }
  @future public static void later(String name) { say(name + ' ' + System.isFuture()); }
  global static void callLater(String name) { later(name); }
  global class Chain implements Queueable {
    Integer left;
    global Chain(Integer left) { this.left = left; }
    public void execute(QueueableContext context) {
      say('link ' + left);
      if (left > 1) System.enqueueJob(new Chain(left - 1));
    }
  }
  global class Broken implements Queueable, Finalizer {
    global Broken() {}
    public void execute(QueueableContext context) { System.attachFinalizer(this); say('lost'); throw new IllegalArgumentException('broken'); }
    public void execute(FinalizerContext context) { say('finalizer ' + context.getException().getMessage()); }
  }
}`,
  'classes/Renamer.cls': `global class Renamer implements Database.Batchable<SObject>, Database.Stateful {
  Integer seen = 0;
  global Renamer() {}
  public Database.QueryLocator start(Database.BatchableContext context) { return Database.getQueryLocator('SELECT Id, Name FROM Account WHERE Name LIKE \\'old%\\''); }
  public void execute(Database.BatchableContext context, List<Account> scope) { seen += scope.size(); for (Account a : scope) { if (a.Name == 'old 3') throw new IllegalArgumentException('no'); a.Name = 'new' + a.Name.substring(3); } update scope; }
  public void finish(Database.BatchableContext context) { Jobs.say('seen ' + seen); }
}`,
  'classes/Stop.cls': `global class Stop implements Queueable {
  global Stop() {}
  public void execute(QueueableContext context) {
    Integer here = 42;
    Jobs.say('stopped ' + here);
  }
}`,
  'classes/Nightly.cls': "global class Nightly implements Schedulable { global Nightly() {} global void execute(SchedulableContext context) { Jobs.say('nightly'); } }",
  'objects/Ping__e.object': '<?xml version="1.0" encoding="UTF-8"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><deploymentStatus>Deployed</deploymentStatus><eventType>HighVolume</eventType><label>Ping</label><pluralLabel>Pings</pluralLabel><publishBehavior>PublishAfterCommit</publishBehavior><fields><fullName>Text__c</fullName><label>Text</label><length>40</length><type>Text</type></fields></CustomObject>',
  'triggers/Pings.trigger': "trigger Pings on Ping__e (after insert) { for (Ping__e ping : Trigger.new) { Jobs.say('ping ' + ping.Text__c); if (ping.Text__c == 'bad') throw new IllegalArgumentException('bad'); } }",
  'classes/Publisher.cls': "global class Publisher { global static void publish(String text) { EventBus.publish(new Ping__e(Text__c = text)); } }",
};

describe('jobs of an org', function () {
  this.timeout(60_000);
  let org: RealOrg;
  before(async () => { org = await RealOrg.start({ files: FILES }); });
  after(() => org.close());

  async function names(like: string): Promise<unknown[]> {
    return (await org.query(`SELECT Name FROM Account WHERE Name LIKE '${like}' ORDER BY Name`)).map(({ Name }) => Name);
  }

  /** Asks until there are as many accounts as are wanted; each question is a request of its own. */
  async function until(like: string, count: number): Promise<unknown[]> {
    for (;;) {
      const found = await names(like);
      if (found.length >= count) return found;
    }
  }

  async function jobStatus(className: string): Promise<unknown[]> {
    return (await org.query(`SELECT Status, ExtendedStatus, JobItemsProcessed, TotalJobItems, NumberOfErrors FROM AsyncApexJob WHERE ApexClass.Name = '${className}' ORDER BY Id`)).map(({ Status, ExtendedStatus, JobItemsProcessed, TotalJobItems, NumberOfErrors }) => [Status, ExtendedStatus ?? null, JobItemsProcessed, TotalJobItems, NumberOfErrors]);
  }

  it('runs future calls after the commit, and none of a request that failed', async () => {
    const failed = await org.anonymous("acme.Jobs.callLater('never'); Integer n = 1 / 0;");
    assert.equal(failed.exception?.type, 'System.MathException');
    await org.output("acme.Jobs.callLater('future');");
    assert.deepEqual(await until('future%', 1), ['future true']);
    assert.deepEqual(await names('never%'), []);
  });

  it('runs a chain of queueables to its end', async () => {
    await org.output('System.enqueueJob(new acme.Jobs.Chain(7));');
    assert.equal((await until('link%', 7)).length, 7);
  });

  it('rolls a failing job back and runs its finalizer', async () => {
    await org.output('System.enqueueJob(new acme.Jobs.Broken());');
    assert.deepEqual(await until('finalizer%', 1), ['finalizer broken']);
    assert.deepEqual(await names('lost'), []);
    assert.ok((await jobStatus('Jobs')).some(row => (row as unknown[])[0] === 'Failed' && (row as unknown[])[1] === 'broken'));
  });

  it('works a batch job off scope by scope, whatever fails in one', async () => {
    await org.output("List<Account> all = new List<Account>(); for (Integer i = 0; i < 5; i++) all.add(new Account(Name = 'old ' + i)); insert all; Database.executeBatch(new acme.Renamer(), 2);");
    assert.deepEqual(await until('seen%', 1), ['seen 3']);
    assert.deepEqual([await names('new%'), await names('old%')], [['new 0', 'new 1', 'new 4'], ['old 2', 'old 3']]);
    const [job] = (await org.query("SELECT Status, ExtendedStatus, JobItemsProcessed, TotalJobItems, NumberOfErrors FROM AsyncApexJob WHERE JobType = 'BatchApex'"));
    assert.deepEqual([job?.['Status'], job?.['ExtendedStatus'], job?.['JobItemsProcessed'], job?.['TotalJobItems'], job?.['NumberOfErrors']], ['Completed', 'First error: no', 3, 3, 1]);
  });

  it('delivers platform events after the commit, and keeps a failing trigger to itself', async () => {
    await org.output("acme.Publisher.publish('good');");
    assert.deepEqual(await until('ping good', 1), ['ping good']);
    await org.output("acme.Publisher.publish('bad'); acme.Publisher.publish('after');");
    await org.output("acme.Publisher.publish('last');");
    await until('ping last', 1);
    assert.deepEqual(await names('ping bad'), []);
  });

  it('leaves a debug log of each job that runs, of whatever kind, while the user is traced (T10)', async () => {
    const loginId = org.login.id;
    const logged = async (): Promise<string[]> => (await org.kim.request('log/list', { loginId })).logs.filter(({ type }) => type !== 'anonymous').map(({ type, operation }) => `${type} ${operation}`);
    assert.deepEqual(await logged(), []);
    await org.kim.request('traceFlag/set', { loginId, user: 'ann@north.example', minutes: 10 });
    const wanted = [
      'batch acme.Renamer.execute', 'batch acme.Renamer.finish', 'batch acme.Renamer.start', 'event acme.Pings on acme__Ping__e', 'future acme.Jobs.later', 'queueable acme.Jobs.Chain.execute', 'schedulable acme.Nightly.execute',
    ];
    const all = new Promise<void>(resolve => {
      const left = new Set(wanted);
      const listening = org.kim.hub.on('log/added', ({ log: { type, operation } }) => {
        left.delete(`${type} ${operation}`);
        if (left.size > 0) return;
        listening.dispose();
        resolve();
      });
    });
    await org.output("insert new Account(Name = 'old x'); acme.Jobs.callLater('logged'); System.enqueueJob(new acme.Jobs.Chain(1)); Database.executeBatch(new acme.Renamer()); acme.Publisher.publish('logged');");
    await org.output("System.schedule('Nightly', Datetime.now().addSeconds(2).format('s m H d M \\'?\\' yyyy'), new acme.Nightly());");
    await all;
    await all;
    assert.deepEqual([...new Set(await logged())].sort(), wanted);
    const [log] = (await org.kim.request('log/list', { loginId })).logs.filter(({ type }) => type === 'queueable');
    const { text, isComplete } = await org.kim.request('log/read', { loginId, logId: log!.id });
    assert.ok(isComplete);
    assert.match(text, /\|CODE_UNIT_STARTED\|\[EXTERNAL\]\|01p\w+\|acme\.Jobs\.Chain\.execute\n[^]*\|DML_BEGIN\|\[2\]\|Op:Insert\|Type:Account\|Rows:1\n/);
    await org.kim.request('traceFlag/set', { loginId, user: 'ann@north.example', minutes: 0 });
  });

  it('stops a debugging session in a job, as a request of its own', async () => {
    const session = await org.acquire();
    const path = org.path('classes/Stop.cls');
    const { breakpoints: [breakpoint] } = await org.kim.request('debug/setBreakpoints', { sessionId: session.id, path, breakpoints: [{ id: 1, line: 5 }] });
    assert.equal(breakpoint?.verified, true);
    const stopped = org.next('debug/stopped');
    await org.output('System.enqueueJob(new acme.Stop());');
    const { threadId } = await stopped;
    const { threads } = await org.kim.request('debug/threads', { sessionId: session.id });
    assert.match(threads.find(({ id }) => id === threadId)?.name ?? '', /^acme\.Stop\.execute \(/);
    await org.kim.request('debug/resume', { sessionId: session.id, threadId, kind: 'continue' });
    assert.deepEqual(await until('stopped%', 1), ['stopped 42']);
    await org.kim.request('session/end', { sessionId: session.id });
  });

  it('ends a job that is aborted while it runs as aborted', async () => {
    const session = await org.acquire();
    await org.kim.request('debug/setBreakpoints', { sessionId: session.id, path: org.path('classes/Stop.cls'), breakpoints: [{ id: 1, line: 5 }] });
    const stopped = org.next('debug/stopped');
    const [id] = await org.output('System.debug(System.enqueueJob(new acme.Stop()));');
    const { threadId } = await stopped;
    await org.output(`System.abortJob('${id}');`);
    await org.kim.request('debug/resume', { sessionId: session.id, threadId, kind: 'continue' });
    await until('stopped%', 2);
    const [job] = await org.query(`SELECT Status FROM AsyncApexJob WHERE Id = '${id}'`);
    assert.equal(job?.['Status'], 'Aborted');
    await org.kim.request('session/end', { sessionId: session.id });
  });

  it('keeps a job\'s debug log where its user is traced', async () => {
    await org.kim.request('traceFlag/set', { loginId: org.login.id, user: 'ann@north.example', minutes: 10 });
    const added = org.next('log/added');
    // The request that queues the job has a log of its own.
    await org.output('System.enqueueJob(new acme.Jobs.Chain(1));');
    await added;
    for (;;) {
      const { logs } = await org.kim.request('log/list', { loginId: org.login.id });
      const log = logs.find(({ type, operation }) => type === 'queueable' && operation !== 'acme.Stop.execute');
      if (!log) continue;
      assert.deepEqual([log.operation, log.success], ['acme.Jobs.Chain.execute', true]);
      const { text } = await org.kim.request('log/read', { loginId: org.login.id, logId: log.id });
      assert.match(text, /\|CODE_UNIT_STARTED\|\[EXTERNAL\]\|01p[A-Za-z0-9]{12}\|acme\.Jobs\.Chain\.execute\n/);
      return;
    }
  });

  it('finishes a job that a dead process left', async () => {
    await org.output("List<Account> all = new List<Account>(); for (Integer i = 0; i < 40; i++) all.add(new Account(Name = 'old b' + i)); insert all; Database.executeBatch(new acme.Renamer(), 1);");
    await until('new b%', 3);
    process.kill(org.processes.at(-1)!.pid!, 'SIGKILL');
    const found = await untilAnswered(() => until('seen 4%', 1));
    assert.equal(found.length, 1);
    assert.equal((await names('new b%')).length, 40);
  });

  /** The death of a process fails the requests that are under way. */
  async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if ((error as { data?: { id?: string } }).data?.id !== 'runnerDied') throw error;
      }
    }
  }
});
