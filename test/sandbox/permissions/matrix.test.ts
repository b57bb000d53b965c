/**
 * What six users of an org may do, through every door, over the wire. `ISV_UPDATE_GOLDEN=1 npx mocha
 * test/sandbox/permissions/matrix.test.ts` writes the expectation anew.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'mocha';
import type { LoginInfo } from '../../../src/protocol/rpc.ts';
import { startRunnerProcess } from '../../../src/sandbox/org/runner-process.ts';
import { assertGolden } from '../../support/dap/golden.ts';
import { Bench } from '../hub/support/bench.ts';
import type { TestClient } from '../hub/support/bench.ts';

const xml = (root: string, content: string): string => `<?xml version="1.0"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`;
const onFile = (viewAll: boolean): string => `<objectPermissions><object>File__c</object><allowCreate>true</allowCreate><allowRead>true</allowRead><allowEdit>true</allowEdit><allowDelete>false</allowDelete><viewAllRecords>${viewAll}</viewAllRecords></objectPermissions>`;
const fls = (name: string): string => `<fieldPermissions><field>File__c.${name}</field><readable>true</readable><editable>true</editable></fieldPermissions>`;
const gate = '<classAccesses><apexClass>Gate</apexClass><enabled>true</enabled></classAccesses>';

const SUBSCRIBER = {
  'objects/File__c/File__c.object-meta.xml': xml('CustomObject', '<label>File</label><pluralLabel>Files</pluralLabel><sharingModel>Private</sharingModel><nameField><label>Name</label><type>Text</type></nameField>'),
  'objects/File__c/fields/Topic__c.field-meta.xml': xml('CustomField', '<fullName>Topic__c</fullName><label>Topic</label><type>Text</type><length>20</length>'),
  'objects/File__c/fields/Secret__c.field-meta.xml': xml('CustomField', '<fullName>Secret__c</fullName><label>Secret</label><type>Text</type><length>20</length>'),
  'permissionsets/All_Files.permissionset-meta.xml': xml('PermissionSet', `<label>All Files</label>${onFile(true)}${fls('Topic__c')}${fls('Secret__c')}${gate}`),
  'permissionsets/Files.permissionset-meta.xml': xml('PermissionSet', `<label>Files</label>${onFile(false)}${fls('Topic__c')}${fls('Secret__c')}${gate}`),
  'permissionsets/Topics.permissionset-meta.xml': xml('PermissionSet', `<label>Topics</label>${onFile(true)}${fls('Topic__c')}`),
  'roles/Boss.role-meta.xml': xml('Role', '<name>Boss</name>'),
  'roles/Clerk.role-meta.xml': xml('Role', '<name>Clerk</name><parentRole>Boss</parentRole>'),
  'classes/Gate.cls': `@RestResource(urlMapping='/gate')
global with sharing class Gate {
    @HttpGet
    global static String files() {
        return 'shared ' + [SELECT COUNT() FROM File__c] + ', all ' + Archive.count();
    }
}`,
  'classes/Archive.cls': 'public without sharing class Archive { public static Integer count() { return [SELECT COUNT() FROM File__c]; } }',
};

const user = (name: string, extra: object): object => ({ userName: `${name}@matrix.example`, name, profile: 'Standard User', permissions: ['ApiEnabled', 'AuthorApex'], ...extra });
const USERS = {
  profileOnly: user('profileOnly', { permissions: ['ApiEnabled'] }),
  permissionSet: user('permissionSet', { permissionSets: ['All_Files'] }),
  hiddenField: user('hiddenField', { permissionSets: ['Topics'] }),
  privateSharing: user('privateSharing', { permissionSets: ['Files'], role: 'Clerk' }),
  roleAbove: user('roleAbove', { permissionSets: ['Files'], role: 'Boss' }),
  unknownProfile: user('unknownProfile', { profile: 'Clinic Desk', permissionSets: ['Files'], role: 'Boss' }),
  unlicensed: user('unlicensed', { profile: 'Chatter Free User', permissions: [] }),
};
const OWNER = user('owner', { permissionSets: ['Files'], role: 'Clerk' });
const ADMIN = { userName: 'admin@matrix.example', name: 'admin', profile: 'System Administrator', permissions: ['AuthorApex', 'ApiEnabled', 'ManageUsers', 'ModifyAllData', 'ViewAllData'] };

const EVERYBODY = [ADMIN, OWNER, ...Object.values(USERS)];
const WORLD = {
  partner: { name: 'Acme', namespace: 'acme', engineers: [{ userName: 'kim@acme.example', name: 'Kim', permissions: ['LogInToSubscriberOrganization', 'ViewAndDebugManagedApex', 'ModifyAllData'] }] },
  packages: [{ namespace: 'acme', name: 'Desk', version: '1.2', path: 'desk' }],
  orgs: [{
    name: 'Matrix', alias: 'matrix', kind: 'full', packages: ['acme@1.2'], source: ['subscriber'], users: EVERYBODY,
    grants: EVERYBODY.map((each) => ({ user: (each as { userName: string }).userName, duration: '1 week' })),
  }],
};

async function attempt(action: () => Promise<unknown>): Promise<string> {
  try {
    return String(await action());
  } catch (error) {
    return `refused: ${(error as Error).message}`;
  }
}

interface Answer { readonly status: number; readonly text: string }

class Visitor {
  readonly #client: TestClient;
  readonly #login: LoginInfo;
  readonly #folder: string;

  constructor(client: TestClient, login: LoginInfo, folder: string) {
    this.#client = client;
    this.#login = login;
    this.#folder = folder;
  }

  async #http(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(`${this.#login.instanceUrl}/services${path}`, { ...init, headers: { Authorization: `Bearer ${this.#login.accessToken}`, 'Content-Type': 'application/json' } });
    return { status: response.status, text: await response.text() };
  }

  async query(soql: string): Promise<string> {
    const { status, text } = await this.#http(`/data/v64.0/query?q=${encodeURIComponent(soql)}`);
    return status === 200 ? `${(JSON.parse(text) as { totalSize: number }).totalSize} rows` : `${status} ${text}`;
  }

  async insert(body: object): Promise<string> {
    const { status, text } = await this.#http('/data/v64.0/sobjects/File__c', { method: 'POST', body: JSON.stringify(body) });
    return status === 201 ? 'created' : `${status} ${text}`;
  }

  async describe(): Promise<string> {
    const { status, text } = await this.#http('/data/v64.0/sobjects/File__c/describe');
    if (status !== 200) return `${status} ${text}`;
    const { createable, deletable, fields } = JSON.parse(text) as { createable: boolean; deletable: boolean; fields: { name: string; updateable: boolean }[] };
    return `createable ${createable}, deletable ${deletable}, ${fields.filter(({ name }) => name.endsWith('__c')).map(({ name, updateable }) => `${name} ${updateable ? 'writeable' : 'read-only'}`).join(', ') || 'no custom fields'}`;
  }

  async rest(): Promise<string> {
    const { status, text } = await this.#http('/apexrest/gate');
    return `${status} ${text}`;
  }

  anonymous(): Promise<string> {
    return attempt(async () => {
      const result = await this.#client.request('run/anonymous', { loginId: this.#login.id, code: 'System.debug([SELECT COUNT() FROM File__c] + \' shared, \' + Archive.count() + \' in all\');' });
      return result.exception?.message ?? result.debugLog.split('\n').filter((line) => line.includes('|USER_DEBUG|')).map((line) => line.split('|').at(-1)).join();
    });
  }

  /** What an expression gives in a stopped line of anonymous Apex. */
  evaluate(expression: string): Promise<string> {
    return attempt(async () => {
      const session = await this.#client.request('session/acquire', { loginId: this.#login.id });
      await this.#client.request('debug/ready', { sessionId: session.id });
      try {
        const path = join(this.#folder, `${this.#login.id}.apex`);
        await this.#client.request('debug/setBreakpoints', { sessionId: session.id, path, breakpoints: [{ id: 1, line: 2 }] });
        const stopped = new Promise<{ threadId: number }>((resolve) => {
          const listening = this.#client.hub.on('debug/stopped', (params) => { listening.dispose(); resolve(params); });
        });
        const run = this.#client.request('run/anonymous', { loginId: this.#login.id, code: 'Integer n = 1;\nSystem.debug(n);', path });
        const { threadId } = await Promise.race([stopped, run.then(() => Promise.reject(new Error('did not stop')))]);
        const { frames } = await this.#client.request('debug/stackTrace', { sessionId: session.id, threadId, startFrame: 0, levels: 1 });
        const value = await attempt(async () => (await this.#client.request('debug/evaluate', { sessionId: session.id, frameId: frames[0]!.id, expression, context: 'watch' })).value);
        await this.#client.request('debug/resume', { sessionId: session.id, threadId, kind: 'continue' });
        await run;
        return value;
      } finally {
        await this.#client.request('session/end', { sessionId: session.id });
      }
    });
  }
}

describe('the permission matrix', function () {
  this.timeout(120_000);

  it('is as it was', async () => {
    const bench = await Bench.start({ runnerFactory: startRunnerProcess }, WORLD, (folder) => {
      for (const [path, text] of Object.entries(SUBSCRIBER)) {
        mkdirSync(dirname(join(folder, 'subscriber', path)), { recursive: true });
        writeFileSync(join(folder, 'subscriber', path), text);
      }
    });
    try {
      const kim = await bench.connect('kim');
      const logIn = (name: string): Promise<LoginInfo> => kim.request('login/start', { org: 'matrix', user: `${name}@matrix.example` });
      const owner = await logIn('owner');
      await kim.request('run/anonymous', { loginId: owner.id, code: "insert new File__c(Name = 'first', Topic__c = 't', Secret__c = 's');" });
      const lines: string[] = [];
      for (const name of Object.keys(USERS)) {
        const visitor = new Visitor(kim, await logIn(name), bench.folder);
        lines.push(
          `${name}`,
          `  SOQL, a field:        ${await visitor.query('SELECT Topic__c FROM File__c')}`,
          `  SOQL, hidden field:   ${await visitor.query('SELECT Secret__c FROM File__c')}`,
          `  DML:                  ${await visitor.insert({ Name: name, Topic__c: 't' })}`,
          `  DML, hidden field:    ${await visitor.insert({ Name: name, Secret__c: 't' })}`,
          `  describe:             ${await visitor.describe()}`,
          `  REST request, class:  ${await visitor.rest()}`,
          `  anonymous:            ${await visitor.anonymous()}`,
          `  evaluation:           ${await visitor.evaluate('[SELECT COUNT() FROM File__c]')}`,
          `  evaluation, user:     ${await visitor.evaluate('[SELECT Secret__c FROM File__c WITH USER_MODE].size()')}`,
          '',
        );
      }
      assertGolden(new URL('./golden/matrix.txt', import.meta.url), lines.join('\n'));
    } finally {
      await bench.close();
    }
  });
});
