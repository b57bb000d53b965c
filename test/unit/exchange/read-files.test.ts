import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { csvText, parseCsv } from '../../../src/exchange/csv.ts';
import { FileFault } from '../../../src/exchange/file-fault.ts';
import { lineOfJson } from '../../../src/exchange/json-lines.ts';
import { readRecordFiles } from '../../../src/exchange/read-files.ts';

describe('lines of JSON', () => {
  const text = '{\n  "records": [\n    { "a": 1, "b": {\n      "c": [1,\n        "}]" ] } },\n\n    { "b\\"": null,\n      "a": [] }\n  ]\n}';
  const places: readonly (readonly [readonly (string | number)[], number])[] = [
    [[], 1], [['records'], 2], [['records', 0], 3], [['records', 0, 'b', 'c', 1], 5], [['records', 1, 'b"'], 7], [['records', 1, 'a'], 8],
    // Where there is none: the nearest around it.
    [['records', 1, 'nothing', 3], 7], [['records', 9], 2], [['other'], 1],
  ];
  for (const [path, line] of places) it(`finds ${JSON.stringify(path)} in line ${line}`, () => assert.equal(lineOfJson(text, path), line));
});

describe('CSV', () => {
  const texts: readonly (readonly [string, readonly (readonly [number, readonly string[]])[]])[] = [
    ['\uFEFFA,B\r\n1,2\r\n', [[1, ['A', 'B']], [2, ['1', '2']]]],
    ['A\n"x, ""y""\nz"\n\n"last"', [[1, ['A']], [2, ['x, "y"\nz']], [5, ['last']]]],
    ['A,B\n,\n"",""', [[1, ['A', 'B']], [2, ['', '']], [3, ['', '']]]],
    ['', []],
  ];
  for (const [text, rows] of texts) it(`reads ${JSON.stringify(text)}`, () => assert.deepEqual(parseCsv('f.csv', text).map(({ line, cells }) => [line, cells]), rows));

  it('writes what it reads', () => {
    const rows = [['Name', 'Note'], ['a "b"', 'x,\ny'], [' padded ', '']];
    assert.deepEqual(parseCsv('f.csv', csvText(rows)).map(({ cells }) => cells), rows);
  });

  it('names the line of a quote that is never closed, or closed too early', () => {
    assert.throws(() => parseCsv('f.csv', 'A\n1\n"x\ny'), /^FileFault: f\.csv:3: a quote is opened/);
    assert.throws(() => parseCsv('f.csv', 'A\n"x"y'), /^FileFault: f\.csv:2: "y" follows a closing quote/);
  });
});

describe('data files', () => {
  let folder: string;
  before(() => { folder = mkdtempSync(join(tmpdir(), 'files-')); });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it('are read from CSV: an empty cell is nothing, #N/A empties', () => {
    const [first, second] = readRecordFiles([write('Contact.csv', 'LastName,Account.Ext__c,Email\nAmes,A-1,\nBell,#N/A,b@c.example\n')]);
    assert.deepEqual([first?.object, [...first!.fields], first?.line('Email')], ['Contact', [['LastName', 'Ames'], ['Account.Ext__c', 'A-1']], 2]);
    assert.deepEqual([...second!.fields], [['LastName', 'Bell'], ['Account.Ext__c', null], ['Email', 'b@c.example']]);
  });

  it('are read from trees with children, and from plans of both forms', () => {
    write('a.json', '{ "records": [{ "attributes": { "type": "Account", "referenceId": "a" }, "Name": "A",\n"Contacts": { "records": [{ "attributes": { "type": "Contact" },\n"LastName": "B" }] } }] }');
    write('b.json', '{ "records": [] }');
    const [account] = readRecordFiles([write('plan.json', '[{ "sobject": "Account", "files": ["a.json", { "file": "b.json" }] }]')]);
    const [contact] = account?.children[0]?.nodes ?? [];
    assert.deepEqual([account?.reference, account?.children[0]?.relationship, contact?.object, contact?.line('LastName')], ['a', 'Contacts', 'Contact', 3]);
  });

  const nested = (levels: number): string => (levels === 0 ? '' : `, "C": { "records": [{ "attributes": { "type": "X" }${nested(levels - 1)} }] }`);
  const bad: readonly (readonly [name: string, text: string, message: RegExp])[] = [
    ['n1.json', '{ "records": [{\n"attributes": {} }] }', /n1\.json:2: attributes\.type: expected the name of an object/],
    ['n2.json', '{ "records": [{ "attributes": { "type": "A" },\n"B": [1] }] }', /n2\.json:2: B: expected text/],
    ['n3.json', '{ "records": [\n1] }', /n3\.json:2: expected a record/],
    ['n4.json', '{\n"records": [,] }', /n4\.json(:2)?: no JSON/],
    ['n5.json', `{ "records": [{ "attributes": { "type": "X" }${nested(5)} }] }`, /more than 5 levels deep/],
    ['n6.json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, /n6\.json:1: is nested more than 32 levels deep/],
    ['n7.csv', 'A,B\n1\n', /n7\.csv:2: has 1 values, but the header names 2/],
    ['n8.csv', 'A,a\n1,2\n', /n8\.csv:1: a: stands in the header twice/],
    ['n9.csv', 'A;B\n1;2\n', /"A;B" in the header is no name of a field/],
    ['n10.json', '[{ "files": 1 }]', /n10\.json:1: files: expected a list/],
    ['n11.json', '[{ "files": [\n"../outside.json"] }]', /n11\.json:2: files: "\.\.\/outside\.json" lies outside/],
    ['n12.json', '[{ "files": ["n12.json"] }]', /is a plan, which a plan may not name/],
    ['n13.json', '[{ "files": ["link/secret.json"] }]', /lies outside the plan's folder/],
  ];
  for (const [name, text, message] of bad) {
    it(`are refused with the place: ${message.source}`, () => {
      if (name === 'n13.json') {
        const outside = mkdtempSync(join(tmpdir(), 'outside-'));
        mkdirSync(join(outside, 'x'), { recursive: true });
        writeFileSync(join(outside, 'secret.json'), '{ "records": [] }');
        symlinkSync(outside, join(folder, 'link'));
      }
      assert.throws(() => readRecordFiles([write(name, text)]), (error: unknown) => error instanceof FileFault && message.test(error.message));
    });
  }

  it('that aren\'t there are named', () => assert.throws(() => readRecordFiles([join(folder, 'no.json')]), /no\.json: can't be read \(ENOENT\)/));
});
