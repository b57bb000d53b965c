/** An org with objects of every sharing model and permission sets; programs run in it as tests do, as users they make. */
import { openTestOrg, type TestOrg } from '../../../support/apex.ts';

const xml = (root: string, content: string): string => `<?xml version="1.0"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`;
const object = (label: string, sharingModel: string, extra = ''): string => xml('CustomObject', `<label>${label}</label><pluralLabel>${label}s</pluralLabel><sharingModel>${sharingModel}</sharingModel>${extra}`);
const field = (name: string, type: string, extra = ''): string => xml('CustomField', `<fullName>${name}</fullName><label>${name}</label><type>${type}</type>${extra}`);
const rights = (name: string, flags: string): string => {
  const of = (letter: string): boolean => flags.includes(letter);
  return `<objectPermissions><object>${name}</object><allowCreate>${of('C')}</allowCreate><allowRead>${of('R')}</allowRead><allowEdit>${of('E')}</allowEdit><allowDelete>${of('D')}</allowDelete><viewAllRecords>${of('V')}</viewAllRecords><modifyAllRecords>${of('M')}</modifyAllRecords></objectPermissions>`;
};
const fls = (name: string, flags: string): string => `<fieldPermissions><field>${name}</field><readable>${flags.includes('R')}</readable><editable>${flags.includes('E')}</editable></fieldPermissions>`;
const TEXT = '<length>40</length>';

const FILES = {
  'objects/Deal__c/Deal__c.object-meta.xml': object('Deal', 'Private'),
  'objects/Deal__c/fields/Stage__c.field-meta.xml': field('Stage__c', 'Text', TEXT),
  'objects/Deal__c/fields/Secret__c.field-meta.xml': field('Secret__c', 'Text', TEXT),
  'objects/Deal__c/fields/Region__c.field-meta.xml': field('Region__c', 'Text', TEXT),
  'objects/Deal__c/fields/Code__c.field-meta.xml': field('Code__c', 'Text', `${TEXT}<required>true</required>`),
  'objects/Account/Account.object-meta.xml': xml('CustomObject', '<sharingModel>Private</sharingModel>'),
  'objects/Part__c/Part__c.object-meta.xml': object('Part', 'ControlledByParent'),
  'objects/Part__c/fields/Deal__c.field-meta.xml': field('Deal__c', 'MasterDetail', '<referenceTo>Deal__c</referenceTo><relationshipName>Parts</relationshipName>'),
  'objects/Notice__c/Notice__c.object-meta.xml': object('Notice', 'Read'),
  'objects/Open__c/Open__c.object-meta.xml': object('Open', 'ReadWrite'),
  'permissionsets/Deals.permissionset-meta.xml': xml('PermissionSet', `<label>Deals</label>${rights('Deal__c', 'CRED')}${rights('Part__c', 'CRED')}${rights('Notice__c', 'CRED')}${rights('Open__c', 'CRED')}${fls('Deal__c.Stage__c', 'RE')}${fls('Deal__c.Region__c', 'RE')}<customPermissions><name>Approve</name><enabled>true</enabled></customPermissions><classAccesses><apexClass>Reader</apexClass><enabled>true</enabled></classAccesses>`),
  'permissionsets/Deal_Reader.permissionset-meta.xml': xml('PermissionSet', `<label>Deal Reader</label>${rights('Deal__c', 'R')}${fls('Deal__c.Stage__c', 'R')}${fls('Account.ShippingAddress', 'R')}${rights('Account', 'R')}`),
  'permissionsets/All_Deals.permissionset-meta.xml': xml('PermissionSet', `<label>All Deals</label>${rights('Deal__c', 'RV')}`),
  'permissionsets/Secrets.permissionset-meta.xml': xml('PermissionSet', `<label>Secrets</label>${fls('Deal__c.Secret__c', 'RE')}`),
  'mutingpermissionsets/No_Delete.mutingpermissionset-meta.xml': xml('MutingPermissionSet', `<label>No Delete</label>${rights('Deal__c', 'D')}`),
  'permissionsetgroups/Sales.permissionsetgroup-meta.xml': xml('PermissionSetGroup', '<label>Sales</label><permissionSets>Deals</permissionSets><permissionSets>Secrets</permissionSets><mutingPermissionSets>No_Delete</mutingPermissionSets>'),
  'customPermissions/Approve.customPermission-meta.xml': xml('CustomPermission', '<label>Approve</label>'),
  'profiles/Trader.profile-meta.xml': xml('Profile', `${rights('Deal__c', 'CRE')}${fls('Deal__c.Stage__c', 'RE')}<userPermissions><name>ApiEnabled</name><enabled>true</enabled></userPermissions>`),
  'roles/Boss.role-meta.xml': xml('Role', '<name>Boss</name>'),
  'roles/Seller.role-meta.xml': xml('Role', '<name>Seller</name><parentRole>Boss</parentRole>'),
  'groups/Watchers.group-meta.xml': xml('Group', '<name>Watchers</name><doesIncludeBosses>true</doesIncludeBosses>'),
  'queues/Desk.queue-meta.xml': xml('Queue', '<name>Desk</name><queueSobject><sobjectType>Deal__c</sobjectType></queueSobject>'),
  'sharingRules/Deal__c.sharingRules-meta.xml': xml('SharingRules', `
    <sharingCriteriaRules><fullName>North</fullName><accessLevel>Read</accessLevel><label>North</label><sharedTo><group>Watchers</group></sharedTo><criteriaItems><field>Region__c</field><operation>equals</operation><value>North</value></criteriaItems></sharingCriteriaRules>
    <sharingOwnerRules><fullName>Sellers</fullName><accessLevel>Edit</accessLevel><label>Sellers</label><sharedTo><role>Seller</role></sharedTo><sharedFrom><role>Boss</role></sharedFrom></sharingOwnerRules>`),
};

/** Of the version in which user mode and sharing are what code has by default. */
const LATEST = (name: string): Readonly<Record<string, string>> => ({ [`${name}.cls-meta.xml`]: xml('ApexClass', '<apiVersion>67.0</apiVersion><status>Active</status>') });

const CLASSES = [
  `@IsTest public class People {
    public static User make(String profile, String role) {
      User u = new User(LastName = profile, Alias = 'x', Email = 'x@x.example', Username = 'u' + Crypto.getRandomInteger() + '@x.example', ProfileId = [SELECT Id FROM Profile WHERE Name = :profile].Id,
        TimeZoneSidKey = 'GMT', LocaleSidKey = 'en_US', EmailEncodingKey = 'UTF-8', LanguageLocaleKey = 'en_US');
      System.runAs(new User(Id = UserInfo.getUserId())) {
        if (role != null) u.UserRoleId = [SELECT Id FROM UserRole WHERE DeveloperName = :role].Id;
        insert u;
      }
      return u;
    }
    public static void give(User u, String permissionSet) {
      System.runAs(new User(Id = UserInfo.getUserId())) {
        insert new PermissionSetAssignment(AssigneeId = u.Id, PermissionSetId = [SELECT Id FROM PermissionSet WHERE Name = :permissionSet AND Type != 'Group'].Id);
      }
    }
    public static void join(User u, String groupName) {
      System.runAs(new User(Id = UserInfo.getUserId())) {
        insert new GroupMember(UserOrGroupId = u.Id, GroupId = [SELECT Id FROM Group WHERE DeveloperName = :groupName AND Type IN ('Regular', 'Queue')].Id);
      }
    }
    public static User seller(String permissionSet) {
      User u = make('Minimum Access - Salesforce', 'Seller');
      give(u, permissionSet);
      return u;
    }
    public static Deal__c deal(User owner) {
      Deal__c d = new Deal__c(Name = 'd', Code__c = 'c', Stage__c = 's', Secret__c = 'x', OwnerId = owner == null ? UserInfo.getUserId() : owner.Id);
      insert d;
      return d;
    }
    public static String trouble(Exception e) { return e.getTypeName() + ': ' + e.getMessage().left(120); }
  }`,
  'public with sharing class Reader { public static Integer count() { return [SELECT COUNT() FROM Deal__c]; } public static Integer viaHelper() { return Helper.count(); } public static void touch(SObject r) { update r; } public static void remove(SObject r) { delete r; } public static void add(SObject r) { insert r; } }',
  'public without sharing class Seer { public static Integer count() { return [SELECT COUNT() FROM Deal__c]; } public static Integer viaHelper() { return Helper.count(); } public static Integer viaInherited() { return Heir.count(); } public with sharing class Inside { public Integer count() { return [SELECT COUNT() FROM Deal__c]; } } public class Plain { public Integer count() { return [SELECT COUNT() FROM Deal__c]; } } }',
  'public class Helper { public static Integer count() { return Database.countQuery(\'SELECT COUNT() FROM Deal__c\'); } }',
  `public class Latest {
    public static Integer count() { return [SELECT COUNT() FROM Deal__c]; }
    public static Integer dynamicCount() { return Database.countQuery('SELECT COUNT() FROM Deal__c'); }
    public static Integer all() { return [SELECT COUNT() FROM Deal__c WITH SYSTEM_MODE]; }
    public static List<Deal__c> secrets() { return [SELECT Secret__c FROM Deal__c]; }
    public static void add(SObject r) { insert r; }
    public static void addDynamically(SObject r) { Database.insert(r); }
    public static void addAsSystem(SObject r) { insert as system r; }
  }`,
  'public inherited sharing class Heir { public static Integer count() { return [SELECT COUNT() FROM Deal__c]; } }',
];

/** A program of a table: what it is about, its statements, the lines it prints. */
export type Program = readonly [title: string, body: string, lines: readonly string[]];

export interface SecuredOrg { run(index: number): { readonly output: readonly string[]; readonly failure: string | null }; close(): void }

/** Compiles the programs as methods of one test class. */
export function openSecuredOrg(programs: readonly Program[]): SecuredOrg {
  const methods = programs.map(([, body], i) => `@IsTest static void p${i}() {\n${body}\n}`);
  const org: TestOrg = openTestOrg({ classes: [...CLASSES, `@IsTest private class Programs {\n${methods.join('\n')}\n}`], files: { ...FILES, ...LATEST('Latest') } });
  const diagnostics = org.compiler.diagnosticsOf('Programs');
  if (diagnostics.length > 0) throw new Error(diagnostics.map((one) => `${one.line}: ${one.message}`).join('\n'));
  return {
    run(index) {
      const output: string[] = [];
      const { exception } = org.executor.runTest('Programs', `p${index}`, org.users[0]!, false, null, (text) => output.push(text));
      return { output, failure: exception === null ? null : `${exception.type}: ${exception.message}\n${exception.stackTrace}` };
    },
    close: () => org.close(),
  };
}
