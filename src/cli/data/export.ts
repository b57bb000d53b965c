import { randomBytes } from 'node:crypto';
import { Masker } from '../../exchange/mask.ts';
import type { MaskLevel } from '../../exchange/mask.ts';
import type { CommandContext } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';
import type { ExitCode } from '../failure.ts';
import { DescribedObjects } from './described-objects.ts';
import { maskOf } from './export-options.ts';
import { queryRecords } from './org-api.ts';
import type { OrgApi } from './org-api.ts';
import { checkOutput, writeFolder } from './output-folder.ts';
import { RecordSet } from './record-set.ts';
import { salesforceApi } from './salesforce-api.ts';
import { sandboxApi } from './sandbox-api.ts';
import { csvFiles } from './write-csv.ts';
import { treeFiles } from './write-tree.ts';

/** Small sets of data that a person looks through; a whole org is copied as a sandbox. */
const MAX_RECORDS = 10_000;

export async function exportData(context: CommandContext): Promise<ExitCode> {
  const queries = context.texts('query');
  const format = context.text('format') ?? 'tree';
  const folder = context.text('output') ?? 'data-export';
  const mask = maskOf(context) as MaskLevel | undefined;
  if (queries.length === 0) throw new CannotRun('Say which records: isv-debugger data export --query "SELECT Id, Name FROM Account".');
  if (format !== 'tree' && format !== 'csv') throw new CannotRun(`--format ${format}: there are tree, csv.`);
  checkOutput(folder);
  const api = await orgApi(context);
  const set = new RecordSet(new DescribedObjects(api), mask === undefined ? null : { level: mask, masker: new Masker(randomBytes(32)) });
  for (const soql of queries) {
    context.progress(`Reading from ${api.name}…`);
    for (const record of await queryRecords(api, soql, MAX_RECORDS - set.records.length)) await set.add(record);
  }
  const { files, notes } = format === 'tree' ? treeFiles(set) : csvFiles(set);
  writeFolder(folder, files);
  context.json({ folder, files: [...files.keys()], records: set.records.length, notes });
  for (const note of notes) context.note(note);
  context.print(`Exported ${set.records.length} ${set.records.length === 1 ? 'record' : 'records'} from ${api.name} to ${folder}${mask === undefined ? '' : `, masked (${mask})`}.`);
  return DONE;
}

async function orgApi(context: CommandContext): Promise<OrgApi> {
  const target = context.text('target-org');
  if (target !== undefined) return salesforceApi(target);
  const login = await context.login();
  return sandboxApi((await context.hub()).client, login);
}
