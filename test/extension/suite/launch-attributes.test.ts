import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activeApi } from './api.ts';

describe('a wrong launch configuration', () => {
  for (const [what, configuration] of [
    ['an attribute of a wrong type', { request: 'launch', run: { test: 'A' }, stopOnEntry: 'yes' }],
    ['an attribute of the other request', { request: 'attach', run: { test: 'A' } }],
    ['a launch that runs nothing', { request: 'launch' }],
  ] as const) {
    it(`starts no session: ${what}`, async () => {
      await activeApi();
      const sessions: string[] = [];
      const listening = vscode.debug.onDidStartDebugSession(session => sessions.push(session.type));
      try {
        assert.equal(await vscode.debug.startDebugging(undefined, { type: 'isv-apex', name: what, ...configuration }), false);
        assert.deepEqual(sessions, []);
      } finally {
        listening.dispose();
      }
    });
  }
});
