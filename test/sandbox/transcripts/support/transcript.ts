/** What a request did, as its debug log tells it, without what differs from run to run. */
import type { TestOrg } from '../../../support/apex.ts';

export interface Transcript {
  /** Of the golden file. */
  readonly name: string;
  /** The pages of Salesforce's documentation that it follows. */
  readonly pages: readonly string[];
  /** Requests of anonymous Apex, one after another; one that begins with `@` names a test method. */
  readonly requests: readonly string[];
}

/** Events that a transcript shows; of others nothing is said. */
const SHOWN = /^(USER_DEBUG|DML_BEGIN|DML_END|CODE_UNIT_STARTED|VALIDATION_RULE|VALIDATION_PASS|VALIDATION_FAIL|WF_\w+|DUPLICATE_\w+|SAVEPOINT_\w+|EXCEPTION_THROWN|FATAL_ERROR|CALLOUT_REQUEST|FLOW_START_INTERVIEW_BEGIN|FLOW_START_INTERVIEWS_ERROR|FOR_UPDATE_LOCKS_RELEASE)$/;
const ID = /\b[a-zA-Z0-9]{3}SB[0-9A-Za-z]{10}(?:[A-Z0-9]{3})?\b/g;

/** One line for each event; ids are called by their order, triggers by their event. */
export class Names {
  readonly #names = new Map<string, string>();

  of(text: string): string {
    return text.replaceAll(ID, (id) => {
      const key = id.slice(0, 15);
      if (!this.#names.has(key)) this.#names.set(key, `<${key.slice(0, 3)} ${this.#names.size + 1}>`);
      return this.#names.get(key)!;
    });
  }
}

export function linesOf(log: string, names: Names): string[] {
  return log.split('\n').flatMap((line) => {
    const [, name, rest] = /^\d\d:\d\d:\d\d\.\d+ \(\d+\)\|([A-Z_]+)\|?(.*)$/.exec(line) ?? [];
    if (name === undefined || !SHOWN.test(name)) return [];
    const fields = rest!.split('|');
    if (name === 'USER_DEBUG') return [`  ${names.of(fields.at(-1)!)}`];
    if (name === 'CODE_UNIT_STARTED') {
      const [, trigger, object, event] = /^(\w+) on (\w+) trigger event (\w+)/.exec(fields[2] ?? '') ?? [];
      if (fields[1]?.startsWith('Flow:')) return [fields[1]];
      return trigger === undefined ? [] : [`${event} of ${object} (${trigger})`];
    }
    return [[name, ...fields.filter((field) => !/^\[\d+\]$|^\[EXTERNAL\]$|^[0-9a-f-]{36}$/.test(field)).map((field) => names.of(field))].join(' ').trimEnd()];
  });
}

export function transcriptOf(org: TestOrg, { pages, requests }: Transcript): string {
  const names = new Names();
  const parts = requests.map((request) => {
    const result = request.startsWith('@') ? org.runTests([request.slice(1)])[0]!.result : org.run(request);
    const source = request.startsWith('@') ? [`run the test ${request.slice(1)}`] : request.trim().split('\n').map((line) => line.trim());
    return [...source.map((line) => `> ${line}`), ...linesOf(result.log, names), ''].join('\n');
  });
  return [...pages.map((page) => `Source: ${page}`), '', ...parts].join('\n');
}
