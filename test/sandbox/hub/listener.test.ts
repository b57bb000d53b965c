import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import WebSocket from 'ws';
import { MAX_MESSAGE_BYTES } from '../../../src/protocol/discovery.ts';
import { Bench } from './support/bench.ts';

describe('the hub\'s listener', () => {
  let bench: Bench;
  before(async () => { bench = await Bench.start(); });
  after(() => bench.close());

  const port = (): number => bench.hub.discovery.port;
  const token = (): string => bench.hub.discovery.token;
  const upgradeHeaders = (extra: Record<string, string> = {}): Record<string, string> => ({
    Host: `127.0.0.1:${port()}`, Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', Authorization: `Bearer ${token()}`, ...extra,
  });

  /** Status line of the answer; empty: cut off without one. */
  function raw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(port(), '127.0.0.1', () => socket.write(text));
      const done = (): void => {
        socket.destroy();
        resolve(answer.split('\r\n')[0] ?? '');
      };
      socket.on('data', chunk => {
        answer += chunk.toString('latin1');
        if (answer.includes('\r\n')) done();
      });
      socket.on('close', done);
      socket.on('error', error => ((error as NodeJS.ErrnoException).code === 'ECONNRESET' ? done() : reject(error)));
    });
  }
  const send = (path: string, headers: Record<string, string>, method = 'GET'): Promise<string> =>
    raw(`${method} ${path} HTTP/1.1\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);

  async function stillAnswers(): Promise<void> {
    const client = await bench.connect('kim');
    await client.barrier();
    client.hub.close();
  }

  it('security 1: listens on the loopback address only', async () => {
    for (const address of Object.values(networkInterfaces()).flatMap(each => each ?? [])) {
      if (address.internal || address.family !== 'IPv4') continue;
      await assert.rejects(new Promise((resolve, reject) => connect(port(), address.address, () => resolve(null)).on('error', reject)), /ECONNREFUSED/);
    }
    await assert.rejects(new Promise((resolve, reject) => connect(port(), '::1', () => resolve(null)).on('error', reject)), /ECONNREFUSED|EADDRNOTAVAIL|ENETUNREACH|EAFNOSUPPORT/);
  });

  it('security 2: has a token of 256 bits, new at every start, in a file for its owner only', async () => {
    assert.match(token(), /^[0-9a-f]{64}$/);
    assert.equal(statSync(join(bench.state, 'hub.json')).mode & 0o777, 0o600);
    assert.equal(statSync(bench.state).mode & 0o777, 0o700);
    const other = await Bench.start();
    assert.notEqual(other.hub.discovery.token, token());
    await other.close();
  });

  it('takes a client with the token', async () => {
    assert.equal(await send('/rpc', upgradeHeaders()), 'HTTP/1.1 101 Switching Protocols');
  });

  const wrongTokens: readonly [string, Record<string, string>][] = [
    ['no token', { Authorization: '' }], ['a wrong token', { Authorization: `Bearer ${'0'.repeat(64)}` }], ['half a token', { Authorization: 'Bearer abc' }], ['another scheme', { Authorization: 'Basic abc' }],
  ];
  for (const [title, headers] of wrongTokens) it(`security 2: refuses a client with ${title}`, async () => assert.equal(await send('/rpc', upgradeHeaders(headers)), 'HTTP/1.1 401 Unauthorized'));

  it('security 2: takes no token from the URL', async () => assert.equal(await send(`/rpc?token=${token()}`, upgradeHeaders()), 'HTTP/1.1 404 Not Found'));

  const hosts = ['localhost', 'localhost:PORT', 'localhost6:PORT', '127.0.0.1', '127.0.0.1:1', '127.1:PORT', '0177.0.0.1:PORT', '2130706433:PORT', '0.0.0.0:PORT', '[::1]:PORT', 'evil.example:PORT', '127.0.0.1:PORT.evil.example', '127.0.0.1:PORT@evil', ' '];
  for (const host of hosts) {
    it(`security 3, 5: refuses Host ${JSON.stringify(host)}, for upgrades and plain requests`, async () => {
      const Host = host.replace('PORT', String(port()));
      assert.match(await send('/rpc', upgradeHeaders({ Host })), /^HTTP\/1.1 (403|400)/);
      assert.match(await send('/org/x', { Host, Connection: 'close' }), /^HTTP\/1.1 (403|400)/);
    });
  }

  it('security 3: refuses no Host and two Hosts', async () => {
    const authority = `127.0.0.1:${port()}`;
    assert.match(await raw('GET /org/x HTTP/1.1\r\n\r\n'), /^HTTP\/1.1 40[03]|^$/);
    assert.match(await raw(`GET /org/x HTTP/1.1\r\nHost: ${authority}\r\nHost: ${authority}\r\n\r\n`), /^HTTP\/1.1 40[03]|^$/);
  });

  for (const origin of ['null', 'http://127.0.0.1', 'http://127.0.0.1:PORT', 'http://localhost:PORT', 'https://evil.example', 'vscode-webview://x', 'file://']) {
    it(`security 4, 5: refuses Origin ${origin}, for upgrades and plain requests`, async () => {
      const Origin = origin.replace('PORT', String(port()));
      assert.equal(await send('/rpc', upgradeHeaders({ Origin })), 'HTTP/1.1 403 Forbidden');
      assert.equal(await send('/org/x', { Host: `127.0.0.1:${port()}`, Origin, Connection: 'close' }), 'HTTP/1.1 403 Forbidden');
    });
  }

  it('security 5: upgrades nowhere else', async () => {
    for (const path of ['/', '/rpc/', '/RPC', '/org/00D000000000000AAA/services/rpc', '//rpc', 'http://127.0.0.1/rpc']) assert.equal(await send(path, upgradeHeaders()), 'HTTP/1.1 404 Not Found', path);
  });

  it('security 7: sends no CORS headers and answers no preflight', async () => {
    const response = await fetch(`http://127.0.0.1:${port()}/org/x`, { method: 'OPTIONS' });
    assert.equal(response.status, 404);
    assert.deepEqual([...response.headers.keys()].filter(name => name.startsWith('access-control')), []);
  });
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    it(`security 7: ${method} without a session is refused, whatever type of content a page elsewhere could send, and nothing is shared`, async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/json']) {
        for (const path of ['/', '/rpc', '/org/00D000000000000AAA/services/apexrest/x', '/org/00D000000000000AAA/services/data/v60.0/query?q=SELECT+Id+FROM+Account']) {
          const response = await fetch(`http://127.0.0.1:${port()}${path}`, { method, headers: { 'Content-Type': type, Cookie: `token=${token()}` }, ...(method === 'GET' ? {} : { body: '{}' }) });
          assert.ok([401, 404, 405, 426].includes(response.status), `${method} ${path}: ${response.status}`);
          assert.deepEqual([...response.headers.keys()].filter(name => name.startsWith('access-control')), []);
        }
      }
    });
  }

  const malformed = ['GARBAGE\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'GET \0 HTTP/1.1\r\nHost: x\r\n\r\n', `GET / HTTP/1.1\r\n${'a'.repeat(20_000)}: b\r\n\r\n`, 'GET /rpc HTTP/1.1\r\nHost: \xff\xfe\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', 'GET /rpc HTTP/1.1\r\nHost: HOST\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: \x80\r\n\r\n', 'GET /rpc HTTP/1.1\r\nHost: HOST\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nAuthorization: Bearer TOKEN\r\nSec-WebSocket-Key: bad\r\n\r\n'];
  malformed.forEach((text, index) => it(`security 6: survives malformed request ${index + 1}`, async () => {
    assert.doesNotMatch(await raw(text.replace('HOST', `127.0.0.1:${port()}`).replace('TOKEN', token())), / (200|101) /);
    await stillAnswers();
  }));

  const open = (): Promise<WebSocket> => new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port()}/rpc`, { headers: { Authorization: `Bearer ${token()}` } });
    socket.once('open', () => resolve(socket)).once('error', reject);
  });
  const closeCode = (socket: WebSocket): Promise<number> => new Promise(resolve => { socket.once('close', resolve).on('error', () => undefined); });

  const broken: readonly [string, string | Buffer, number][] = [
    ['no JSON', 'hello', 1007], ['half a JSON', '{"jsonrpc":"2.0"', 1007], ['a number', '42', 1007], ['null', 'null', 1007], ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"orgs/list"}]', 1007], ['another version', '{"jsonrpc":"1.0","id":1,"method":"orgs/list"}', 1007],
    ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"orgs/list"}', 1007], ['a method that is a number', '{"jsonrpc":"2.0","id":1,"method":5}', 1007], ['params that are text', '{"jsonrpc":"2.0","id":1,"method":"orgs/list","params":"x"}', 1007],
    ['binary data', Buffer.from('{"jsonrpc":"2.0","id":1,"method":"orgs/list"}'), 1007], ['text that is no UTF-8', Buffer.from([0xff, 0xfe]), 1007], ['a message that is too large', 'x'.repeat(MAX_MESSAGE_BYTES + 1), 1009],
  ];
  for (const [title, message, code] of broken) {
    it(`security 6, 8: closes a connection that sends ${title}`, async () => {
      const socket = await open();
      const closed = closeCode(socket);
      socket.send(message, { binary: title === 'binary data' });
      assert.equal(await closed, code);
      await stillAnswers();
    });
  }

  it('security 8: cuts off a client that does not answer pings', async () => {
    const quick = await Bench.start({ heartbeatMs: 20 });
    try {
      const socket = new WebSocket(`ws://127.0.0.1:${quick.hub.discovery.port}/rpc`, { headers: { Authorization: `Bearer ${quick.hub.discovery.token}` }, autoPong: false });
      assert.equal(await closeCode(socket), 1006);
      const alive = new WebSocket(`ws://127.0.0.1:${quick.hub.discovery.port}/rpc`, { headers: { Authorization: `Bearer ${quick.hub.discovery.token}` } });
      await new Promise<void>(resolve => {
        let pings = 0;
        alive.on('ping', () => { if (++pings === 4) resolve(); });
      });
      assert.equal(alive.readyState, WebSocket.OPEN);
      alive.close();
    } finally {
      await quick.close();
    }
  });

  it('security 8: takes at most 64 clients at once', async () => {
    const full = await Bench.start();
    try {
      const clients = await Promise.all(Array.from({ length: 64 }, () => full.connect()));
      await assert.rejects(full.connect(), /503/);
      clients[0]?.hub.close();
      await clients[1]?.barrier();
    } finally {
      await full.close();
    }
  });

  it('security 9: answers each of many requests once, and refuses too many at once', async () => {
    const kim = await bench.connect('kim');
    const { login, session } = await kim.debug();
    const held = Array.from({ length: 256 }, () => kim.request('run/anonymous', { loginId: login.id, code: 'hold' }));
    await bench.runner().holds(256);
    const more = await Promise.allSettled(Array.from({ length: 10 }, () => kim.request('orgs/list', {})));
    assert.ok(more.every(result => result.status === 'rejected' && (result.reason as Error).message.startsWith('More than 256 requests')));
    for (const { finish } of bench.runner().held.values()) finish();
    assert.equal(new Set((await Promise.all(held)).map(run => run.requestId)).size, 256);
    await kim.request('session/end', { sessionId: session.id });
  });
});
