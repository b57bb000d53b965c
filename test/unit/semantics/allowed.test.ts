import { describe } from 'mocha';
import { compiles, type Accepted, type Rejected } from './compile.ts';

/** Each kind of declaration with a place for modifiers, what it accepts there, and what it doesn't (Apex Developer Guide: Apex Class Definition and the pages on members). */
const DECLARATIONS: readonly { readonly elements: string; readonly program: (modifiers: string) => string; readonly allowed: readonly string[]; readonly refused: readonly string[] }[] = [
  {
    elements: 'classes', program: (modifiers) => `global class Box { ${modifiers} class Part { } }`,
    allowed: ['', 'public', 'private', 'global', 'abstract', 'virtual', 'with sharing', 'without sharing', 'inherited sharing', 'public abstract', 'private virtual with sharing', '@TestVisible', '@Deprecated', "@SuppressWarnings('PMD')", "@JsonAccess(serializable='always')", '@NamespaceAccessible public'],
    refused: ['static', 'transient', 'protected', 'override', 'testMethod', '@Future', '@AuraEnabled', '@TestSetup', '@HttpGet', '@InvocableMethod', '@InvocableVariable', '@ReadOnly', '@RemoteAction'],
  },
  {
    elements: 'interfaces', program: (modifiers) => `global class Box { ${modifiers} interface Part { } }`,
    allowed: ['', 'public', 'private', 'global', 'virtual', '@TestVisible', '@Deprecated', "@SuppressWarnings('PMD')", '@NamespaceAccessible public'],
    refused: ['static', 'transient', 'protected', 'abstract', 'override', 'with sharing', 'without sharing', '@Future', '@IsTest', '@AuraEnabled', "@JsonAccess(serializable='always')", '@RemoteAction'],
  },
  {
    elements: 'enums', program: (modifiers) => `global class Box { ${modifiers} enum Part { ONE } }`,
    allowed: ['', 'public', 'private', 'global', '@TestVisible', '@Deprecated', "@SuppressWarnings('PMD')", '@NamespaceAccessible public'],
    refused: ['static', 'transient', 'protected', 'abstract', 'virtual', 'override', 'inherited sharing', '@Future', '@IsTest', '@AuraEnabled'],
  },
  {
    elements: 'methods', program: (modifiers) => `global virtual class Box { ${modifiers} void run() { } }`,
    allowed: ['', 'public', 'private', 'protected', 'global', 'static', 'virtual', 'public static', 'protected virtual', 'global virtual', 'webservice static', '@TestVisible', '@Deprecated global', "@SuppressWarnings('PMD')", '@Future static', '@AuraEnabled public static', '@InvocableMethod public static', '@RemoteAction public static', '@NamespaceAccessible public', '@ReadOnly @RemoteAction public static'],
    refused: ['transient', 'with sharing', 'without sharing', '@InvocableVariable', "@JsonAccess(serializable='always')", "@RestResource(urlMapping='/x')"],
  },
  {
    elements: 'constructors', program: (modifiers) => `global class Box { ${modifiers} Box() { } }`,
    allowed: ['', 'public', 'private', 'protected', 'global', '@TestVisible private', '@Deprecated global', "@SuppressWarnings('PMD')", '@NamespaceAccessible public'],
    refused: ['static', 'transient', 'abstract', 'virtual', 'override', 'final', 'testMethod', 'with sharing', '@Future', '@IsTest', '@AuraEnabled', '@InvocableMethod', '@TestSetup', '@RemoteAction', '@ReadOnly', '@HttpPost'],
  },
  {
    elements: 'fields', program: (modifiers) => `global class Box { ${modifiers} Integer size; }`,
    allowed: ['', 'public', 'private', 'protected', 'global', 'static', 'final', 'transient', 'static final', 'public static final', 'private transient', 'webservice', '@TestVisible private', '@AuraEnabled public', '@InvocableVariable public', '@Deprecated global', "@SuppressWarnings('PMD')", '@NamespaceAccessible public'],
    refused: ['abstract', 'virtual', 'override', 'testMethod', 'with sharing', '@Future', '@IsTest', '@InvocableMethod', '@TestSetup', '@RemoteAction', '@ReadOnly', '@HttpGet', "@JsonAccess(serializable='always')"],
  },
  {
    elements: 'properties', program: (modifiers) => `global virtual class Box { ${modifiers} Integer size { get; set; } }`,
    allowed: ['', 'public', 'private', 'protected', 'global', 'static', 'transient', 'virtual', 'public static', 'public virtual', 'webservice', '@TestVisible private', '@AuraEnabled public', '@AuraEnabled public static', '@Deprecated global', "@SuppressWarnings('PMD')", '@NamespaceAccessible public'],
    refused: ['testMethod', 'with sharing', '@Future', '@IsTest', '@InvocableMethod', '@InvocableVariable public', '@TestSetup', '@RemoteAction', '@ReadOnly', '@HttpGet'],
  },
  {
    elements: 'parameters', program: (modifiers) => `public class Box { void run(${modifiers} Integer size) { } }`,
    allowed: ['', 'final', "@SuppressWarnings('PMD')"], refused: ['static', 'public', 'transient', 'virtual', '@TestVisible', '@Future'],
  },
];

/** `static`, `@Future`, `@JsonAccess`, as messages print them. */
const printed = (modifiers: string): string => /^@?(\w+)( sharing)?/.exec(modifiers)!.slice(1).join('');

/** Types that a variable may have. */
const TYPES = [
  'Boolean', 'Integer', 'Long', 'Double', 'Decimal', 'String', 'Id', 'Date', 'Datetime', 'Time', 'Blob', 'Object', 'SObject', 'Account', 'Contact', 'Opportunity', 'User', 'Invoice__c', 'Rate__c', 'Paid__e', 'AggregateResult',
  'List<String>', 'Set<Id>', 'Map<Id, Account>', 'String[]', 'Integer[][]', 'List<Account>[]', 'Map<String, List<Map<Id, Set<String>>>>', 'Iterator<String>', 'Iterable<Account>', 'Schema.Account', 'Schema.SObjectType', 'SObjectField', 'Schema.DescribeSObjectResult', 'Schema.PicklistEntry', 'System.Type', 'Type', 'Exception', 'System.Exception', 'DmlException',
  'Database.SaveResult', 'Database.QueryLocator', 'Database.BatchableContext', 'Database.DMLOptions', 'Messaging.SingleEmailMessage', 'Http', 'HttpRequest', 'HttpResponse', 'JSONGenerator', 'JSONParser', 'Pattern', 'Matcher', 'PageReference', 'Url', 'Savepoint', 'Callable', 'Comparable', 'Schedulable', 'SchedulableContext', 'QueueableContext', 'Queueable',
  'System.StubProvider', 'Test', 'LoggingLevel', 'StatusCode', 'TriggerOperation', 'Quiddity', 'AccessLevel', 'UUID', 'Cache.Org', 'Dom.Document', 'Dom.XmlNode', 'XmlStreamReader', 'Season', 'Animal', 'Shape', 'OopsException',
];

describe('compiling: what each declaration allows', () => {
  compiles({
    rejected: DECLARATIONS.flatMap(({ elements, program, refused }) => refused.map((modifiers): Rejected => [86, program(modifiers), `1: ${printed(modifiers)} is not allowed on ${elements}`])),
    accepted: [
      ...DECLARATIONS.flatMap(({ program, allowed }) => allowed.map((modifiers): Accepted => [86, program(modifiers)])),
      ...TYPES.map((type): Accepted => [79, `public class Probe { ${type} field; ${type} run(${type} parameter) { ${type} local = parameter; field = local; return field; } }`]),
    ],
  });
});
