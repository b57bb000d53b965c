import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { zipOf } from '../../exchange/bundle/write-zip.ts';
import type { BundleManifest } from '../../exchange/bundle/manifest.ts';
import type { Command, CommandContext } from '../context.ts';
import { worldOptions } from '../context.ts';
import { CannotRun, DONE } from '../failure.ts';
import type { ExitCode } from '../failure.ts';
import { megabytes, pack } from '../bundle/pack.ts';
import { MASK_HELP, maskOf } from '../data/export-options.ts';
import { checkOutput, writeFolder } from '../data/output-folder.ts';
import { salesforceApi } from '../data/salesforce-api.ts';

const DEFAULTS = { depth: 1, 'max-records': 2000, 'max-size': 10 } as const;
const HIGHEST = { depth: 5, 'max-records': 10_000, 'max-size': 50 } as const;

export const bundleCommand: Command = {
  name: 'bundle',
  summary: 'As a customer: pack a record, what it relates to and what is installed, for the partner. As the partner: open such a bundle as a subscriber org.',
  parameters: '--target-org ALIAS --record ID... | open FILE',
  options: {
    'target-org': { type: 'string', short: 'o', value: 'ALIAS', help: 'Your org, as the Salesforce CLI (sf) is logged in to it. It is only read.' },
    record: { type: 'string', multiple: true, value: 'ID', help: 'The record that shows the trouble.' },
    depth: { type: 'string', value: 'N', help: `How far relations are followed, to parents and children. Default: ${DEFAULTS.depth}, at most ${HIGHEST.depth}.` },
    mask: { type: 'string', value: 'WHAT', help: `${MASK_HELP} none: nothing. Default: text.` },
    code: { type: 'boolean', help: "With your own org's Apex: triggers of the packed objects, and classes." },
    'max-records': { type: 'string', value: 'N', help: `Default: ${DEFAULTS['max-records']}, at most ${HIGHEST['max-records']}.` },
    'max-size': { type: 'string', value: 'MB', help: `Default: ${DEFAULTS['max-size']}, at most ${HIGHEST['max-size']}.` },
    output: { type: 'string', short: 'd', value: 'NAME', help: 'A new folder, to read before you send it; or a new file NAME.zip. Default: support-bundle.' },
    world: worldOptions.world, project: { ...worldOptions.project, help: 'open: without a world, the package that the customer has.' }, with: { ...worldOptions.with, help: `open: ${worldOptions.with.help}` }, engineer: { ...worldOptions.engineer, help: `open: ${worldOptions.engineer.help}` },
  },
  run(context) {
    const [verb, path, ...more] = context.positionals;
    if (verb === undefined) return create(context);
    if (verb === 'open' && path !== undefined && more.length === 0) return open(context, path);
    throw new CannotRun('Say what: isv-debugger bundle --target-org ALIAS --record ID, or bundle open FILE.');
  },
};

async function create(context: CommandContext): Promise<ExitCode> {
  const target = context.text('target-org');
  const roots = context.texts('record');
  if (target === undefined || roots.length === 0) throw new CannotRun('Say which org and record: isv-debugger bundle --target-org ALIAS --record ID.');
  const wrong = roots.find(id => !/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(id));
  if (wrong !== undefined) throw new CannotRun(`--record ${wrong} is no record id of 15 or 18 characters.`);
  const output = context.text('output') ?? 'support-bundle';
  const isZip = output.toLowerCase().endsWith('.zip');
  if (isZip ? existsSync(output) : (checkOutput(output), false)) throw new CannotRun(`--output ${output} is there already.`);
  const mask = (maskOf(context, 'none') ?? 'text') as BundleManifest['mask'];
  const api = await salesforceApi(target);
  const { manifest, files } = await pack(api, {
    roots, mask, hasCode: context.values['code'] === true, depth: number(context, 'depth'), maxRecords: number(context, 'max-records'), maxBytes: number(context, 'max-size') * 1024 * 1024,
    createdAt: new Date().toISOString(), progress: message => context.progress(message),
  });
  if (isZip) writeFileSync(output, zipOf(files), { mode: 0o600, flag: 'wx' });
  else writeFolder(output, files);
  context.json({ output: resolve(output), ...manifest });
  for (const line of linesOf(manifest)) context.print(line);
  context.print(`Packed as ${output}. ${isZip ? '' : 'Look through it before you send it; all of it is text. '}Nothing was sent to anybody.`);
  return DONE;
}

function linesOf({ org, packages, records, files, mask, notes }: BundleManifest): string[] {
  const bytes = files.reduce((sum, each) => sum + each.bytes, 0);
  return [
    `${org.name} (${org.id})${org.isSandbox ? ', a sandbox' : ''}`, `Packages: ${packages.map(each => `${each.name} ${each.version}`).join(', ') || 'none'}`,
    `Records: ${Object.entries(records).map(([object, count]) => `${count} ${object}`).join(', ')}; ${mask === 'none' ? 'not masked' : mask === 'text' ? 'every text masked' : 'personal data masked'}`,
    `${files.length} files, ${megabytes(bytes)}`, ...notes,
  ];
}

function number(context: CommandContext, name: keyof typeof DEFAULTS): number {
  const text = context.text(name);
  if (text === undefined) return DEFAULTS[name];
  if (!/^\d{1,6}$/.test(text) || Number(text) > HIGHEST[name] || (name !== 'depth' && Number(text) === 0)) throw new CannotRun(`--${name} is "${text}", but must be a number up to ${HIGHEST[name]}.`);
  return Number(text);
}

async function open(context: CommandContext, path: string): Promise<ExitCode> {
  const { client, world } = await context.hub();
  // What the customer has installed is to be known.
  if (world.projects.length > 0) await context.openProject();
  const opened = await client.request('bundle/open', { path: resolve(path) });
  context.json(opened);
  for (const note of opened.notes) context.note(note);
  context.print(`Opened as ${opened.org.name} (${opened.org.alias ?? opened.org.id}) with ${opened.records} ${opened.records === 1 ? 'record' : 'records'}.`);
  return DONE;
}
