import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { LAUNCH_ATTRIBUTES } from '../../../src/protocol/launch.ts';
import { repositoryRoot } from '../../support/vscode/paths.ts';

interface Manifest {
  contributes: {
    commands: { command: string }[];
    menus: Record<string, { command: string }[]>;
    views: Record<string, { icon: string }[]>;
    viewsWelcome: { contents: string }[];
    walkthroughs: { steps: { description: string; media: { image: string } }[] }[];
    debuggers: { type: string; configurationAttributes: Record<'launch' | 'attach', { properties: Record<string, unknown> }> }[];
    grammars: { path: string }[];
    languages: { configuration: string }[];
  };
  icon: string;
}

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const { contributes } = manifest;

describe('package.json', () => {
  it('says about launch attributes what src/protocol/launch.ts says, and so does the documentation', async () => {
    const generator = '../../../scripts/generate-contributes.mjs';
    const { generate } = (await import(generator)) as { generate(): Promise<Record<string, string>> };
    for (const [path, text] of Object.entries(await generate())) assert.equal(read(path), text, `${path} is stale: npm run generate`);
  });

  it('offers each attribute in the requests that take it', () => {
    const [debug] = contributes.debuggers;
    assert.ok(debug);
    for (const request of ['launch', 'attach'] as const) {
      const expected = LAUNCH_ATTRIBUTES.filter(attribute => attribute.request === request || attribute.request === 'both').map(attribute => attribute.name);
      assert.deepEqual(Object.keys(debug.configurationAttributes[request].properties), expected);
    }
  });

  it('declares every command that a menu, a welcome text or a walkthrough names', () => {
    const declared = new Set(contributes.commands.map(({ command }) => command));
    const texts = [...contributes.viewsWelcome.map(welcome => welcome.contents), ...contributes.walkthroughs.flatMap(walkthrough => walkthrough.steps.map(step => step.description))];
    const linked = texts.flatMap(text => [...text.matchAll(/command:(isvDebugger\.\w+)/g)].map(match => match[1] ?? ''));
    const named = [...Object.values(contributes.menus).flat().map(item => item.command), ...linked];
    assert.ok(linked.length > 0);
    assert.deepEqual(named.filter(command => !declared.has(command)), []);
  });

  it('names only files that exist', () => {
    const named = [
      manifest.icon,
      ...contributes.grammars.map(grammar => grammar.path),
      ...contributes.languages.map(language => language.configuration),
      ...Object.values(contributes.views).flat().map(view => view.icon),
      ...contributes.walkthroughs.flatMap(walkthrough => walkthrough.steps.map(step => step.media.image)),
    ];
    assert.deepEqual(named.filter(path => !existsSync(join(repositoryRoot, path))), []);
  });
});
