import { readFileSync } from 'node:fs';

interface Asset {
  readonly type: string;
  readonly content: string;
}

/** Bundled, the files lie beside the bundle. */
const read = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');

const ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5cab"/><path d="M9 20a5 5 0 0 1 1-9.9 6.500 6.500 0 0 1 12.300 2A4.600 4.600 0 0 1 22 20z" fill="#fff"/></svg>';

const assets = new Map<string, () => Asset>([
  ['/pages.css', () => ({ type: 'text/css; charset=utf-8', content: read('pages.css') })],
  ['/passkey.js', () => ({ type: 'text/javascript; charset=utf-8', content: read('passkey.js') })],
  ['/icon.svg', () => ({ type: 'image/svg+xml', content: ICON })],
]);
const loaded = new Map<string, Asset>();

/** Null: none of that path. */
export function findAsset(path: string): Asset | null {
  const known = loaded.get(path) ?? assets.get(path)?.() ?? null;
  if (known) loaded.set(path, known);
  return known;
}
