/** The schema of one org: objects from metadata over the catalogue of standard ones. */
import { standardCatalogue } from './catalogue/catalogue.ts';
import type { ChildRelationship, FieldSchema, ObjectSchema, Schema } from './schema.ts';
import { field, objectSchema, systemFields, type FieldSketch } from './schema-parts.ts';

/** `Thing__c` as code of namespace `ns` may write it for `ns__Thing__c`; null if the name can't be short for one. */
export function withNamespace(name: string, namespace: string | null | undefined): string | null {
  if (namespace == null || !/__[a-z]+$/i.test(name)) return null;
  // A second double underscore is a namespace already, unless it is that of a part of a location: `Place__Latitude__s`.
  const whole = name.replace(/__(latitude|longitude)__s$/i, '__s');
  return whole.indexOf('__') === whole.lastIndexOf('__') ? `${namespace}__${name}` : null;
}

export class OrgSchema implements Schema {
  readonly namespace: string | null;
  readonly #custom = new Map<string, ObjectSchema>();
  readonly #derived = new Map<string, ObjectSchema>();
  readonly #prefixes: Map<string, string>;
  readonly #parents = new WeakMap<ObjectSchema, Map<string, FieldSchema>>();
  readonly #children = new WeakMap<ObjectSchema, Map<string, ChildRelationship>>();
  /** Custom labels: text by lower-case `name` or `namespace.name`. */
  readonly labels: ReadonlyMap<string, string>;
  readonly dataWeaveScripts: ReadonlySet<string>;
  readonly flows: ReadonlySet<string>;

  /** `objects` replace catalogue objects of the same name. */
  constructor(namespace: string | null, objects: Iterable<ObjectSchema>, labels: ReadonlyMap<string, string> = new Map(), names: { readonly dataWeaveScripts?: ReadonlySet<string>; readonly flows?: ReadonlySet<string> } = {}) {
    this.namespace = namespace;
    this.labels = labels;
    this.dataWeaveScripts = names.dataWeaveScripts ?? new Set();
    this.flows = names.flows ?? new Set();
    this.#prefixes = standardCatalogue().prefixes();
    for (const object of objects) {
      this.#custom.set(object.name.toLowerCase(), object);
      if (object.keyPrefix !== null) this.#prefixes.set(object.keyPrefix, object.name.toLowerCase());
    }
  }

  object(name: string, callerNamespace?: string | null): ObjectSchema | undefined {
    const prefixed = withNamespace(name, callerNamespace ?? this.namespace);
    return (prefixed === null ? undefined : this.#find(prefixed)) ?? this.#find(name);
  }

  #find(name: string): ObjectSchema | undefined {
    const key = name.toLowerCase();
    return this.#custom.get(key) ?? standardCatalogue().object(key) ?? this.#derive(key);
  }

  /** Share, history, feed and change event objects follow from the object they belong to. */
  #derive(key: string): ObjectSchema | undefined {
    const known = this.#derived.get(key);
    if (known !== undefined) return known;
    const match = /^(.+?)(__)?(share|history|feed|changeevent|tag)$/.exec(key);
    if (match === null) return undefined;
    const owner = this.#custom.get(match[2] === undefined ? match[1]! : `${match[1]}__c`) ?? (match[2] === undefined ? standardCatalogue().object(match[1]!) : undefined);
    if (owner === undefined || owner.kind === 'customSetting' || owner.kind === 'customMetadata') return undefined;
    const object = derivedObject(owner, match[3] as 'share');
    if (object !== undefined) this.#derived.set(key, object);
    return object;
  }

  objectByKeyPrefix(prefix: string): ObjectSchema | undefined {
    const name = this.#prefixes.get(prefix);
    return name === undefined ? undefined : this.#find(name);
  }

  /** The objects that metadata defines or extends; the others are as the catalogue has them. */
  definedObjects(): Iterable<ObjectSchema> {
    return this.#custom.values();
  }

  *objects(): Iterable<ObjectSchema> {
    yield* this.#custom.values();
    const catalogue = standardCatalogue();
    for (const name of catalogue.names()) if (!this.#custom.has(name)) yield catalogue.object(name)!;
  }

  field(object: ObjectSchema, name: string, callerNamespace?: string | null): FieldSchema | undefined {
    const prefixed = withNamespace(name, callerNamespace ?? this.namespace);
    return (prefixed === null ? undefined : object.fields.get(prefixed.toLowerCase())) ?? object.fields.get(name.toLowerCase());
  }

  parentRelationship(object: ObjectSchema, name: string, callerNamespace?: string | null): FieldSchema | undefined {
    let byName = this.#parents.get(object);
    if (byName === undefined) {
      byName = new Map();
      for (const one of object.fields.values()) if (one.relationshipName !== null) byName.set(one.relationshipName.toLowerCase(), one);
      this.#parents.set(object, byName);
    }
    const prefixed = withNamespace(name, callerNamespace ?? this.namespace);
    return (prefixed === null ? undefined : byName.get(prefixed.toLowerCase())) ?? byName.get(name.toLowerCase());
  }

  childRelationship(object: ObjectSchema, name: string, callerNamespace?: string | null): ChildRelationship | undefined {
    let byName = this.#children.get(object);
    if (byName === undefined) {
      byName = new Map();
      for (const one of object.childRelationships) if (one.name !== null) byName.set(one.name.toLowerCase(), one);
      this.#children.set(object, byName);
    }
    const prefixed = withNamespace(name, callerNamespace ?? this.namespace);
    return (prefixed === null ? undefined : byName.get(prefixed.toLowerCase())) ?? byName.get(name.toLowerCase());
  }
}

/** Shares of the oldest objects name their parent's field and level after it. Source: Object Reference, AccountShare and its kin. */
const SHARE_PREFIXES: Readonly<Record<string, string>> = { Account: '00r', Asset: '70a', Campaign: '08s', Case: '01n', Contact: '03s', Lead: '01o', Opportunity: '00t', User: '0cs' };

/** Of every feed, beside its parent. Source: Object Reference, AccountFeed. */
const FEED_FIELDS: readonly FieldSketch[] = [
  { name: 'Type', type: 'Picklist' }, { name: 'Title', type: 'String' }, { name: 'Body', type: 'LongTextArea' }, { name: 'LinkUrl', type: 'Url' }, { name: 'IsRichText', type: 'Boolean' },
  { name: 'RelatedRecordId', type: 'Reference', referenceTo: ['ContentVersion'], relationshipName: 'RelatedRecord' }, { name: 'CommentCount', type: 'Integer' }, { name: 'LikeCount', type: 'Integer' },
  { name: 'InsertedById', type: 'Reference', referenceTo: ['User'], relationshipName: 'InsertedBy' }, { name: 'BestCommentId', type: 'Reference', referenceTo: ['FeedComment'], relationshipName: 'BestComment' },
  { name: 'NetworkScope', type: 'Picklist' }, { name: 'Visibility', type: 'Picklist' },
];

function derivedObject(owner: ObjectSchema, kind: 'share' | 'history' | 'feed' | 'changeevent'): ObjectSchema | undefined {
  const isCustom = owner.name.endsWith('__c');
  const stem = isCustom ? owner.name.slice(0, -1) : owner.name;
  const hasOwnName = !isCustom && (kind !== 'share' || SHARE_PREFIXES[owner.name] !== undefined);
  const parent = hasOwnName ? { name: `${owner.name}Id`, relationshipName: owner.name } : { name: 'ParentId', relationshipName: 'Parent' };
  const lookup = field({ ...parent, type: 'Reference', referenceTo: [owner.name], deleteBehavior: 'cascade', isNillable: false });
  const named = (suffix: string): string => stem + suffix;
  switch (kind) {
    case 'share':
      return objectSchema({
        name: named('Share'), kind: 'share', keyPrefix: SHARE_PREFIXES[owner.name] ?? '02c', namespace: owner.namespace,
        fields: [...systemFields().filter((one) => !one.name.startsWith('Created') && one.name !== 'SystemModstamp'), lookup,
          field({ name: hasOwnName ? `${owner.name}AccessLevel` : 'AccessLevel', type: 'Picklist', isNillable: false }),
          ...(owner.name === 'Account' ? ['Case', 'Contact', 'Opportunity'].map((name) => field({ name: `${name}AccessLevel`, type: 'Picklist' })) : []),
          field({ name: 'UserOrGroupId', type: 'Reference', referenceTo: ['User', 'Group'], relationshipName: 'UserOrGroup', isNillable: false }),
          field({ name: 'RowCause', type: 'Picklist', defaultValue: '"Manual"' })],
      });
    case 'history':
      return objectSchema({
        name: named('History'), kind: 'history', namespace: owner.namespace, allowsDml: false,
        fields: [...systemFields().filter((one) => !one.name.startsWith('LastModified') && one.name !== 'SystemModstamp'), lookup,
          field({ name: 'Field', type: 'Picklist' }), field({ name: 'DataType', type: 'Picklist' }), field({ name: 'NewValue', type: 'AnyType' }), field({ name: 'OldValue', type: 'AnyType' })],
      });
    case 'feed':
      return objectSchema({
        name: named('Feed'), kind: 'feed', namespace: owner.namespace, allowsDml: false,
        fields: [...systemFields(), { ...lookup, name: 'ParentId', relationshipName: 'Parent' }, ...FEED_FIELDS.map((sketch) => field(sketch))],
        childRelationships: ['Attachments=FeedAttachment.FeedEntityId', 'Comments=FeedComment.FeedItemId', 'Likes=FeedLike.FeedItemId', 'TrackedChanges=FeedTrackedChange.FeedItemId'].map((text) => {
          const [, name, childObject, childField] = /^(\w+)=(\w+)\.(\w+)$/.exec(text)!;
          return { name: `Feed${name}`, childObject: childObject!, field: childField!, isCascadeDelete: true };
        }),
      });
    case 'changeevent':
      return objectSchema({
        name: isCustom ? `${stem}ChangeEvent` : `${owner.name}ChangeEvent`, kind: 'changeEvent', namespace: owner.namespace, allowsDml: false,
        fields: [...owner.fields.values(), field({ name: 'ReplayId', type: 'String' }), field({ name: 'ChangeEventHeader', type: 'Json' })],
      });
    default:
      return undefined;
  }
}
