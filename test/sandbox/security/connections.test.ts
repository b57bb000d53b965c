/** What reaches the hub past a well-behaved client: other kinds of upgrade, raw frames, and peers that are slow on purpose. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { after, before, describe, it } from 'mocha';
import WebSocket from 'ws';
import { MAX_MESSAGE_BYTES } from '../../../src/protocol/discovery.ts';
import { Bench } from '../hub/support/bench.ts';

/** `reserved`: the three bits that only extensions may use. Frames of clients are masked (RFC 6455, 5.1). */
function frame({ opcode, payload = Buffer.alloc(0), isFinal = true, reserved = 0, isMasked = true, length = payload.length }: { opcode: number; payload?: Buffer; isFinal?: boolean; reserved?: number; isMasked?: boolean; length?: number | bigint }): Buffer {
  const size = Buffer.alloc(typeof length === 'bigint' || length > 65_535 ? 9 : length > 125 ? 3 : 1);
  if (size.length === 9) size.writeBigUInt64BE(BigInt(length), 1);
  else if (size.length === 3) size.writeUInt16BE(Number(length), 1);
  size[0] = (isMasked ? 0x80 : 0) | (size.length === 9 ? 127 : size.length === 3 ? 126 : Number(length));
  // A mask of zeros changes nothing.
  return Buffer.concat([Buffer.from([(isFinal ? 0x80 : 0) | (reserved << 4) | opcode]), size, isMasked ? Buffer.alloc(4) : Buffer.alloc(0), payload]);
}

describe('connections to the hub', function () {
  this.timeout(20_000);
  let bench: Bench;
  before(async () => { bench = await Bench.start({ headersTimeoutMs: 100 }); });
  after(() => bench.close());

  const upgradeText = (extra = ''): string => `GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${bench.hub.discovery.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer ${bench.hub.discovery.token}\r\n${extra}\r\n`;

  async function dial(): Promise<Socket> {
    const socket = connect(bench.hub.discovery.port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  }

  /** Everything that comes until the peer closes. */
  async function untilClosed(socket: Socket): Promise<string> {
    let text = '';
    socket.on('data', chunk => { text += chunk.toString('latin1'); });
    await once(socket, 'close');
    return text;
  }

  /** A connection with its upgrade behind it. */
  async function upgraded(): Promise<Socket> {
    const socket = await dial();
    socket.write(upgradeText());
    const [head] = await once(socket, 'data') as [Buffer];
    assert.match(head.toString('latin1'), /^HTTP\/1\.1 101 /);
    return socket;
  }

  async function stillAnswers(): Promise<void> {
    const client = await bench.connect('kim');
    await client.barrier();
    client.hub.close();
  }

  const host = (): string => `Host: 127.0.0.1:${bench.hub.discovery.port}`;
  const otherWays: readonly [string, () => string, RegExp][] = [
    ['CONNECT', () => `CONNECT 127.0.0.1:${bench.hub.discovery.port} HTTP/1.1\r\n${host()}\r\n\r\n`, /^$|^HTTP\/1\.1 4/],
    ['an upgrade to HTTP/2', () => `GET / HTTP/1.1\r\n${host()}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n`, /^HTTP\/1\.1 404 /],
    ['the preface of HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', /^$|^HTTP\/1\.1 4/],
    ['an upgrade by POST', () => upgradeText().replace('GET', 'POST'), /^HTTP\/1\.1 405 /],
    ['an upgrade with a wrong Host and a right token', () => upgradeText().replace('127.0.0.1:', 'localhost:'), /^HTTP\/1\.1 403 /],
    ['a second request with an Origin on a connection whose first was let pass', () => `GET /x HTTP/1.1\r\n${host()}\r\n\r\nGET /x HTTP/1.1\r\n${host()}\r\nOrigin: http://evil.example\r\nConnection: close\r\n\r\n`, /404[^]*HTTP\/1\.1 403 /],
    ['an upgrade with an Origin behind a request that was let pass', () => `GET /x HTTP/1.1\r\n${host()}\r\n\r\n${upgradeText('Origin: null\r\n')}`, /HTTP\/1\.1 403 /],
  ];
  for (const [title, text, expected] of otherWays) {
    it(`security 5: ${title} passes the same gate`, async () => {
      const socket = await dial();
      const answer = untilClosed(socket);
      socket.write(text());
      assert.match(await answer, expected);
      assert.doesNotMatch(await answer, / 101 /);
      await stillAnswers();
    });
  }

  const text = Buffer.from('{"jsonrpc":"2.0","id":1,"method":"orgs/list"}');
  const brokenFrames: readonly [string, () => Buffer, number][] = [
    ['a frame without a mask', () => frame({ opcode: 1, payload: text, isMasked: false }), 1002],
    ['an unknown opcode', () => frame({ opcode: 3 }), 1002],
    ['reserved bits', () => frame({ opcode: 1, payload: text, reserved: 2 }), 1002],
    ['a compressed frame, which nobody agreed on', () => frame({ opcode: 1, payload: text, reserved: 4 }), 1002],
    ['a ping in fragments', () => frame({ opcode: 9, isFinal: false }), 1002],
    ['a ping that is too long', () => frame({ opcode: 9, payload: Buffer.alloc(126) }), 1002],
    ['a continuation of nothing', () => frame({ opcode: 0, payload: text }), 1002],
    ['a second message inside a first', () => Buffer.concat([frame({ opcode: 1, payload: text, isFinal: false }), frame({ opcode: 1, payload: text })]), 1002],
    ['a close code that may not be sent', () => frame({ opcode: 8, payload: Buffer.from([0x03, 0xed]) }), 1002],
    ['a length that nobody can send', () => frame({ opcode: 1, length: 2n ** 53n }), 1009],
    ['a length past the limit, before the bytes come', () => frame({ opcode: 1, length: BigInt(MAX_MESSAGE_BYTES + 1) }), 1009],
    ['fragments without end', () => Buffer.concat([frame({ opcode: 1, isFinal: false }), ...Array.from({ length: 1100 }, () => frame({ opcode: 0, payload: Buffer.from(' '), isFinal: false }))]), 1008],
  ];
  for (const [title, bytes, code] of brokenFrames) {
    it(`security 6, 8: closes a connection that sends ${title}`, async () => {
      const socket = await upgraded();
      let answer = Buffer.alloc(0);
      socket.on('data', (chunk: Buffer) => { answer = Buffer.concat([answer, chunk]); });
      const closed = once(socket, 'close');
      socket.write(bytes());
      await closed;
      // A close frame with its code.
      assert.equal(answer[0], 0x88);
      assert.equal(answer.readUInt16BE(2), code);
      await stillAnswers();
    });
  }

  it('security 6: random bytes behind an upgrade end that connection only', async () => {
    // A generator of our own: the same bytes every time.
    let state = 42;
    const next = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24;
    for (let round = 0; round < 40; round++) {
      const socket = await upgraded();
      socket.end(Buffer.from(Array.from({ length: 1 + next() }, next)));
      socket.resume();
      await once(socket, 'close');
    }
    await stillAnswers();
  });

  it('security 8: is a version of ws without its known holes', () => {
    const { version } = JSON.parse(readFileSync('node_modules/ws/package.json', 'utf8')) as { version: string };
    const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
    assert.ok(major * 1e6 + minor * 1e3 + patch >= 8_021_001, version);
  });

  it('security 8: agrees on no compression', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${bench.hub.discovery.port}/rpc`, { headers: { Authorization: `Bearer ${bench.hub.discovery.token}` }, perMessageDeflate: true });
    await once(socket, 'open');
    assert.equal(socket.extensions, '');
    socket.close();
  });

  for (const [title, first] of [['says nothing', ''], ['stops in its headers', 'GET /rpc HTTP/1.1\r\nHost: 127']] as const) {
    it(`security 8: cuts off a peer that ${title}`, async () => {
      const socket = await dial();
      const answer = untilClosed(socket);
      if (first) socket.write(first);
      assert.match(await answer, /^$|^HTTP\/1\.1 408 /);
      await stillAnswers();
    });
  }

  it('security 9: drops a client that does not read, keeps its session to be resumed, and lets the others be', async () => {
    const kim = await bench.connect('kim');
    const { login, session } = await kim.debug();
    const others = bench.hub.context.clients.count;
    const slow = await upgraded();
    const say = (id: number, method: string, params: object): void => { slow.write(frame({ opcode: 1, payload: Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, method, params })) })); };
    await kim.request('session/end', { sessionId: session.id });
    say(1, 'developer/signIn', { userName: 'kim@acme.example' });
    await once(slow, 'data');
    say(2, 'session/acquire', { loginId: login.id });
    await once(slow, 'data');
    slow.pause();
    const [held] = (await kim.request('session/list', {})).sessions;
    assert.equal(held?.state, 'active');
    const megabyte = 'x'.repeat(1024 * 1024);
    let sent = 0;
    while (bench.hub.context.clients.count > others) {
      bench.runner().emit({ kind: 'debug', name: 'debug/output', params: { sessionId: held.id, category: 'stdout', text: megabyte, path: null, line: null } });
      assert.ok(++sent < 200, 'the hub keeps what nobody reads');
      await kim.barrier();
    }
    assert.deepEqual((await kim.request('session/list', {})).sessions.map(each => [each.id, each.state]), [[held.id, 'orphaned']]);
    await kim.request('session/end', { sessionId: held.id });
    slow.destroy();
  });

  it('security 9: an answer larger than a message may be is an error, and the connection stays', async () => {
    const kim = await bench.connect('kim');
    const login = await kim.login();
    await assert.rejects(kim.request('run/anonymous', { loginId: login.id, code: 'x'.repeat(MAX_MESSAGE_BYTES) }), { name: 'WireError', message: /^The request run\/anonymous has \d+ bytes; the sandbox takes at most 4194304\. Send less at once\.$/ });
    const run = kim.request('run/anonymous', { loginId: login.id, code: 'hold' });
    const failed = assert.rejects(run, { name: 'WireError', message: /^The answer has \d+ bytes, more than the 67108864 of one message\. Ask for fewer rows or fields\.$/ });
    await bench.runner().holds(1);
    for (const { finish } of bench.runner().held.values()) finish({ debugLog: 'x'.repeat(65 * 1024 * 1024) });
    await failed;
    const large = await kim.request('run/anonymous', { loginId: login.id, code: 'y'.repeat(3 * 1024 * 1024) });
    assert.equal(large.debugLog.length, 3 * 1024 * 1024);
  });
});
