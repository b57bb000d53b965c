/** What the JSON in a support bundle must look like. It comes from somebody else. */
import { BUNDLE_FORMAT, BUNDLE_VERSIONS } from '../../../exchange/bundle/manifest.ts';
import type { JsonSchema } from '../json-schema.ts';

/** One line, of a length that a list can show. */
const shown: JsonSchema = { type: 'string', pattern: '^[^\\u0000-\\u001f\\u007f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]{0,255}$', patternMeaning: 'a line of at most 255 characters' };
const long: JsonSchema = { type: 'string', pattern: '^[^\\u0000]{0,32000}$', patternMeaning: 'a text of at most 32,000 characters' };
const name: JsonSchema = { type: 'string', pattern: '^[A-Za-z]\\w{0,79}$', patternMeaning: 'an API name' };
const namespace: JsonSchema = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]{0,14}$', patternMeaning: 'a namespace' };
const flag: JsonSchema = { type: 'boolean' };
const count: JsonSchema = { type: 'integer', minimum: 0, maximum: 10_000_000 };
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

function object(properties: Readonly<Record<string, JsonSchema>>, optional: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  return { type: 'object', required: Object.keys(properties), properties: { ...properties, ...optional } };
}

export const MANIFEST_SCHEMA = object({
  format: { type: 'string', enum: [BUNDLE_FORMAT] }, version: { type: 'integer', enum: BUNDLE_VERSIONS }, createdAt: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT[\\d:.]{8,12}Z$', patternMeaning: 'a time like 2026-01-31T10:00:00.000Z' },
  org: object({ id: { type: 'string', pattern: '^00D[A-Za-z0-9]{15}$', patternMeaning: "an org's id of 18 characters" }, name: { ...shown, minLength: 1 }, instance: { type: 'string', pattern: '^\\w{0,20}$', patternMeaning: 'an instance like CS84' }, isSandbox: flag }),
  user: object({ profile: shown, timeZone: shown, locale: { type: 'string', pattern: '^\\w{0,20}$', patternMeaning: 'a locale like en_US' } }),
  packages: list(object({
    namespace, name: shown, version: { type: 'string', pattern: '^\\d{1,6}(\\.\\d{1,6}){1,3}$', patternMeaning: 'a version like 1.2' },
    license: { nullable: object({ status: shown, seats: { nullable: count }, expiresAt: { nullable: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d', patternMeaning: 'a date' } } }) },
  })),
  roots: list(shown), depth: count, mask: { type: 'string', enum: ['personal', 'text', 'none'] }, records: { type: 'object', additionalProperties: count }, notes: list(long),
  files: list(object({ name: shown, bytes: count, sha256: shown })),
});

export const OBJECT_SCHEMA = object({
  name, label: shown, labelPlural: shown,
  fields: list(object({
    name, label: shown, type: name, length: count, precision: count, scale: count, nillable: flag, unique: flag, externalId: flag, htmlFormatted: flag, autoNumber: flag, cascadeDelete: flag, restrictedPicklist: flag,
    referenceTo: list(name), formula: { nullable: long }, picklistValues: list(object({ value: shown, label: shown, isDefault: flag })),
  })),
  childRelationships: list(object({ childSObject: name, field: name, relationshipName: { nullable: name } })),
  validationRules: list(object({ name, formula: long, message: long, field: { nullable: name } })),
}, {
  recordTypes: list(object({
    developerName: name, namespace: { nullable: namespace }, label: shown, isActive: flag, picklists: list(object({ field: name, values: list(object({ value: shown, isDefault: flag })) })),
  })),
});
