/** Standard objects, built from the catalogue when they are first asked for. */
import { readFileSync } from 'node:fs';
import type { ChildRelationship, FieldSchema, FieldType, ObjectSchema } from '../schema.ts';
import { field, objectSchema, systemFields } from '../schema-parts.ts';
import type { FieldSketch } from '../schema-parts.ts';
import { base62 } from '../ids.ts';
import { OVERLAY } from './overlay.ts';

const TYPES: Readonly<Record<string, FieldType>> = {
  i: 'Integer', d: 'Double', b: 'Boolean', t: 'Date', T: 'Datetime', h: 'Time', B: 'Base64', A: 'Address', L: 'Location', I: 'Reference', l: 'Long', o: 'AnyType',
};
const FLAGGED: Readonly<Record<string, string>> = {
  D: 'IsDeleted', C: 'CreatedDate', c: 'CreatedById', M: 'LastModifiedDate', m: 'LastModifiedById', S: 'SystemModstamp',
};

interface OverlayObject { readonly name: string; readonly prefix: string | null; readonly isSetup: boolean; readonly allowsDml: boolean; readonly fields: FieldSketch[]; readonly children: string[] }

function parseField(line: string): FieldSketch {
  const values = / values=(.*)$/.exec(line);
  const [name, ...words] = line.replace(/ values=.*$/, '').trim().split(' ');
  const sketch: { -readonly [K in keyof FieldSketch]: FieldSketch[K] } = { name: name!, type: 'String' };
  for (const word of words) {
    const [key, value] = word.split(/=(.*)/) as [string, string | undefined];
    const typed = /^([A-Z][A-Za-z0-9]*)(?:\((\d+)(?:,(\d+))?\))?$/.exec(word);
    if (typed !== null) {
      sketch.type = typed[1] as FieldType;
      if (typed[2] !== undefined && typed[3] === undefined) sketch.length = Number(typed[2]);
      if (typed[3] !== undefined) { sketch.precision = Number(typed[2]); sketch.scale = Number(typed[3]); }
    } else if (key === 'required') sketch.isNillable = false;
    else if (key === 'name') sketch.isNameField = true;
    else if (key === 'readonly') { sketch.isCreateable = false; sketch.isUpdateable = false; }
    else if (key === 'unique') sketch.isUnique = true;
    else if (key === 'external') sketch.isExternalId = true;
    else if (key === 'restricted') sketch.isRestrictedPicklist = true;
    else if (key === 'default') sketch.defaultValue = value!;
    else if (key === 'ref') sketch.referenceTo = value!.split(',');
    else if (key === 'delete') sketch.deleteBehavior = value as 'clear' | 'restrict' | 'cascade';
    else if (key === 'auto') sketch.displayFormat = value!;
    else if (key === 'master') sketch.isReparentable = false;
    else throw new Error(`Unknown word ${word} of field ${name} in the overlay of standard objects`);
  }
  if (values !== null) {
    sketch.picklistValues = values[1]!.split('|').map((text) => {
      const value = text.replace(/^\*/, '');
      return { value, label: value, isDefault: text.startsWith('*'), isActive: true };
    });
  }
  return sketch;
}

function parseOverlay(): Map<string, OverlayObject> {
  const objects = new Map<string, OverlayObject>();
  let current: OverlayObject | null = null;
  for (const line of OVERLAY.split('\n')) {
    const children = /^ {2}(\w+) children=(.*)$/.exec(line);
    if (children !== null) current!.children.push(`${children[1]!}=${children[2]!}`);
    else if (line.startsWith('  ')) current!.fields.push(parseField(line));
    else if (line !== '') {
      const [name, prefix, ...words] = line.split(' ');
      current = { name: name!, prefix: prefix === '-' ? null : prefix!, isSetup: words.includes('setup'), allowsDml: !words.includes('nodml'), fields: [], children: [] };
      objects.set(name!.toLowerCase(), current);
    }
  }
  return objects;
}

const words = (name: string): string => name.replace(/Id$/, ' ID').replaceAll(/([a-z])([A-Z])/g, '$1 $2');
/** Where the label isn't the name in words. */
const OBJECT_LABELS: Readonly<Record<string, string>> = { product2: 'Product', pricebook2: 'Price Book', pricebookentry: 'Price Book Entry', opportunitylineitem: 'Opportunity Product', orderitem: 'Order Product', quotelineitem: 'Quote Line Item' };
/** Source: Object and Field Reference, Salesforce Field Reference Guide. */
const SPECIAL_LABELS: Readonly<Record<string, string>> = {
  'account.name': 'Account Name', 'product2.name': 'Product Name',
  'contact.name': 'Full Name', 'lead.name': 'Full Name', 'user.name': 'Full Name', 'account.phone': 'Account Phone', 'account.fax': 'Account Fax', 'account.type': 'Account Type', 'account.rating': 'Account Rating',
  'account.site': 'Account Site', 'account.accountsource': 'Account Source', 'account.description': 'Account Description', 'account.numberofemployees': 'Employees', 'account.sicdesc': 'SIC Description',
  'contact.phone': 'Business Phone', 'contact.fax': 'Business Fax', 'contact.description': 'Contact Description', 'opportunity.type': 'Opportunity Type', 'opportunity.stagename': 'Stage', 'opportunity.isprivate': 'Private', 'opportunity.probability': 'Probability (%)',
};

/** Org-wide defaults of a new org, where they aren't Public Read/Write. Source: Salesforce Help, Default Organization-Wide Access Settings. */
const SHARING_MODELS: Readonly<Record<string, ObjectSchema['sharingModel']>> = {
  contact: 'ControlledByParent', asset: 'ControlledByParent', opportunitylineitem: 'ControlledByParent', orderitem: 'ControlledByParent', quotelineitem: 'ControlledByParent', campaignmember: 'ControlledByParent',
  contractlineitem: 'ControlledByParent', casecomment: 'ControlledByParent', case: 'ReadWriteTransfer', lead: 'ReadWriteTransfer', campaign: 'FullAccess', user: 'Read',
};

/** Objects that are there only with a feature that no simulated org has: Advanced Currency Management. */
const OF_FEATURES: ReadonlySet<string> = new Set(['datedconversionrate']);

/** The lines of the listing by lower-case object name; each is parsed on demand. */
export class StandardCatalogue {
  readonly #lines = new Map<string, string>();
  readonly #overlay = parseOverlay();
  readonly #objects = new Map<string, ObjectSchema | null>();
  /** By lower-case object name. */
  readonly #prefixes = new Map<string, string>();

  constructor() {
    const text = readFileSync(new URL('./standard-objects.txt', import.meta.url), 'utf8');
    for (const line of text.split('\n')) if (line !== '') this.#lines.set(line.slice(0, line.indexOf('\t')).toLowerCase(), line);
    for (const key of OF_FEATURES) this.#lines.delete(key);
    // The listing leaves seldom used objects out.
    for (const [key, { name }] of this.#overlay) if (!this.#lines.has(key)) this.#lines.set(key, `${name}\tDCcMmS\t\t`);
    this.#givePrefixes();
  }

  /** Objects whose prefix on the platform is unknown get one that no other has, always the same. */
  #givePrefixes(): void {
    const taken = new Set([...this.#overlay.values()].map(({ prefix }) => prefix));
    for (const [key, { prefix }] of this.#overlay) if (prefix !== null) this.#prefixes.set(key, prefix);
    for (const key of this.#lines.keys()) {
      if (this.#overlay.has(key)) continue;
      let n = [...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 3844, 7);
      while (taken.has(`q${base62(n, 2)}`)) n = (n + 1) % 3844;
      taken.add(`q${base62(n, 2)}`);
      this.#prefixes.set(key, `q${base62(n, 2)}`);
    }
  }

  names(): Iterable<string> {
    return this.#lines.keys();
  }

  /** Lower-case object names by key prefix. */
  prefixes(): Map<string, string> {
    return new Map([...this.#prefixes].map(([name, prefix]) => [prefix, name]));
  }

  object(name: string): ObjectSchema | undefined {
    const key = name.toLowerCase();
    let object = this.#objects.get(key);
    if (object === undefined) this.#objects.set(key, object = this.#build(key));
    return object ?? undefined;
  }

  #build(key: string): ObjectSchema | null {
    const line = this.#lines.get(key);
    if (line === undefined) return null;
    const [name, flags, fieldsText, childrenText] = line.split('\t') as [string, string, string, string];
    const overlay = this.#overlay.get(key);
    const kept = new Set([...flags].map((flag) => FLAGGED[flag]));
    const fields = new Map<string, FieldSchema>();
    for (const one of systemFields()) if (one.name === 'Id' || kept.has(one.name)) fields.set(one.name.toLowerCase(), one);
    for (const word of fieldsText.split(' ')) {
      if (word === '') continue;
      const one = listedField(name, word);
      // A lookup to an object that comes with a feature comes with it, too.
      if (one.referenceTo.length > 0 && !one.referenceTo.some((target) => this.#lines.has(target.toLowerCase()))) continue;
      fields.set(one.name.toLowerCase(), one);
    }
    if (flags.includes('V')) fields.set('lastvieweddate', field({ name: 'LastViewedDate', type: 'Datetime', isCreateable: false, isUpdateable: false }));
    if (flags.includes('R')) fields.set('lastreferenceddate', field({ name: 'LastReferencedDate', type: 'Datetime', isCreateable: false, isUpdateable: false }));
    for (const sketch of overlay?.fields ?? []) {
      const listed = fields.get(sketch.name.toLowerCase());
      const relationshipName = sketch.referenceTo !== undefined || sketch.type === 'Reference' ? (listed?.relationshipName ?? sketch.name.replace(/Id$/, '')) : null;
      fields.set(sketch.name.toLowerCase(), field({
        label: SPECIAL_LABELS[`${key}.${sketch.name.toLowerCase()}`] ?? words(sketch.name),
        referenceTo: listed?.referenceTo ?? [], relationshipName, ...sketch,
      }));
    }
    const isNamed = [...fields.values()].some((one) => one.isNameField);
    const nameField = fields.get('name');
    if (!isNamed && nameField !== undefined) fields.set('name', { ...nameField, isNameField: true });
    const childRelationships = [...childrenText.split(' '), ...(overlay?.children ?? [])].filter((word) => word !== '').map((word): ChildRelationship => {
      const [, relationship, childObject, lookup] = /^(.*)=(.*)\.(.*)$/.exec(word)!;
      return { name: relationship!, childObject: childObject!, field: lookup!, isCascadeDelete: this.#isCascade(childObject!, lookup!) };
    });
    return objectSchema({
      name, label: OBJECT_LABELS[key] ?? words(name), keyPrefix: this.#prefixes.get(key) ?? null, kind: kindOf(name, fields), fields: fields.values(), childRelationships,
      isSetup: overlay?.isSetup ?? false, allowsDml: overlay?.allowsDml ?? true, sharingModel: SHARING_MODELS[key] ?? 'ReadWrite',
    });
  }

  #isCascade(object: string, lookup: string): boolean {
    const sketch = this.#overlay.get(object.toLowerCase())?.fields.find((one) => one.name.toLowerCase() === lookup.toLowerCase());
    return sketch?.deleteBehavior === 'cascade';
  }
}

const CONTACT_POINT_PARENTS = ['Account', 'Individual'];
/** What lookups of more than one object lead to, where the listing doesn't say. Source: Object Reference, "Refers To". */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  OwnerId: ['Group', 'User'], 'ContactPointAddress.ParentId': CONTACT_POINT_PARENTS, 'ContactPointEmail.ParentId': CONTACT_POINT_PARENTS, 'ContactPointPhone.ParentId': CONTACT_POINT_PARENTS,
};

function listedField(object: string, word: string): FieldSchema {
  const [, name, letter, target] = /^([^:>]+)(?::(\w))?(?:>(\w+))?$/.exec(word)!;
  const label = words(name!);
  if (target !== undefined) {
    const relationshipName = name!.endsWith('Id') ? name!.slice(0, -2) : name!;
    const referenceTo = target === 'Name' ? (TARGETS[`${object}.${name}`] ?? TARGETS[name!] ?? [target]) : [target];
    return field({ name: name!, label, type: 'Reference', referenceTo, relationshipName });
  }
  const type = letter === undefined ? 'String' : TYPES[letter];
  if (type === undefined) throw new Error(`Unknown type ${letter} of ${object}.${name} in the catalogue of standard objects`);
  return field({ name: name!, label, type, scale: type !== 'Double' ? 0 : /(Latitude|Longitude)$/.test(name!) ? 15 : 2 });
}

function kindOf(name: string, fields: ReadonlyMap<string, FieldSchema>): ObjectSchema['kind'] {
  if (name.endsWith('Share')) return 'share';
  if (name.endsWith('History')) return 'history';
  if (name.endsWith('Feed')) return 'feed';
  if (name.endsWith('ChangeEvent')) return 'changeEvent';
  return fields.has('eventuuid') && fields.has('replayid') ? 'platformEvent' : 'standard';
}

let shared: StandardCatalogue | null = null;
/** One per process: the catalogue never changes. */
export function standardCatalogue(): StandardCatalogue {
  return (shared ??= new StandardCatalogue());
}
