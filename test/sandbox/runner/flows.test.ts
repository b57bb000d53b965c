/** Flows in an org of processes: started over REST, run by saves, and the stops in the Apex that they call. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { assignment, element, fields, filters, flow, inputs, lookup, outputs, trigger, variable } from '../../unit/flow/flow-xml.ts';
import { RealOrg } from './support/real-org.ts';

const PRICER = `public class Pricer {
    public class Request { @InvocableVariable public String name; @InvocableVariable public Decimal size; }
    @InvocableMethod public static List<Decimal> price(List<Request> requests) {
        List<Decimal> prices = new List<Decimal>();
        for (Request each : requests) {
            if (each.size < 0) throw new IllegalArgumentException('too small');
            prices.add(each.size * 2);
        }
        return prices;
    }
}`;
const FILES = {
  'classes/Pricer.cls': PRICER, 'classes/Pricer.cls-meta.xml': '<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>64.0</apiVersion><status>Active</status></ApexClass>',
  'flows/Price.flow-meta.xml': flow('Ask', [variable('name', 'String'), variable('size', 'Number'), variable('price', 'Number'), variable('accounts', 'Number'), element('actionCalls', 'Ask', '<actionName>Pricer</actionName><actionType>apex</actionType>' + inputs('inputParameters', { name: '@name', size: '@size' }) + outputs('outputParameters', { output: 'price' }), 'Keep'),
    element('recordCreates', 'Keep', '<object>Account</object>' + fields({ Name: '@name', AnnualRevenue: '@price' }), 'Find'), lookup('Find', 'Account', '<getFirstRecordOnly>false</getFirstRecordOnly>' + filters([['Name', 'StartsWith', 'flow ']]), 'Count'), assignment('Count', [['accounts', 'AssignCount', '@Find']])]),
  'flows/Price_Contact.flow-meta.xml': flow('Ask', [variable('price', 'Number'), '\n<!--\n-->' + element('actionCalls', 'Ask', '<actionName>Pricer</actionName><actionType>apex</actionType>' + inputs('inputParameters', { name: '@$Record.LastName', size: 4 }) + outputs('outputParameters', { output: 'price' }), 'Set'),
    element('recordUpdates', 'Set', '<inputReference>$Record</inputReference>' + fields({ Department: 'price {!price}' }))], { start: trigger('Contact', 'RecordAfterSave', 'Create') }),
};

describe('flows of an org', function () {
  this.timeout(60_000);
  let org: RealOrg;
  before(async () => { org = await RealOrg.start({ files: FILES }); });
  after(() => org.close());

  async function send(path: string, body: unknown, method = 'POST'): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${org.login.instanceUrl}/services/data/v64.0${path}`, { method, headers: { Authorization: `Bearer ${org.login.accessToken}`, 'Content-Type': 'application/json' }, ...(method === 'GET' ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) as unknown };
  }
  const facts = ({ status, body }: { status: number; body: unknown }): unknown[] => [status, ...(body as { isSuccess: boolean; outputValues: Record<string, unknown> | null; errors: { message: string }[] | null }[]).map(each => (each.isSuccess ? [each.outputValues?.['price'], each.outputValues?.['accounts']] : each.errors?.[0]?.message))];

  it('start over REST, all invocations together', async () => {
    assert.deepEqual(facts(await send('/actions/custom/flow/acme__Price', { inputs: [{ name: 'flow one', size: 1 }, { name: 'flow two', size: 2.5 }] })), [200, [2, 2], [5, 2]]);
    assert.deepEqual((await org.query("SELECT Name, AnnualRevenue FROM Account WHERE Name LIKE 'flow %' ORDER BY Name")).map(each => [each['Name'], each['AnnualRevenue']]), [['flow one', 2], ['flow two', 5]]);
  });

  it('undo the call that one of them fails', async () => {
    assert.deepEqual(facts(await send('/actions/custom/flow/acme__Price', { inputs: [{ name: 'flow bad', size: -1 }] })), [400, 'An error occurred when executing a flow interview.']);
    assert.deepEqual(await org.query("SELECT Name FROM Account WHERE Name = 'flow bad'"), []);
  });

  it('are no more than what is there', async () => {
    assert.equal((await send('/actions/custom/flow/Nothing', { inputs: [] })).status, 404);
    assert.equal((await send('/actions/custom/flow/acme__Price', null, 'GET')).status, 405);
    assert.deepEqual((await send('/actions/custom/flow/acme__Price', { inputs: [{ weight: 1 }] })), { status: 400, body: [{ message: 'There is no input parameter weight', errorCode: 'INVALID_INPUT' }] });
  });

  it('invocable methods are called over REST, too', async () => {
    const { status, body } = await send('/actions/custom/apex/acme__Pricer', { inputs: [{ name: 'x', size: 3 }, { size: 0.5 }] });
    assert.deepEqual([status, (body as { outputValues: unknown }[]).map(each => each.outputValues)], [200, [{ output: 6 }, { output: 1 }]]);
    const failed = await send('/actions/custom/apex/acme__Pricer', { inputs: [{ size: -3 }] });
    assert.deepEqual(facts(failed), [400, 'An Apex error occurred: System.IllegalArgumentException: too small']);
  });

  it('stop in the Apex that they call', async () => {
    const session = await org.acquire();
    await org.kim.request('debug/setBreakpoints', { sessionId: session.id, path: org.path('classes/Pricer.cls'), breakpoints: [{ id: 1, line: 7 }] });
    const stopped = org.next('debug/stopped');
    const run = org.anonymous("Contact c = new Contact(LastName = 'North');\ninsert c;\nSystem.debug([SELECT Department FROM Contact WHERE Id = :c.Id].Department);");
    const { threadId } = await stopped;
    const { frames } = await org.kim.request('debug/stackTrace', { sessionId: session.id, threadId, startFrame: 0, levels: 20 });
    assert.deepEqual(frames.map(each => [each.name, each.line]), [['acme.Pricer.price(List<acme.Pricer.Request>)', 7], ['flow acme.Price_Contact', 3], ['AnonymousBlock', 2]]);
    assert.equal(frames[1]?.path, org.path('flows/Price_Contact.flow-meta.xml'));
    const { scopes } = await org.kim.request('debug/scopes', { sessionId: session.id, frameId: frames[1].id });
    const { variables } = await org.kim.request('debug/variables', { sessionId: session.id, reference: scopes[0]!.reference, start: 0, count: 10, byUser: false });
    assert.deepEqual(variables.map(each => [each.name, each.type]), [['$Record', 'Contact'], ['$Record__Prior', 'Contact'], ['price', 'Decimal']]);
    await org.kim.request('debug/resume', { sessionId: session.id, threadId, kind: 'continue' });
    const result = await run;
    assert.equal(result.exception, null);
    assert.match(result.debugLog, /price 8/);
  });
});
