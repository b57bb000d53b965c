/** Copies of a customer's code on a developer's machine (D9, D12, D15). Null: as things are, there is nothing to ask. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResultOf } from '../../../src/protocol/rpc.ts';
import { atWork, loggedIn, unlike, visibleCode } from './inside-moves.ts';
import type { Move } from './moves.ts';
import type { Scene } from './scene.ts';

const readIn = (folder: string, path: string): string | null => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : null);

export function retrieve(scene: Scene): Move<ResultOf<'project/retrieve'>> | null {
  const found = atWork(scene);
  if (!found) return null;
  const { model, random, bench } = scene;
  const { login, window, loginId } = found;
  const { developer, org } = login;
  const own = model.inside.copiesOf(developer);
  const isAgain = own.length > 0 && random.chance(30);
  const folder = isAgain ? random.pick(own) : join(bench.folder, `copy ${model.inside.copies.length} ${random.below(1_000_000)}`);
  return {
    what: () => 'retrieve code', refusal: rule => `retrieve code refused (${rule})`, forbidden: () => [...loggedIn(scene, login), ...(window.isRemote ? ['D9'] : [])],
    ask: () => window.client.request('project/retrieve', { loginId, folder }),
    follow: () => { model.inside.copies = [...model.inside.copies.filter(each => each.folder !== folder), { folder, developer, org }]; },
    shown: () => {
      if (!readIn(folder, '.gitignore')?.split('\n').includes('*')) return 'version control would take it (D15).';
      for (const code of model.org(org).code) {
        const text = readIn(folder, join(code.namespace === null ? 'force-app' : `packages/${code.namespace}`, 'classes', `${code.className}.cls`));
        const isWhole = visibleCode(scene, login).find(each => each.code === code)?.isWhole;
        const wrong = unlike(code.className, text === null ? null : text.includes(code.secret), isWhole ?? null);
        if (wrong !== null) return wrong;
      }
      return null;
    },
  };
}

/** D9: one command; of one's own copies only. */
export function remove(scene: Scene): Move | null {
  const { model, random } = scene;
  const { copies } = model.inside;
  const window = scene.window();
  if (!window || copies.length === 0) return null;
  const { folder, developer } = random.pick(copies);
  return {
    what: () => 'delete a copy', refusal: rule => `delete a copy refused (${rule})`, forbidden: () => (developer === window.developer && !window.isRemote ? [] : ['D9']),
    ask: () => window.client.request('project/remove', { folder }),
    follow: () => { model.inside.copies = copies.filter(each => each.folder !== folder); },
    shown: () => (existsSync(folder) ? `${folder} is still there.` : null),
    after: async () => {
      const { projects } = await window.client.request('project/list', {});
      scene.mustShow(unlike('copies', projects.map(each => each.folder).sort(), model.inside.copiesOf(window.developer).sort()));
    },
  };
}
