import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { DebugLogLevels, RunResult } from '../../protocol/rpc.ts';
import { FileFault } from '../../exchange/file-fault.ts';
import { sendWorkspace } from '../../exchange/workspace-files.ts';
import type { HubClient } from '../../protocol/client.ts';
import { projectArgument } from '../../protocol/project-argument.ts';
import type { SentWorkspace } from '../../protocol/workspace.ts';
import type { Command, CommandContext } from '../context.ts';
import { orgOptions } from '../context.ts';
import { CannotRun, DONE, FOUND_FAILURES } from '../failure.ts';

export const execCommand: Command = {
  name: 'exec',
  summary: 'Run anonymous Apex from a file, from -e, or from standard input.',
  parameters: '[FILE]',
  options: { ...orgOptions, code: { type: 'string', short: 'e', value: 'CODE', help: 'The code itself.' }, log: { type: 'boolean', help: 'Print the whole debug log.' }, 'workspace-version': { type: 'string', multiple: true, value: '[NS=]DIR', help: "Run it on the installed version of a package and on this project of it, in copies of the org, and compare. Without code: the org's last request." }, 'log-level': { type: 'string', value: 'LEVEL', help: 'What the log tells of Apex: NONE, ERROR, WARN, INFO, DEBUG, FINE, FINER or FINEST, which the Apex Replay Debugger needs. Or by category: ApexCode=FINEST,System=FINE.' } },
  async run(context) {
    const projects = context.texts('workspace-version').map(projectPath);
    const source = await sourceOf(context, projects.length > 0);
    const levels = levelsOf(context.text('log-level'));
    const login = await context.login();
    const { client, isElsewhere } = await context.hub();
    if (projects.length > 0) {
      const where = isElsewhere ? { projects: [], sent: await sendAll(context, client, projects) } : { projects };
      const comparison = await client.request('run/onWorkspaceVersion', { loginId: login.id, ...where, ...source, ...(levels ? { levels } : {}) });
      context.json(comparison);
      context.print(comparison.markdown);
      return comparison.workspace.success ? DONE : FOUND_FAILURES;
    }
    if (!source) throw new CannotRun(NO_CODE);
    const result = await client.request('run/anonymous', { loginId: login.id, ...source, ...(levels ? { levels } : {}) });
    context.json(result);
    for (const line of context.values['log'] === true ? result.debugLog.split('\n') : debugLines(result.debugLog)) context.print(line);
    printFailure(context, result);
    return result.success ? DONE : FOUND_FAILURES;
  },
};

const CATEGORIES = ['ApexCode', 'ApexProfiling', 'Callout', 'DataAccess', 'Database', 'Nba', 'System', 'Validation', 'Visualforce', 'Wave', 'Workflow'] as const satisfies readonly (keyof DebugLogLevels)[];
const LEVELS = ['NONE', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'FINE', 'FINER', 'FINEST'] as const;

function levelsOf(text: string | undefined): DebugLogLevels | null {
  if (text === undefined) return null;
  if (text.includes('=')) return Object.fromEntries(text.split(',').map(categoryLevel));
  const level = levelOf(text);
  return { ApexCode: level, ...(level === 'FINEST' ? { Visualforce: 'FINER' } : {}) };
}

function categoryLevel(text: string): [keyof DebugLogLevels, (typeof LEVELS)[number]] {
  const [name = '', level = ''] = text.split('=').map(part => part.trim());
  const category = CATEGORIES.find(each => each.toLowerCase() === name.toLowerCase());
  if (!category) throw new CannotRun(`--log-level names the category ${name}, but must name ${CATEGORIES.join(', ')}.`);
  return [category, levelOf(level)];
}

function levelOf(text: string): (typeof LEVELS)[number] {
  const level = LEVELS.find(each => each === text.toUpperCase());
  if (!level) throw new CannotRun(`--log-level is ${text}, but must be one of ${LEVELS.join(', ')}.`);
  return level;
}

const SHOWN_FILES = 5;
const NO_CODE = 'Give some code: a FILE, -e CODE, or standard input.';

async function sendAll(context: CommandContext, client: HubClient, projects: readonly string[]): Promise<SentWorkspace[]> {
  const all: SentWorkspace[] = [];
  for (const project of projects) {
    context.progress(`Sending ${project}…`);
    const { workspace, leftOut } = await sendWorkspace(client, project).catch((error: unknown) => { throw error instanceof FileFault ? new CannotRun(error.message) : error; });
    if (leftOut.length > 0) context.note(`Not sent, because they are no text or too large: ${leftOut.slice(0, SHOWN_FILES).join(', ')}${leftOut.length > SHOWN_FILES ? ` and ${leftOut.length - SHOWN_FILES} more` : ''}.`);
    all.push(workspace);
  }
  return all;
}

/** The hub may have another working directory. */
function projectPath(argument: string): string {
  const { namespace, folder } = projectArgument(argument);
  return `${namespace === null ? '' : `${namespace}=`}${resolve(folder)}`;
}

/** Null: there is none, which is said where it `isOptional`. */
async function sourceOf(context: CommandContext, isOptional: boolean): Promise<{ code: string; path?: string } | null> {
  const code = context.text('code');
  const [file, ...more] = context.positionals;
  if (more.length > 0 || (code !== undefined && file !== undefined)) throw new CannotRun('Give one piece of code: a FILE, -e CODE, or standard input.');
  if (code !== undefined) return { code };
  if (file === undefined) {
    const code = process.stdin.isTTY ? '' : await text(process.stdin);
    if (isOptional && code.trim() === '') return null;
    if (process.stdin.isTTY) throw new CannotRun(NO_CODE);
    return { code };
  }
  try {
    return { code: await readFile(file, 'utf8'), path: resolve(file) };
  } catch (error) {
    throw new CannotRun(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What System.debug wrote: a log's USER_DEBUG lines, with the lines that follow them. */
export function debugLines(log: string): readonly string[] {
  const lines: string[] = [];
  let isInside = false;
  for (const line of log.split('\n')) {
    const event = /^\d\d:\d\d:\d\d\.\d+ \(\d+\)\|([A-Z_]+)/.exec(line);
    if (event) {
      isInside = event[1] === 'USER_DEBUG';
      if (isInside) lines.push(line.split('|').slice(4).join('|'));
    } else if (isInside && line !== '') {
      lines.push(line);
    }
  }
  return lines;
}

export function printFailure(context: CommandContext, result: RunResult): void {
  for (const problem of result.compileErrors) context.note(`${problem.path}:${problem.line}:${problem.column}: ${problem.message}`);
  if (result.exception) context.note(`${result.exception.type}: ${result.exception.message}\n${result.exception.stackTrace}`);
}
