/** The real adapter process for tests: every message in both directions is held against the protocol's schema. */
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapClient } from '../../../src/cli/dap/client.ts';
import { entryPoint } from '../../../src/protocol/entry-points.ts';
import { STATE_DIRECTORY_VARIABLE } from '../../../src/protocol/environment.ts';
import { schemaFaults } from './schema.ts';

export interface AdapterOptions {
  readonly stateDirectory: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Requests that break the schema on purpose. */
  readonly sendsBadRequests?: boolean;
}

export class Adapter {
  readonly client: DapClient;
  readonly messages: { readonly direction: 'sent' | 'received'; readonly message: DebugProtocol.ProtocolMessage }[] = [];
  readonly faults: string[] = [];

  constructor(options: AdapterOptions) {
    this.client = new DapClient({
      program: process.execPath,
      arguments: [entryPoint('adapter')],
      environment: { ...process.env, [STATE_DIRECTORY_VARIABLE]: options.stateDirectory, ...options.environment },
      timeoutMs: 15_000,
      onMessage: (direction, message) => {
        this.messages.push({ direction, message: structuredClone(message) });
        if (direction === 'received' || !options.sendsBadRequests) this.faults.push(...schemaFaults(message).map(fault => `${direction}: ${fault}`));
      },
    });
  }

  request<Body = unknown>(command: string, args?: unknown): Promise<Body> {
    return this.client.request<Body>(command, args);
  }

  /** The error of a response that has to fail. */
  async expectError(command: string, args?: unknown): Promise<DebugProtocol.Message & { word: string }> {
    const response = await this.client.send(command, args);
    assert.equal(response.success, false, `"${command}" should fail, but answered ${JSON.stringify(response.body)}`);
    const { error } = (response as DebugProtocol.ErrorResponse).body;
    assert.ok(error, `the error response to "${command}" has no error`);
    const text = error.format.replaceAll(/\{(\w+)\}/g, (whole, name: string) => error.variables?.[name] ?? whole);
    return { ...error, format: text, word: response.message ?? '' };
  }

  async initialize(args: Partial<DebugProtocol.InitializeRequestArguments> = {}): Promise<DebugProtocol.Capabilities> {
    return this.request('initialize', { adapterID: 'isv-apex', linesStartAt1: true, columnsStartAt1: true, pathFormat: 'path', ...args });
  }

  /** Up to the event `initialized`. */
  async start(request: 'launch' | 'attach', configuration: object = {}): Promise<void> {
    await this.initialize();
    await Promise.all([this.request(request, configuration), this.client.event('initialized')]);
  }

  async configured(request: 'launch' | 'attach', configuration: object = {}): Promise<void> {
    await this.start(request, configuration);
    await this.request('configurationDone');
  }

  expectStopped(reason?: string): Promise<DebugProtocol.StoppedEvent> {
    return this.client.event<DebugProtocol.StoppedEvent>(['stopped', 'terminated'], () => true).then(event => {
      assert.equal(event.event, 'stopped', 'the session ended instead of stopping');
      if (reason !== undefined) assert.equal(event.body.reason, reason);
      return event;
    });
  }

  expectOutput(pattern: RegExp): Promise<DebugProtocol.OutputEvent> {
    return this.client.event<DebugProtocol.OutputEvent>('output', event => pattern.test(event.body.output));
  }

  expectTerminated(): Promise<DebugProtocol.Event> {
    return this.client.event('terminated');
  }

  /** Ends the process; every request must have had exactly one response, and every message the schema's shape. */
  async close(): Promise<void> {
    await this.client.close();
    assert.deepEqual(this.faults, []);
    const requests = this.messages.filter(({ direction, message }) => direction === 'sent' && message.type === 'request');
    for (const { message } of requests) {
      const { seq, command } = message as DebugProtocol.Request;
      const answers = this.messages.filter(entry => entry.direction === 'received' && entry.message.type === 'response' && (entry.message as DebugProtocol.Response).request_seq === seq);
      assert.equal(answers.length, 1, `request ${seq} "${command}" got ${answers.length} responses`);
    }
    const sequence = this.messages.filter(entry => entry.direction === 'received').map(entry => entry.message.seq);
    assert.deepEqual(sequence, sequence.map((_, index) => index + 1), 'sequence numbers of the adapter');
  }
}
