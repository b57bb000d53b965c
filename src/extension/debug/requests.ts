import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { RunResult } from '../../protocol/rpc.ts';
import type { LogIn } from '../login/log-in.ts';
import type { RequestLog } from '../logs/request-log.ts';
import type { Problems } from '../services/problems.ts';
import type { Sandbox } from '../services/sandbox.ts';
import { testAt, findTests } from '../tests/find-tests.ts';
import { isAnonymousApex, isApexClass } from './active-target.ts';

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

export interface TestRunRequest {
  readonly coverage?: boolean;
  /** In the output; the Testing view has its own. */
  readonly isShown?: boolean;
  /** Ends the run. */
  readonly token?: vscode.CancellationToken;
}

const lastRequestKey = 'lastRequest';

/** Makes requests to the sandbox as the user one is logged in as. An active session debugs them. */
export class Requests {
  private readonly sandbox: Sandbox;
  private readonly logIn: LogIn;
  private readonly problems: Problems;
  private readonly output: RequestLog;
  private readonly memory: vscode.Memento;

  constructor(sandbox: Sandbox, logIn: LogIn, problems: Problems, output: RequestLog, memory: vscode.Memento) {
    this.sandbox = sandbox;
    this.logIn = logIn;
    this.problems = problems;
    this.output = output;
    this.memory = memory;
  }

  /** Runs the selection, else the file, else what the person types. */
  async executeAnonymous(uri?: vscode.Uri): Promise<RunResult> {
    const { code, path } = await this.anonymousCode(uri);
    const login = await this.logIn.ensureLogin();
    const result = await this.run(`Anonymous Apex as ${login.user.name}`, () => this.sandbox.request('run/anonymous', { loginId: login.id, code, ...(path ? { path } : {}) }));
    if (path) this.problems.showFile(vscode.Uri.file(path), result.compileErrors);
    return result;
  }

  async sendRequest(given?: HttpRequest): Promise<RunResult> {
    const request = given ?? (await this.askRequest());
    const login = await this.logIn.ensureLogin();
    return this.run(`${request.method} ${request.path} as ${login.user.name}`, () => this.sandbox.request('run/request', { loginId: login.id, ...request }));
  }

  async runTest(given?: string): Promise<RunResult> {
    return this.runTests([given ?? (await this.askTest())]);
  }

  async runTests(tests: readonly string[], { coverage = false, isShown = true, token }: TestRunRequest = {}): Promise<RunResult> {
    const login = await this.logIn.ensureLogin();
    const title = tests.length === 1 ? `Test ${tests[0] ?? ''}` : `${tests.length} tests`;
    const requestId = randomUUID();
    const stopping = token?.onCancellationRequested(() => void this.sandbox.request('run/cancel', { requestId }));
    try {
      return await this.run(title, () => this.sandbox.request('run/test', { loginId: login.id, tests, requestId, ...(coverage ? { coverage } : {}) }), isShown);
    } finally {
      stopping?.dispose();
    }
  }

  private async run(title: string, start: () => Promise<RunResult>, isShown = true): Promise<RunResult> {
    const result = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async progress => {
      const reporting = this.sandbox.onDidProgress(step => progress.report({ message: step.message }));
      try {
        return await start();
      } finally {
        reporting.dispose();
      }
    });
    this.output.write(title, result, isShown);
    return result;
  }

  private async anonymousCode(uri: vscode.Uri | undefined): Promise<{ code: string; path?: string }> {
    const editor = vscode.window.activeTextEditor;
    const isActive = editor !== undefined && (uri === undefined || editor.document.uri.toString() === uri.toString());
    if (uri && !isActive) return { code: await readFile(uri.fsPath, 'utf8'), path: uri.fsPath };
    if (editor && isAnonymousApex(editor.document)) {
      const { document, selection } = editor;
      if (!selection.isEmpty) return { code: document.getText(selection) };
      if (!document.isUntitled) await document.save();
      return { code: document.getText(), ...(document.isUntitled ? {} : { path: document.uri.fsPath }) };
    }
    const code = await vscode.window.showInputBox({ title: 'Execute Anonymous Apex', prompt: 'Apex statements, run in the subscriber\'s namespace', placeHolder: "System.debug([SELECT COUNT() FROM Account]);" });
    if (!code) throw new vscode.CancellationError();
    return { code };
  }

  private async askRequest(): Promise<HttpRequest> {
    const last = this.memory.get<HttpRequest>(lastRequestKey);
    const line = await vscode.window.showInputBox({
      title: 'Send Request to the Org',
      prompt: 'Method and path; a body is asked for next',
      value: last ? `${last.method} ${last.path}` : 'GET /services/apexrest/',
      validateInput: value => (parseRequestLine(value) ? undefined : 'For example: POST /services/apexrest/orders'),
    });
    const parsed = line === undefined ? undefined : parseRequestLine(line);
    if (!parsed) throw new vscode.CancellationError();
    const takesBody = /^(POST|PUT|PATCH)$/.test(parsed.method);
    const body = takesBody ? await vscode.window.showInputBox({ title: `Body of ${parsed.method} ${parsed.path}`, value: last?.body ?? '{}', prompt: 'JSON; empty for none' }) : '';
    if (body === undefined) throw new vscode.CancellationError();
    const request = { ...parsed, ...(body ? { body } : {}) };
    await this.memory.update(lastRequestKey, request);
    return request;
  }

  private async askTest(): Promise<string> {
    const editor = vscode.window.activeTextEditor;
    if (editor && isApexClass(editor.document)) {
      const found = findTests(editor.document.getText());
      if (found) return testAt(found, editor.selection.active.line);
    }
    const files = await vscode.workspace.findFiles('**/*.cls', '**/node_modules/**');
    const classes = await Promise.all(files.map(async file => findTests(await readFile(file.fsPath, 'utf8'))));
    const items = classes.filter(found => found !== undefined).flatMap(found => [
      { label: found.name, description: `${found.methods.length} tests`, test: found.name },
      ...found.methods.map(method => ({ label: `$(symbol-method) ${method.name}`, description: found.name, test: `${found.name}.${method.name}` })),
    ]);
    if (items.length === 0) throw new Error('No test class was found in this workspace.');
    const chosen = await vscode.window.showQuickPick(items, { title: 'Run Test', matchOnDescription: true });
    if (!chosen) throw new vscode.CancellationError();
    return chosen.test;
  }
}

function parseRequestLine(line: string): { method: string; path: string } | undefined {
  const match = /^\s*(GET|POST|PUT|PATCH|DELETE|HEAD)\s+(\/\S*)\s*$/i.exec(line);
  return match?.[1] && match[2] ? { method: match[1].toUpperCase(), path: match[2] } : undefined;
}
