import { ImportRefused, importRecords } from '../../exchange/import-records.ts';
import { FileFault } from '../../exchange/file-fault.ts';
import { readRecordFiles } from '../../exchange/read-files.ts';
import type { Command, CommandContext } from '../context.ts';
import { orgOptions } from '../context.ts';
import type { ExitCode } from '../failure.ts';
import { CannotRun, DONE, FOUND_FAILURES } from '../failure.ts';
import { exportData } from '../data/export.ts';
import { exportOptions } from '../data/export-options.ts';

export const dataCommand: Command = {
  name: 'data',
  summary: 'Import records from sObject tree, plan or CSV files, or export them.',
  parameters: 'import FILE... | export',
  options: {
    ...orgOptions,
    object: { type: 'string', value: 'NAME', help: "import: object of a CSV file. Default: the file's name." },
    upsert: { type: 'string', value: 'FIELD', help: 'import: update the records that have the same value in this external id field.' },
    raw: { type: 'boolean', help: 'import: as the platform itself, without triggers and rights. In sandboxes only.' },
    ...exportOptions,
  },
  run(context) {
    const [verb, ...rest] = context.positionals;
    if (verb === 'import' && rest.length > 0) return importFiles(context, rest);
    if (verb === 'export' && rest.length === 0) return exportData(context);
    throw new CannotRun('Say what: isv-debugger data import FILE..., or data export --query SOQL.');
  },
};

/** 1: records were refused. */
async function importFiles(context: CommandContext, files: readonly string[]): Promise<ExitCode> {
  const records = read(files, context.text('object') ?? null);
  const externalId = context.text('upsert');
  const raw = context.values['raw'] === true;
  const login = await context.login();
  const { client } = await context.hub();
  try {
    const { count, byObject, references } = await importRecords(records, {
      send: set => client.request('data/import', { loginId: login.id, ...set, ...(raw ? { raw } : {}) }),
      progress: (done, total) => context.progress(`Imported ${done} of ${total} records`), ...(externalId === undefined ? {} : { externalId }),
    });
    context.json({ count, byObject, references });
    context.print(`Imported ${count} ${count === 1 ? 'record' : 'records'} into ${login.org.name}${Object.entries(byObject).map(([object, n], i) => `${i === 0 ? ': ' : ', '}${n} ${object}`).join('')}.`);
    return DONE;
  } catch (error) {
    if (!(error instanceof ImportRefused)) throw error;
    context.json({ saved: error.saved, faults: error.faults.map(({ file, line, field, message }) => ({ file, line, field, message })) });
    for (const fault of error.faults) context.note(fault.message);
    if (error.saved > 0) context.note(`${error.saved} records that come before are saved.`);
    return FOUND_FAILURES;
  }
}

function read(files: readonly string[], object: string | null): ReturnType<typeof readRecordFiles> {
  try {
    return readRecordFiles(files, object);
  } catch (error) {
    throw error instanceof FileFault ? new CannotRun(error.message) : error;
  }
}
