import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { WireError } from '../../../src/protocol/errors.ts';
import { refused } from '../rules/support/rule.ts';
import { Bench } from './support/bench.ts';
import { FakeRunner } from './support/fake-runner.ts';

/** A bench whose North Clinic starts when the test says so. */
async function withSlowNorth(test: (bench: Bench, north: PromiseWithResolvers<void>) => Promise<void>): Promise<void> {
  const north = Promise.withResolvers<void>();
  const bench = await Bench.start({
    runnerFactory: setup => {
      const runner = new FakeRunner(setup);
      const start = runner.start.bind(runner);
      if (setup.orgName === 'North Clinic') runner.start = () => north.promise.then(start);
      return runner;
    },
  });
  try {
    await test(bench, north);
  } finally {
    north.resolve();
    await bench.close();
  }
}

describe('acquiring a session while its org starts', () => {
  it('keeps nobody waiting who wants another org, and holds this one already', () => withSlowNorth(async (bench, north) => {
    const kim = await bench.connect('kim');
    const asked = kim.request('session/acquire', { loginId: (await kim.login('north')).id });
    const lee = await bench.connect('lee');
    await refused(lee.request('session/acquire', { loginId: (await lee.login('north')).id }), 'orgBusy', 'D1');
    const other = await lee.request('session/acquire', { loginId: (await lee.login('south')).id });
    north.resolve();
    assert.deepEqual((await lee.request('session/list', {})).sessions.map(each => each.id).sort(), [(await asked).id, other.id].sort());
  }));

  it('gives the org back if it cannot start', () => withSlowNorth(async (bench, north) => {
    const kim = await bench.connect('kim');
    const { id: loginId } = await kim.login('north');
    const asked = refused(kim.request('session/acquire', { loginId }), 'runnerDied', null);
    assert.deepEqual((await (await bench.connect('kim')).request('session/list', {})).sessions.map(each => each.state), ['active']);
    north.reject(new WireError('runnerDied', 'It does not start.'));
    await asked;
    assert.deepEqual((await kim.request('session/list', {})).sessions, []);
  }));

  it('ends with the access', () => withSlowNorth(async (bench, north) => {
    const kim = await bench.connect('kim');
    const asked = refused(kim.request('session/acquire', { loginId: (await kim.login('north')).id }), 'sessionEnded', null);
    await (await bench.connect()).request('grant/revoke', { org: 'north', user: 'ann@north.example' });
    north.resolve();
    await asked;
    assert.deepEqual((await kim.request('session/list', {})).sessions, []);
  }));
});

describe('acquiring a session in place of another', () => {
  it('is refused if the access ends while the other one ends', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      await kim.debug('south');
      const detached = Promise.withResolvers<void>();
      bench.runner('South Clinic').detachSession = () => detached.promise;
      const asked = refused(kim.request('session/acquire', { loginId: (await kim.login('north')).id, takeOver: true }), 'notLoggedIn', null);
      const customer = await bench.connect();
      await customer.request('grant/revoke', { org: 'north', user: 'ann@north.example' });
      detached.resolve();
      await asked;
      assert.deepEqual((await kim.request('session/list', {})).sessions, []);
    } finally {
      await bench.close();
    }
  });
});
