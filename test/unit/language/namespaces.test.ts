/** Packages beside unmanaged code: what each may name, and how names without a prefix are understood. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';

const OBJECT = '<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><label>Order</label><pluralLabel>Orders</pluralLabel><nameField><label>Name</label><type>Text</type></nameField><sharingModel>ReadWrite</sharingModel></CustomObject>';
const FIELD = '<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Total__c</fullName><label>Total</label><type>Number</type><precision>18</precision><scale>2</scale></CustomField>';

const ACME: Readonly<Record<string, string>> = {
  'classes/Tool.cls': `global virtual class Tool {
    global static String whose() { return 'acme'; }
    public static String internal() { return 'internal'; }
    global Integer size = 1;
    public Integer hidden = 2;
    global virtual String name() { return 'tool'; }
    public virtual String secret() { return 'secret'; }
    global static Boolean sees(String name) { return Type.forName(name) != null; }
    global static String resolve(String name) { return String.valueOf(Type.forName(name)); }
    global static Decimal total() { Order__c o = new Order__c(Name = 'x', Total__c = 5); insert o; return [SELECT Total__c FROM Order__c WHERE Id = :o.Id].Total__c; }
    global static Boolean describes(String name) { return Schema.getGlobalDescribe().containsKey(name); }
    global static Boolean hasField(String name) { return Order__c.SObjectType.getDescribe().fields.getMap().containsKey(name); }
    global static void fail() { throw new ToolException('broken'); }
    global static String parent() { Order__c o = new Order__c(Buyer__r = new Account(Name = 'a')); ((SObject) o).putSObject('Buyer__r', new Account(Name = 'b')); return (String) ((SObject) o).getSObject('Buyer__r').get('Name') + ((SObject) o).getSObject('Buyer__c').get('Name'); }
    global static String children() { Account a = new Account(Name = 'c'); insert a; insert new Order__c(Name = 'x', Buyer__c = a.Id); a = [SELECT Id, (SELECT Id FROM Orders__r) FROM Account WHERE Id = :a.Id]; return String.valueOf(a.getSObjects('Orders__r').size()); }
    global static Decimal latitude() { Order__c o = new Order__c(Name = 'x', Place__Latitude__s = 1.5, Place__Longitude__s = 2); insert o; return [SELECT Place__Latitude__s FROM Order__c WHERE Id = :o.Id].Place__Latitude__s; }
    global static String page() { return Page.Welcome.getUrl() + ' ' + Page.acme__Welcome.getUrl(); }
    global static String levels() { return String.join(new List<String>(Level__mdt.getAll().keySet()), ','); }
    global static Integer queries() { List<Level__mdt> all = [SELECT Size__c FROM Level__mdt]; return Limits.getQueries(); }
    global static Integer longQueries() { List<Level__mdt> all = [SELECT Story__c FROM Level__mdt]; return Limits.getQueries(); }
    global static String fieldSet() { Schema.FieldSet s = Order__c.SObjectType.getDescribe().fieldSets.getMap().get('Main'); return s.getNamespace() + ' ' + s.getName(); }
    global static Boolean typesNothing() { Object none = Database.query('SELECT Id FROM Order__c WHERE Name = null'); return none instanceof List<Order__c>; }
    global static String trace() { try { fail(); } catch (Exception e) { return e.getStackTraceString(); } return null; }
    global class Part { }
    public class Inside { }
  }`,
  'classes/ToolException.cls': 'global class ToolException extends Exception { }',
  'classes/Hidden.cls': 'public class Hidden { public static Integer i = 1; }',
  'classes/Shared.cls': "global class Shared { global static String whose() { return 'acme'; } }",
  'objects/Order__c/fields/Buyer__c.field-meta.xml': '<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Buyer__c</fullName><label>Buyer</label><type>Lookup</type><referenceTo>Account</referenceTo><relationshipName>Orders</relationshipName></CustomField>',
  'objects/Order__c/fields/Place__c.field-meta.xml': '<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Place__c</fullName><label>Place</label><type>Location</type><scale>5</scale></CustomField>',
  'pages/Welcome.page': '<apex:page/>',
  'objects/Order__c/fieldSets/Main.fieldSet-meta.xml': '<FieldSet xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Main</fullName><label>Main</label><description>x</description><displayedFields><field>Name</field></displayedFields></FieldSet>',
  'objects/Level__mdt/Level__mdt.object-meta.xml': '<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><label>Level</label><pluralLabel>Levels</pluralLabel></CustomObject>',
  'objects/Level__mdt/fields/Size__c.field-meta.xml': '<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Size__c</fullName><label>Size</label><type>Number</type><precision>18</precision><scale>0</scale></CustomField>',
  'objects/Level__mdt/fields/Story__c.field-meta.xml': '<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Story__c</fullName><label>Story</label><type>LongTextArea</type><length>1000</length></CustomField>',
  'customMetadata/Level.High.md-meta.xml': '<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><label>High</label><values><field>Size__c</field><value xsi:nil="true"/></values></CustomMetadata>',
  'objects/Order__c/Order__c.object-meta.xml': OBJECT,
  'objects/Order__c/fields/Total__c.field-meta.xml': FIELD,
};
const OWN = [
  "public class Shared { public static String whose() { return 'own'; } }",
  "public class Bigger extends acme.Tool { public override String name() { return 'bigger ' + super.name(); } }",
];

/** Anonymous code of the subscriber, and what it prints. */
const PRINTS: readonly (readonly [string, string])[] = [
  ['acme.Tool.whose()', 'acme'], ['new acme.Tool().size', '1'], ['new Bigger().name()', 'bigger tool'], ['Shared.whose()', 'own'], ['acme.Shared.whose()', 'acme'], ['new acme.Tool.Part() != null', 'true'],
  // Names that reflection is given mean the caller's own first; of a package only what is global.
  ["Type.forName('acme.Tool')", 'acme.Tool'], ["Type.forName('acme', 'Tool')", 'acme.Tool'], ["Type.forName('acme.Tool.Part')", 'acme.Tool.Part'], ["Type.forName('acme.Hidden')", 'null'], ["Type.forName('acme', 'Hidden')", 'null'], ["Type.forName('acme.Tool.Inside')", 'null'],
  ["Type.forName('Tool')", 'null'], ["Type.forName('Shared')", 'Shared'], ["Type.forName('', 'Shared')", 'Shared'], ["acme.Tool.resolve('Shared')", 'acme.Shared'], ["acme.Tool.resolve('Tool')", 'acme.Tool'], ["acme.Tool.sees('Hidden')", 'true'], ["acme.Tool.resolve('Bigger')", 'Bigger'],
  // Own objects and fields need no prefix, and have none in the maps of a describe.
  ['acme.Tool.total()', '5.00'], ["acme.Tool.describes('Order__c')", 'true'], ["Schema.getGlobalDescribe().containsKey('Order__c')", 'false'], ["Schema.getGlobalDescribe().containsKey('acme__Order__c')", 'true'], ["acme.Tool.hasField('Total__c')", 'true'],
  ["acme__Order__c.SObjectType.getDescribe().fields.getMap().containsKey('Total__c')", 'false'], ["acme__Order__c.SObjectType.getDescribe().fields.getMap().containsKey('acme__Total__c')", 'true'], ["new acme__Order__c(acme__Total__c = 2).acme__Total__c", '2'],
  // Nor do relationships, field sets and records of custom metadata; from outside they have it.
  ['acme.Tool.parent()', 'bb'], ['acme.Tool.children()', '1'], ['acme.Tool.page()', '/apex/acme__welcome /apex/acme__welcome'], ['Page.acme__Welcome.getUrl()', '/apex/acme__welcome'], ['acme.Tool.latitude()', '1.5'], ['new acme__Order__c(acme__Place__Latitude__s = 2).acme__Place__Latitude__s', '2'], ['acme.Tool.levels()', 'High'], ['acme__Level__mdt.getAll().keySet()', '{acme__High}'], ['acme.Tool.fieldSet()', 'acme Main'], ['acme.Tool.typesNothing()', 'true'], ['acme.Tool.queries()', '0'], ['acme.Tool.longQueries()', '1'],
  ['acme.Tool.trace().startsWith(\'Class.acme.Tool.fail: line \')', 'true'],
];

/** What the subscriber may not name. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['Tool.whose();', '1:1 Variable does not exist: Tool'], ['Tool t;', '1:1 Invalid type: Tool'], ['acme.Hidden h;', '1:1 Type is not visible: acme.Hidden'], ['acme.Tool.Inside i;', '1:1 Type is not visible: acme.Tool.Inside'],
  ['acme.Tool.internal();', '1:11 Method is not visible: String acme.Tool.internal()'], ['Integer i = new acme.Tool().hidden;', '1:29 Variable is not visible: hidden'], ['new acme.Tool().secret();', '1:17 Method is not visible: String acme.Tool.secret()'],
  ['PageReference p = Page.Welcome;', '1:24 Page does not exist: Welcome'], ['Order__c o;', '1:1 Invalid type: Order__c'], ['acme__Order__c o; o.Total__c = 1;', '1:21 Variable does not exist: Total__c'], ['Object o = [SELECT Id FROM Order__c];', '1:12 Invalid type: Schema.Order__c'],
];

describe('namespaces', () => {
  let org: TestOrg;
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'package-'));
    for (const [path, text] of Object.entries(ACME)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    org = openTestOrg({ projects: [{ directory, namespace: 'acme' }], classes: OWN });
  });
  after(() => {
    org.close();
    rmSync(directory, { recursive: true });
  });

  it('compiles both sides', () => assert.deepEqual(org.compiler.check().diagnostics, []));

  for (const [expression, printed] of PRINTS) {
    it(`${expression} is ${printed}`, () => {
      const result = org.run(`System.debug(${expression});`);
      assert.equal(result.exception?.message ?? null, null);
      assert.deepEqual(result.output, [printed]);
    });
  }

  for (const [code, expected] of REFUSED) it(`refuses ${code}`, () => assert.throws(() => org.run(code), { message: expected }));

  it('shows no more of another\'s code than its namespace', () => {
    const { output } = org.run('try { acme.Tool.fail(); } catch (Exception e) { System.debug(e.getStackTraceString()); System.debug(e.getTypeName()); }');
    assert.deepEqual(output, ['(acme)\nAnonymousBlock: line 1, column 1', 'acme.ToolException']);
  });

  it('lets a local and a class of the name hide a namespace', () => {
    assert.deepEqual(org.run("Account acme = new Account(Name = 'local'); System.debug(acme.Name);").output, ['local']);
  });
});
