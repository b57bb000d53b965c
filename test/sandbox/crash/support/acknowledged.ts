/** The list that the writers keep: a line of JSON for each commit that the sandbox acknowledged. */
import { readFileSync } from 'node:fs';

export interface Acknowledged {
  /** Of the writer, and the name of its ledger; `prefix-number` is the commit's marker. */
  readonly prefix: string;
  /** Counts the writer's commits from 1. */
  readonly number: number;
  readonly kind: 'batch' | 'record' | 'jobs';
  /** Contacts of a batch. */
  readonly rows: number;
}

export function readAcknowledged(file: string): Acknowledged[] {
  return readFileSync(file, 'utf8').split('\n').filter(line => line !== '').map(line => JSON.parse(line) as Acknowledged);
}
