import type { Elements } from './modifiers.ts';

/** What a property of an annotation takes: text, a Boolean, or one of some words. */
export type PropertyType = 'STRING' | 'BOOLEAN' | readonly string[];

export interface AnnotationRule {
  /** As messages print it. */
  readonly name: string;
  readonly on: readonly Elements[];
  /** By lower-case name. `value` is what an unnamed argument gives. */
  readonly properties: Readonly<Record<string, PropertyType>>;
  readonly required?: readonly string[];
  readonly topLevelOnly?: boolean;
  /** The first API version that has it. */
  readonly since?: number;
}

const ACCESS = ['never', 'sameNamespace', 'samePackage', 'always'] as const;
const HTTP = ['HttpDelete', 'HttpGet', 'HttpPatch', 'HttpPost', 'HttpPut'] as const;

/** Apex Developer Guide: Annotations. */
const RULES: readonly AnnotationRule[] = [
  { name: 'AuraEnabled', on: ['methods', 'fields', 'properties'], properties: { cacheable: 'BOOLEAN', continuation: 'BOOLEAN', scope: 'STRING' } },
  { name: 'Deprecated', on: ['classes', 'interfaces', 'enums', 'methods', 'constructors', 'fields', 'properties'], properties: {} },
  { name: 'Future', on: ['methods'], properties: { callout: 'BOOLEAN', limits: 'STRING' } },
  ...HTTP.map((name): AnnotationRule => ({ name, on: ['methods'], properties: {} })),
  { name: 'IntegrationTest', on: ['classes', 'methods'], since: 67, properties: {} },
  { name: 'InvocableMethod', on: ['methods'], since: 33, properties: { label: 'STRING', description: 'STRING', category: 'STRING', callout: 'BOOLEAN', configurationeditor: 'STRING', iconname: 'STRING', capabilitytype: 'STRING' } },
  { name: 'InvocableVariable', on: ['fields'], since: 33, properties: { label: 'STRING', description: 'STRING', required: 'BOOLEAN', defaultvalue: 'STRING', placeholdertext: 'STRING' } },
  { name: 'IsTest', on: ['classes', 'methods'], properties: { seealldata: 'BOOLEAN', isparallel: 'BOOLEAN', oninstall: 'BOOLEAN', critical: 'BOOLEAN', testfor: 'STRING' } },
  { name: 'JsonAccess', on: ['classes'], properties: { serializable: ACCESS, deserializable: ACCESS } },
  { name: 'NamespaceAccessible', since: 43, on: ['classes', 'interfaces', 'enums', 'methods', 'constructors', 'fields', 'properties'], properties: {} },
  { name: 'ReadOnly', on: ['methods'], properties: { usereplica: ['never', 'preferred'] } },
  { name: 'RemoteAction', on: ['methods'], since: 21, properties: { callout: 'BOOLEAN' } },
  { name: 'RestResource', on: ['classes'], topLevelOnly: true, since: 22, properties: { urlmapping: 'STRING' }, required: ['urlMapping'] },
  { name: 'SuppressWarnings', on: ['classes', 'interfaces', 'enums', 'methods', 'constructors', 'fields', 'properties', 'parameters'], properties: { value: 'STRING' } },
  { name: 'TearDown', on: ['methods'], since: 67, properties: {} },
  { name: 'TestSetup', on: ['methods'], since: 24, properties: { oninstall: 'BOOLEAN' } },
  { name: 'TestVisible', on: ['classes', 'interfaces', 'enums', 'methods', 'constructors', 'fields', 'properties'], properties: {} },
];

export const ANNOTATIONS: ReadonlyMap<string, AnnotationRule> = new Map(RULES.map((rule) => [rule.name.toLowerCase(), rule]));
