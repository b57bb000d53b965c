import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { unzipSync, zipSync } from 'fflate';
import { BUNDLE_LIMITS } from '../../../src/exchange/bundle/manifest.ts';
import { readBundle } from '../../../src/exchange/bundle/read-bundle.ts';
import { zipOf } from '../../../src/exchange/bundle/write-zip.ts';
import { FileFault } from '../../../src/exchange/file-fault.ts';

type Files = Readonly<Record<string, string>>;

const GOOD: Files = { 'records/plan.json': '[]', 'records/001-Account.json': '{"records":[]}', 'objects/acme__Order__c.json': '{}', 'code/Apples.cls': '// ä' };

/** With a manifest that lists them. */
function listed(files: Files): Map<string, string> {
  const manifest = { files: Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') })) };
  return new Map([['manifest.json', JSON.stringify(manifest)], ...Object.entries(files)]);
}

describe('support bundles from somebody else', () => {
  let folder: string;
  let count = 0;
  before(() => { folder = mkdtempSync(join(tmpdir(), 'bundle-')); });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function zip(bytes: Uint8Array): string {
    const path = join(folder, `b${count++}.zip`);
    writeFileSync(path, bytes);
    return path;
  }
  function directory(files: ReadonlyMap<string, string>): string {
    const path = join(folder, `b${count++}`);
    for (const [name, text] of files) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
    }
    return path;
  }
  const refused = (path: string, message: RegExp): void => assert.throws(() => readBundle(path), (error: unknown) => error instanceof FileFault && message.test(error.message));

  it('are read as folders and as zip files, of ours and of others', () => {
    const files = listed(GOOD);
    for (const path of [directory(files), zip(zipOf(files)), zip(zipSync(Object.fromEntries([...files].map(([name, text]) => [name, Buffer.from(text)])))), zip(zipSync(Object.fromEntries([...files].map(([name, text]) => [name, [Buffer.from(text), { level: 0 }]]))))]) {
      assert.deepEqual(Object.fromEntries(readBundle(path).texts), GOOD);
    }
  });

  it('are zip files that others read', () => {
    const read = unzipSync(zipOf(listed(GOOD)));
    assert.equal(Buffer.from(read['code/Apples.cls'] ?? []).toString(), '// ä');
    assert.equal(Object.keys(read).length, 5);
  });

  const names = ['../evil.json', '/etc/passwd', 'records/../../evil.json', 'C:\\evil.json', 'records\\001-A.json', 'objects/a/b.json', 'records/001-CON.json.exe', 'code/.git', 'code/A.sh', 'force-app/A.cls', 'objects/__proto__', 'manifest.json/x', 'code/A.cls\u0000.txt', `objects/${'A'.repeat(300)}.json`, 'objects/É.json'];
  for (const name of names) {
    it(`have no entry ${JSON.stringify(name).slice(0, 60)}`, () => refused(zip(zipOf(listed({ ...GOOD, [name]: 'x' }))), /has an entry .*, which is no part of a bundle/));
  }

  it('have no name twice, in any case', () => {
    const files = listed({ ...GOOD, 'code/apples.cls': 'x' });
    refused(zip(zipOf(files)), /has code\/apples\.cls twice/);
    const twice = zipOf(files);
    // The same name in the directory once more.
    for (let at = twice.indexOf('code/apples.cls'); at >= 0; at = twice.indexOf('code/apples.cls', at + 1)) twice.write('code/Apples.cls', at);
    refused(zip(twice), /has code\/Apples\.cls twice/);
  });

  it('are what their manifest lists, all of it and no more', () => {
    const files = listed(GOOD);
    refused(directory(new Map([...files, ['code/More.cls', '']])), /has a file code\/More\.cls that its manifest doesn't list/);
    refused(directory(new Map([...files, ['code/Apples.cls', 'changed']])), /code\/Apples\.cls is not as it was packed/);
    files.delete('code/Apples.cls');
    refused(directory(files), /lacks the file code\/Apples\.cls/);
    refused(directory(new Map([['manifest.json', '{}']])), /files: expected a list of files/);
    refused(directory(new Map([['manifest.json', '{"files":[null]}']])), /lacks the file undefined/);
    refused(directory(new Map([['code/A.cls', '']])), /is no bundle: it has no manifest\.json/);
  });

  it('have no links', () => {
    const path = directory(listed(GOOD));
    symlinkSync('/etc/hostname', join(path, 'code', 'Linked.cls'));
    refused(path, /"code\/Linked\.cls", which is no plain file/);
  });

  it('have no deeper folders', () => refused(directory(new Map([...listed(GOOD), ['code/more/A.cls', 'x']])), /"code\/more", which is no plain file/));

  it('are not nested without end', () => refused(directory(new Map([['manifest.json', '['.repeat(200_000)]])), /nested more than 32 levels deep/));

  it('are text', () => {
    const path = directory(listed({ ...GOOD }));
    writeFileSync(join(path, 'manifest.json'), Buffer.from([0xff, 0xfe, 0x7b]));
    refused(path, /manifest\.json is no text in UTF-8/);
  });

  it('don\'t unpack to more than they say', () => {
    const bomb = zipOf(listed({ 'code/Bomb.cls': '0'.repeat(20_000_000) }));
    refused(zip(bomb), /code\/Bomb\.cls has 20000000 bytes; a file has at most 16777216/);
    // The directory lies: 10 bytes.
    const name = bomb.lastIndexOf('code/Bomb.cls');
    bomb.writeUInt32LE(10, name - 46 + 24);
    refused(zip(bomb), /code\/Bomb\.cls can't be unpacked/);
    bomb.writeUInt32LE(16_000_000, name - 46 + 24);
    refused(zip(bomb), /code\/Bomb\.cls can't be unpacked/);
  });

  it('have no more files, and no more bytes, than a bundle has', () => {
    refused(zip(zipOf(listed(Object.fromEntries(Array.from({ length: BUNDLE_LIMITS.files + 1 }, (_, i) => [`code/C${i}.cls`, '']))))), /has more than 5000 files/);
    refused(zip(zipOf(listed(Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`code/C${i}.cls`, '0'.repeat(15_000_000)]))))), /has more than 67108864 bytes/);
  });

  it('don\'t overlap, and lie inside of their file', () => {
    const good = zipOf(listed(GOOD));
    const place = (name: string): number => good.lastIndexOf(name) - 46;
    const change = (offset: number, value: number): Uint8Array => {
      const copy = Buffer.from(good);
      copy.writeUInt32LE(value, offset);
      return copy;
    };
    refused(zip(change(place('code/Apples.cls') + 42, 0xfffffff0)), /isn't where its directory says/);
    refused(zip(change(place('code/Apples.cls') + 20, 0x7fffffff)), /goes past its end/);
    refused(zip(change(good.length - 6, 0xfffffff0)), /directory lies outside/);
    refused(zip(change(place('records/plan.json'), 0)), /directory is broken/);
    refused(zip(Buffer.from('no zip at all')), /its end is missing/);
    refused(zip(good.subarray(0, good.length - 30)), /its end is missing/);
  });

  it('survive any change of their bytes: refused, or as they were packed', () => {
    const good = zipOf(listed(GOOD));
    const path = zip(good);
    for (let at = 0; at < good.length; at++) {
      const changed = Buffer.from(good);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(path, changed);
      try {
        assert.deepEqual(Object.fromEntries(readBundle(path).texts), GOOD);
      } catch (error) {
        assert.ok(error instanceof FileFault, `byte ${at}: ${String(error)}`);
      }
    }
  });

  it('that aren\'t there are named', () => refused(join(folder, 'nothing.zip'), /there is no such bundle/));
});
