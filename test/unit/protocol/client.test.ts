import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { HubClient } from '../../../src/protocol/client.ts';
import type { DiscoveryFile } from '../../../src/protocol/discovery.ts';
import { WireError } from '../../../src/protocol/errors.ts';

interface Request {
  id: number;
  method: string;
  params: unknown;
}

describe('the connection to the hub', () => {
  let server: WebSocketServer;
  let discovery: DiscoveryFile;
  let answer: (request: Request, socket: WebSocket) => void;
  let headers: NodeJS.Dict<string | string[]> = {};
  let path: string | undefined;

  beforeEach(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    server.on('connection', (socket, request) => {
      headers = request.headers;
      path = request.url;
      socket.on('message', data => answer(JSON.parse((data as Buffer).toString()) as Request, socket));
    });
    await new Promise(resolve => server.once('listening', resolve));
    discovery = { pid: process.pid, startedAt: 0, port: (server.address() as AddressInfo).port, token: 'secret-token', pages: 'http://localhost:1', worldFile: null, version: '1' };
  });
  afterEach(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const reply = (socket: WebSocket, message: object): void => socket.send(JSON.stringify({ jsonrpc: '2.0', ...message }));

  it('carries the token in a header, not in the address, and no Origin', async () => {
    const client = await HubClient.connect(discovery);
    client.close();
    assert.equal(headers['authorization'], 'Bearer secret-token');
    assert.equal(headers['origin'], undefined);
    assert.equal(path, '/rpc');
  });

  it('answers a request', async () => {
    answer = ({ id, method, params }, socket) => reply(socket, { id, result: { method, params } });
    const client = await HubClient.connect(discovery);
    assert.deepEqual(await client.request('org/check', { org: 'x' }), { method: 'org/check', params: { org: 'x' } });
    client.close();
  });

  it('rejects with the hub\'s error: id, rule, text', async () => {
    const data = { id: 'noAccess', rule: 'T1', audience: 'user' };
    answer = ({ id }, socket) => reply(socket, { id, error: { code: -32000, message: 'Pine Street granted no access.', data } });
    const client = await HubClient.connect(discovery);
    await assert.rejects(client.request('login/start', { org: 'x' }), (error: unknown) => {
      assert.ok(error instanceof WireError);
      assert.equal(error.message, 'Pine Street granted no access.');
      assert.deepEqual({ id: error.data.id, rule: error.data.rule, audience: error.data.audience }, data);
      return true;
    });
    client.close();
  });

  it('hands on notifications', async () => {
    const client = await HubClient.connect(discovery);
    const reason = await new Promise(resolve => {
      client.on('login/changed', notification => resolve(notification.reason));
      for (const socket of server.clients) reply(socket, { method: 'login/changed', params: { login: null, reason: 'The grant ended.' } });
    });
    assert.equal(reason, 'The grant ended.');
    client.close();
  });

  it('rejects what waits, and tells, when the hub goes', async () => {
    answer = (_request, socket) => socket.terminate();
    const client = await HubClient.connect(discovery);
    const closed = new Promise<void>(resolve => client.onClose(resolve));
    await assert.rejects(client.request('orgs/list', {}));
    await closed;
  });

  it('ends on bytes that are no JSON', async () => {
    answer = (_request, socket) => socket.send('{ broken');
    const client = await HubClient.connect(discovery);
    const closed = new Promise<void>(resolve => client.onClose(resolve));
    await assert.rejects(client.request('orgs/list', {}));
    await closed;
  });

  it('rejects when nobody listens', async () => {
    server.close();
    await new Promise(resolve => server.once('close', resolve));
    await assert.rejects(HubClient.connect(discovery), /ECONNREFUSED/);
  });
});
