/** A team's server over TLS in a process of its own, with a world of as many developers and sandboxes as wanted. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubClient } from '../../../../src/protocol/client.ts';
import type { DiscoveryFile } from '../../../../src/protocol/discovery.ts';
import { entryPoint } from '../../../../src/protocol/entry-points.ts';
import { hubArguments } from '../../../../src/protocol/environment.ts';
import { childrenOf, gone } from '../../crash/support/processes.ts';
import { makeCertificate } from '../../hub/support/certificate.ts';

export const developerName = (number: number): string => `dev${number}@acme.example`;
export const sandboxName = (number: number): string => `box${number}`;
const OBSERVER = 'observer@acme.example';
/** How long whoever lost its server may take to come back. */
const GRACE_SECONDS = 60;

export class TeamServer {
  readonly ca: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'isv-load-'));
  #port = 0;
  #process: ChildProcess | null = null;
  #said = '';
  /** Who runs the server, on its machine. */
  operator!: HubClient;

  constructor({ developers, sandboxes }: { developers: number; sandboxes: number }) {
    const { cert, key } = makeCertificate();
    this.ca = cert.toString();
    const write = (name: string, text: string | Buffer): void => writeFileSync(join(this.#folder, name), text);
    mkdirSync(join(this.#folder, 'desk', 'force-app'), { recursive: true });
    write('cert.pem', cert);
    write('key.pem', key);
    write('desk/sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], namespace: 'acme' }));
    write('desk/force-app/Desk.cls', 'global class Desk {\n  global static Integer twice(Integer n) {\n    return n * 2;\n  }\n}\n');
    write('desk/force-app/Desk.cls-meta.xml', '<?xml version="1.0" encoding="UTF-8"?>\n<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>64.0</apiVersion></ApexClass>\n');
    const engineer = (userName: string): object => ({ userName, name: userName, permissions: ['LogInToSubscriberOrganization', 'ViewAndDebugManagedApex'] });
    const numbers = (count: number): number[] => Array.from({ length: count }, (_each, index) => index + 1);
    write('world.json', JSON.stringify({
      partner: { name: 'Acme', namespace: 'acme', engineers: [...numbers(developers).map(each => engineer(developerName(each))), engineer(OBSERVER)] },
      packages: [{ namespace: 'acme', name: 'Desk', version: '1.2', path: 'desk' }],
      policy: { orphanGraceSeconds: GRACE_SECONDS },
      orgs: numbers(sandboxes).map(sandboxName).map(alias => ({
        name: `Sandbox ${alias}`, alias, kind: 'full', packages: ['acme@1.2'], users: [{ userName: `ann@${alias}.example`, name: 'Ann', permissions: ['AuthorApex', 'ApiEnabled', 'ManageUsers'] }], grants: [{ user: `ann@${alias}.example`, duration: '1 week' }],
      })),
    }));
  }

  get url(): string {
    return `wss://localhost:${this.#port}`;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** Resolves when it listens, at the same port as before. */
  async start(): Promise<void> {
    this.#port ||= await freePort();
    const file = (name: string): string => join(this.#folder, name);
    const stateDirectory = file('state');
    const server = spawn(process.execPath, [entryPoint('hub'), ...hubArguments({ stateDirectory, worldFile: file('world.json'), exitWithStdin: true, team: { host: '127.0.0.1', port: String(this.#port), certificateFile: file('cert.pem'), keyFile: file('key.pem') } })], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process = server;
    let text = '';
    await new Promise<void>((resolve, reject) => {
      for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk: Buffer) => { text += chunk.toString(); if (text.includes('Listening')) resolve(); });
      server.once('exit', () => reject(new Error(`The server did not start: ${text}`)));
    });
    server.stderr.on('data', (chunk: Buffer) => { this.#said += chunk.toString(); });
    this.operator = await HubClient.connect(JSON.parse(readFileSync(join(stateDirectory, 'hub.json'), 'utf8')) as DiscoveryFile);
    await this.operator.request('client/hello', { client: 'load', version: '1' });
    await this.operator.request('developer/signIn', { userName: OBSERVER });
  }

  /** Resolves when it and its orgs' processes are gone. */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const server = this.#process;
    if (!server?.pid || server.exitCode !== null || server.signalCode !== null) return;
    const all = [server.pid, ...childrenOf(server.pid)];
    this.operator.close();
    server.kill(signal);
    await gone(all);
  }

  /** What it complained of. */
  get errors(): string {
    return this.#said;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
