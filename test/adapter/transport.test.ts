import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { frame, FramingError, MAX_BODY_BYTES, MessageReader } from '../../src/protocol/dap-framing.ts';
import { entryPoint } from '../../src/protocol/entry-points.ts';
import { STATE_DIRECTORY_VARIABLE } from '../../src/protocol/environment.ts';
import { FakeHub } from '../support/dap/fake-hub.ts';

function read(...chunks: readonly Buffer[]): unknown[] {
  const messages: unknown[] = [];
  const reader = new MessageReader(body => messages.push(JSON.parse(body.toString('utf8'))));
  for (const chunk of chunks) reader.push(chunk);
  return messages;
}

describe('security 10: framing', () => {
  it('takes messages however the bytes come', () => {
    const messages = [{ seq: 1, text: 'straße 🚀' }, { seq: 2 }, { seq: 3, list: Array.from({ length: 500 }, (_, index) => index) }];
    const bytes = Buffer.concat(messages.map(frame));
    for (const size of [1, 2, 3, 7, 64, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
      assert.deepEqual(read(...chunks), messages, `chunks of ${size} bytes`);
    }
  });

  it('takes other headers and any case of the name', () => {
    assert.deepEqual(read(Buffer.from('content-length: 2\r\nContent-Type: application/json\r\n\r\n{}')), [{}]);
  });

  const bad: readonly (readonly [string, string, RegExp])[] = [
    ['no length', 'Content-Type: x\r\n\r\n', /no Content-Length/],
    ['an empty header', '\r\n\r\n', /Not a header line/],
    ['a line that is none', 'hello\r\n\r\n{}', /Not a header line: "hello"/],
    ['letters', 'Content-Length: ten\r\n\r\n', /"ten", but must be digits/],
    ['a sign', 'Content-Length: -1\r\n\r\n', /must be digits/],
    ['hexadecimal', 'Content-Length: 0x10\r\n\r\n', /must be digits/],
    ['an exponent', 'Content-Length: 1e3\r\n\r\n', /must be digits/],
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}', /given twice/],
    ['too large a body', `Content-Length: ${MAX_BODY_BYTES + 1}\r\n\r\n`, /larger than/],
    ['a header without end', `X: ${'a'.repeat(5000)}`, /No end of header/],
  ];
  for (const [name, text, expected] of bad) {
    it(`refuses ${name}`, () => assert.throws(() => read(Buffer.from(text)), (error: unknown) => error instanceof FramingError && expected.test(error.message)));
  }
});

describe('adapter: transport', () => {
  let hub: FakeHub;
  beforeEach(async () => { hub = await FakeHub.start(); });
  afterEach(() => hub.close());

  interface Run { readonly code: number | null; readonly messages: Record<string, unknown>[]; readonly errors: string }

  /** Feeds bytes to a fresh adapter and collects what it answers until it ends. */
  function feed(write: (stdin: NodeJS.WritableStream) => void | Promise<void>): Promise<Run> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [entryPoint('adapter')], { env: { ...process.env, [STATE_DIRECTORY_VARIABLE]: hub.stateDirectory } });
      const messages: Record<string, unknown>[] = [];
      let errors = '';
      const reader = new MessageReader(body => messages.push(JSON.parse(body.toString('utf8')) as Record<string, unknown>));
      child.stdout.on('data', (chunk: Buffer) => reader.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => { errors += chunk.toString(); });
      child.stdin.on('error', () => undefined);
      child.once('close', code => resolve({ code, messages, errors }));
      Promise.resolve(write(child.stdin)).catch(reject);
    });
  }
  const initialize = frame({ seq: 1, type: 'request', command: 'initialize', arguments: { adapterID: 'x' } });

  it('answers a request that comes byte by byte', async () => {
    const run = await feed(stdin => {
      for (const byte of initialize) stdin.write(Buffer.from([byte]));
      stdin.end();
    });
    assert.equal(run.code, 0);
    assert.deepEqual(run.messages.map(message => [message['type'], message['command'], message['success']]), [['response', 'initialize', true]]);
  });

  it('ends with an error at a broken header', async () => {
    const run = await feed(stdin => { stdin.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'); });
    assert.equal(run.code, 1);
    assert.match(run.errors, /Not a header line: "GET \/ HTTP\/1.1"/);
  });

  it('goes on after a body that is no JSON, and one that is no message', async () => {
    const run = await feed(stdin => {
      stdin.write('Content-Length: 5\r\n\r\n{"a":');
      stdin.write(Buffer.concat([Buffer.from('Content-Length: 2\r\n\r\n'), Buffer.from([0xff, 0xfe])]));
      for (const body of [null, 7, 'text', [], {}, { type: 'request' }, { type: 'request', seq: 'a', command: 'threads' }, { type: 'response' }]) stdin.write(frame(body));
      stdin.write(initialize);
      stdin.end();
    });
    assert.equal(run.code, 0);
    assert.equal(run.messages.length, 1);
    assert.match(run.errors, /no JSON/);
    assert.match(run.errors, /not a request/);
  });

  it('ends at the end of input in the middle of a message', async () => {
    const run = await feed(stdin => { stdin.end(initialize.subarray(0, 40)); });
    assert.equal(run.code, 1);
    assert.match(run.errors, /ended inside a message/);
  });

  it('leaves the session to be resumed when the client vanishes', async () => {
    const run = await feed(async stdin => {
      stdin.write(initialize);
      stdin.write(frame({ seq: 2, type: 'request', command: 'attach', arguments: {} }));
      await hub.called('session/acquire');
      stdin.end();
    });
    assert.equal(run.code, 0);
    assert.equal(hub.calls.filter(call => call.method === 'session/end').length, 0);
  });
});
