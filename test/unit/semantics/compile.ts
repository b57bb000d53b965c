/** Runs tables of programs that the platform refuses, with its message and line, beside nearest neighbours that it accepts. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, it } from 'mocha';
import { bindUnit } from '../../../src/sandbox/apex/semantics/bind-unit.ts';
import { Catalogue } from '../../../src/sandbox/apex/semantics/catalogue.ts';
import { Program } from '../../../src/sandbox/apex/semantics/program.ts';
import type { SourceFile } from '../../../src/sandbox/apex/semantics/types.ts';
import { loadSchema, type LoadedMetadata } from '../../../src/sandbox/data/metadata/load-schema.ts';

/**
 * The rule's number, the program, and `line: message` of each error, separated by `; ` of their own array entries. A message
 * of `*` stands for any: the platform refuses the line, in words that nobody has written down.
 *
 * A program is a class, interface, enum or trigger; more of them follow behind lines of `---`, and a first line `// 45` gives
 * the API version of all. What starts otherwise is the body of an instance method, on line 1.
 */
export type Rejected = readonly [rule: number, program: string, ...errors: string[]];
export type Accepted = readonly [rule: number, program: string];

/** Classes that every program may name. */
const SHARED = [
  'public virtual class Animal { public String name; public virtual String speak() { return name; } public static Animal make() { return new Animal(); } }',
  'public class Dog extends Animal { public override String speak() { return \'wuff\'; } }',
  'public class Cat extends Animal { }',
  'public interface Shape { Decimal area(); }',
  'public abstract class Plan { public abstract void execute(Integer step); public void run() { execute(1); } }',
  'public enum Season { SPRING, SUMMER }',
  'public class OopsException extends Exception { }',
];

const OBJECTS: Readonly<Record<string, string>> = {
  'objects/Invoice__c/Invoice__c.object-meta.xml': '<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><label>Invoice</label><pluralLabel>Invoices</pluralLabel><nameField><label>No</label><type>AutoNumber</type><displayFormat>I-{0}</displayFormat></nameField><sharingModel>ReadWrite</sharingModel></CustomObject>',
  'objects/Invoice__c/fields/Amount__c.field-meta.xml': '<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Amount__c</fullName><label>Amount</label><type>Number</type><precision>18</precision><scale>2</scale></CustomField>',
  'objects/Invoice__c/fields/Double__c.field-meta.xml': '<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Double__c</fullName><label>Double</label><type>Number</type><precision>18</precision><scale>2</scale><formula>Amount__c * 2</formula></CustomField>',
  'objects/Invoice__c/fields/Key__c.field-meta.xml': '<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Key__c</fullName><label>Key</label><type>Text</type><length>20</length><externalId>true</externalId></CustomField>',
  'objects/Invoice__c/fields/Customer__c.field-meta.xml': '<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Customer__c</fullName><label>Customer</label><type>Lookup</type><referenceTo>Account</referenceTo><relationshipName>Invoices</relationshipName></CustomField>',
  'objects/Rate__c/Rate__c.object-meta.xml': '<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><label>Rate</label><customSettingsType>Hierarchy</customSettingsType></CustomObject>',
  'objects/Paid__e/Paid__e.object-meta.xml': '<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><label>Paid</label><pluralLabel>Paid</pluralLabel><eventType>HighVolume</eventType></CustomObject>',
};

/** Visualforce pages, one of them a package's. */
const PAGES: ReadonlySet<string> = new Set(['welcome', 'acme__invoice']);

let shared: { readonly metadata: LoadedMetadata; readonly catalogue: Catalogue } | null = null;

function world(): NonNullable<typeof shared> {
  if (shared) return shared;
  const directory = mkdtempSync(join(tmpdir(), 'compile-'));
  for (const [path, text] of Object.entries(OBJECTS)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  shared = { metadata: loadSchema({ projects: [{ directory, namespace: null }], namespace: null }), catalogue: Catalogue.load() };
  rmSync(directory, { recursive: true });
  return shared;
}

function sourceOf(text: string, apiVersion: number): SourceFile {
  const name = /\b(?:class|interface|enum|trigger)\s+(\w+)/i.exec(text)![1]!;
  return { path: `/${name}.${/^\s*trigger\b/i.test(text) ? 'trigger' : 'cls'}`, text, apiVersion, namespace: null };
}

/** Statements become the body of a method; a unit stays as it is. */
const asUnit = (program: string): string => (/^\s*(@|[^{;'(=]*\b(class|interface|enum|trigger)\s+\w)/i.test(program) ? program : `public class Probe { void run() { ${program}\n} }`);

/** `line: message` of each error in the first unit of a program. */
export function errorsOf(program: string): string[] {
  const version = /^\/\/ (\d+)\n/.exec(program);
  const [first, ...others] = program.slice(version?.[0].length ?? 0).split('\n---\n');
  const apiVersion = version ? Number(version[1]) : 64;
  const sources = [asUnit(first!), ...others, ...SHARED].map((text) => sourceOf(text, apiVersion));
  const unique = sources.filter((source, i) => sources.findIndex((other) => other.path.toLowerCase() === source.path.toLowerCase()) === i);
  const { metadata, catalogue } = world();
  const compiled = new Program({ sources: unique, schema: metadata.schema, catalogue, pages: PAGES });
  return bindUnit(compiled, unique[0]!.path).diagnostics.map((diagnostic) => `${diagnostic.line}: ${diagnostic.message}`);
}

/** A class of a package, or of no namespace. */
export interface PackagedClass { readonly namespace: string | null; readonly package?: string; readonly text: string }

/** `line: message` of each error in the first class, beside the others. */
export function errorsAcross(classes: readonly PackagedClass[]): string[] {
  const sources = classes.map(({ text, ...origin }): SourceFile => ({ ...sourceOf(text, 64), ...origin, path: `/${origin.namespace ?? ''}/${origin.package ?? ''}${sourceOf(text, 64).path}` }));
  const { metadata, catalogue } = world();
  return bindUnit(new Program({ sources, schema: metadata.schema, catalogue }), sources[0]!.path).diagnostics.map(({ line, message }) => `${line}: ${message}`);
}

const title = (rule: number, program: string): string => `${rule} ${program.length > 160 ? `${program.slice(0, 160)}…` : program}`.replaceAll('\n', '⏎');

export function compiles(tables: { readonly rejected: readonly Rejected[]; readonly accepted: readonly Accepted[] }): void {
  after(() => { shared = null; });
  for (const [rule, program, ...errors] of tables.rejected) {
    it(`refuses ${title(rule, program)}`, () => {
      const found = errorsOf(program);
      assert.deepEqual(found.map((error, i) => (errors[i] && errors[i].endsWith(': *') ? `${error.split(':')[0]!}: *` : error)), errors);
    });
  }
  for (const [rule, program] of tables.accepted) it(`accepts ${title(rule, program)}`, () => { assert.deepEqual(errorsOf(program), []); });
}
