/** Reads the metadata of projects, in source or metadata format, into one schema with labels and metadata records. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { base62 } from '../ids.ts';
import { OrgSchema } from '../org-schema.ts';
import type { ChildRelationship, ObjectSchema } from '../schema.ts';
import type { ObjectAutomation } from '../automation/contract.ts';
import type { SecurityMetadata } from '../security/contract.ts';
import { standardCatalogue } from '../catalogue/catalogue.ts';
import { picklistValues } from './fields.ts';
import type { PicklistValues } from './fields.ts';
import { AutomationReader } from './automation.ts';
import { readEmailTemplate } from './email-templates.ts';
import type { EmailTemplateSource } from './email-templates.ts';
import { SecurityReader } from './security.ts';
import { leadsOutside } from '../../../exchange/inside.ts';
import { projectRoot } from './project-root.ts';
import type { FlowDefinition } from '../../flow/contract.ts';
import { FlowVersions } from '../../flow/metadata/flow-versions.ts';
import { readFlow } from '../../flow/metadata/read-flow.ts';
import { nameFault, qualify } from './names.ts';
import { ObjectBuilder } from './objects.ts';
import { withVisibilities } from './record-types.ts';
import { withSummaryTypes } from './summaries.ts';
import { children, flag, readXml, text } from './xml.ts';
import type { MetadataError, XmlElement } from './xml.ts';

/** The file's name says which type a parameter has; packages are in use whose files are copies of one of another type. */
const FEATURE_ROOTS = ['FeatureParameterBoolean', 'FeatureParameterInteger', 'FeatureParameterDate'];

export interface ProjectSource { readonly directory: string; readonly namespace: string | null }

export interface SchemaOptions {
  /** Source directories; packages first, so that what they define is there for the subscriber's own metadata. */
  readonly projects: readonly ProjectSource[];
  /** The org's own namespace. */
  readonly namespace: string | null;
  /** Key prefixes given out before, by lower-case object name: an org keeps them for good. */
  readonly keyPrefixes?: ReadonlyMap<string, string>;
}

export interface CustomLabel { readonly namespace: string | null; readonly name: string; readonly value: string; readonly language: string; readonly isProtected: boolean }
export interface StaticResource { readonly namespace: string | null; readonly name: string; readonly file: string; readonly contentType: string }
export interface DataWeaveScript { readonly namespace: string | null; readonly name: string; readonly source: string; readonly isGlobal: boolean; readonly isProtected: boolean; readonly apiVersion: number }
export interface Application { readonly namespace: string | null; readonly name: string; readonly label: string; readonly description: string | null }
/** A value is a boolean, a number or a date as `2026-01-31`. */
export interface FeatureParameter { readonly namespace: string | null; readonly name: string; readonly type: 'boolean' | 'integer' | 'date'; readonly direction: 'lmoToSubscriber' | 'subscriberToLmo'; readonly value: boolean | number | string }
export interface CachePartition { readonly namespace: string | null; readonly name: string; readonly label: string; readonly isDefault: boolean }
export interface MetadataRecord {
  readonly objectName: string;
  readonly developerName: string;
  readonly label: string;
  readonly namespace: string | null;
  readonly isProtected: boolean;
  /** By field API name; texts as in the file. */
  readonly values: ReadonlyMap<string, string | null>;
  readonly file: string;
}

export interface LoadedMetadata {
  readonly schema: OrgSchema;
  readonly labels: readonly CustomLabel[];
  readonly metadataRecords: readonly MetadataRecord[];
  readonly staticResources: readonly StaticResource[];
  readonly cachePartitions: readonly CachePartition[];
  readonly dataWeaveScripts: readonly DataWeaveScript[];
  readonly applications: readonly Application[];
  readonly featureParameters: readonly FeatureParameter[];
  readonly emailTemplates: readonly EmailTemplateSource[];
  readonly security: SecurityMetadata;
  readonly hasApprovalProcesses: boolean;
  readonly flows: readonly FlowDefinition[];
  readonly keyPrefixes: ReadonlyMap<string, string>;
  readonly errors: readonly MetadataError[];
}

/** Lower-case `name` or `namespace.name`. */
function namesOf(components: Iterable<{ readonly namespace: string | null; readonly name: string }>): Set<string> {
  return new Set([...components].map(({ namespace, name }) => (namespace === null ? name : `${namespace}.${name}`).toLowerCase()));
}

function labelTexts(labels: readonly CustomLabel[]): Map<string, string> {
  return new Map(labels.map(({ namespace, name, value }) => [(namespace === null ? name : `${namespace}.${name}`).toLowerCase(), value]));
}

/** Standard fields that take their values from a standard value set. */
const STANDARD_SETS: Readonly<Record<string, readonly string[]>> = {
  accounttype: ['Account.Type'], accountrating: ['Account.Rating', 'Lead.Rating'], accountownership: ['Account.Ownership'], industry: ['Account.Industry', 'Lead.Industry'],
  leadsource: ['Lead.LeadSource', 'Contact.LeadSource', 'Opportunity.LeadSource', 'Account.AccountSource'], leadstatus: ['Lead.Status'], salutation: ['Contact.Salutation', 'Lead.Salutation'],
  opportunitystage: ['Opportunity.StageName'], opportunitytype: ['Opportunity.Type'], contactrole: ['OpportunityContactRole.Role', 'AccountContactRole.Role'],
  casestatus: ['Case.Status'], caseorigin: ['Case.Origin'], casepriority: ['Case.Priority'], casereason: ['Case.Reason'], casetype: ['Case.Type'],
  taskstatus: ['Task.Status'], taskpriority: ['Task.Priority'], tasktype: ['Task.Type'], eventsubject: ['Event.Subject'], campaignstatus: ['Campaign.Status'], campaigntype: ['Campaign.Type'],
  campaignmemberstatus: ['CampaignMember.Status'], orderstatus: ['Order.Status'], contractstatus: ['Contract.Status'], assetstatus: ['Asset.Status'], quotestatus: ['Quote.Status'], product2family: ['Product2.Family'],
};

const IGNORED = new Set(['node_modules', '.git', '.sfdx', '.sf', 'lwc', 'aura', '__tests__']);

/** Links to files are followed, but never out of the project; links to folders are not: what they lead to may be here too. */
function* filesOf(directory: string, root: string, errors: MetadataError[]): Iterable<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(directory, entry.name);
    if (IGNORED.has(entry.name)) continue;
    if (entry.isDirectory()) yield* filesOf(path, root, errors);
    else if (entry.isFile()) yield path;
    else if (entry.isSymbolicLink()) {
      if (leadsOutside(root, path)) errors.push({ file: path, element: 'link', message: `leads outside the project ${root} and is left out; put a copy there` });
      else if (statSync(path).isFile()) yield path;
    }
  }
}

/** Malformed files are left out and named in `errors`; everything else is loaded. */
export function loadSchema(options: SchemaOptions): LoadedMetadata {
  return new Loader(options).load();
}

class Loader {
  readonly #options: SchemaOptions;
  readonly #errors: MetadataError[] = [];
  readonly #builders = new Map<string, ObjectBuilder>();
  readonly #globalSets = new Map<string, PicklistValues>();
  readonly #standardSets = new Map<string, PicklistValues>();
  readonly #labels: CustomLabel[] = [];
  readonly #records: MetadataRecord[] = [];
  readonly #resources: StaticResource[] = [];
  readonly #partitions: CachePartition[] = [];
  readonly #scripts: DataWeaveScript[] = [];
  readonly #applications: Application[] = [];
  readonly #features: FeatureParameter[] = [];
  readonly #emailTemplates: EmailTemplateSource[] = [];
  readonly #security = new SecurityReader();
  readonly #automation = new AutomationReader(this.#errors);
  #hasApprovalProcesses = false;
  readonly #flows = new FlowVersions();

  constructor(options: SchemaOptions) {
    this.#options = options;
  }

  load(): LoadedMetadata {
    for (const { directory, namespace } of this.#options.projects) {
      if (!existsSync(directory) || !statSync(directory).isDirectory()) {
        this.#errors.push({ file: directory, element: 'projects', message: 'the source directory does not exist' });
        continue;
      }
      for (const file of filesOf(directory, projectRoot(directory), this.#errors)) this.#loadFile(file, namespace);
    }
    for (const set of this.#standardSets.keys()) {
      for (const target of STANDARD_SETS[set] ?? []) {
        const [object, fullName] = target.split('.');
        this.#builder(object!, null).fields.unshift({ element: { fullName, valueSet: { valueSetName: set } } as XmlElement, namespace: null, file: `${set}.standardValueSet` });
      }
    }
    this.#shareActivityFields();
    const childrenOf = new Map<string, ChildRelationship[]>();
    const prefixes = new Map(this.#options.keyPrefixes);
    const valueSets = { global: this.#globalSets, standard: this.#standardSets };
    const built: ObjectSchema[] = [];
    for (const builder of this.#builders.values()) {
      const prefix = standardCatalogue().object(builder.name)?.keyPrefix ?? this.#prefix(builder, prefixes);
      built.push(builder.build(prefix, valueSets, this.#errors, childrenOf));
    }
    const objects = built.map((object) => withChildren(object, childrenOf.get(object.name.toLowerCase())));
    for (const [parent, relationships] of childrenOf) {
      const standard = standardCatalogue().object(parent);
      if (!this.#builders.has(parent) && standard !== undefined) objects.push(withChildren(standard, relationships));
    }
    const security = this.#security.result();
    const flows = this.#flows.result();
    const typed = withSummaryTypes(objects, (name) => standardCatalogue().object(name)).map((object) => withVisibilities(object, security.holders));
    return {
      schema: new OrgSchema(this.#options.namespace, withAutomation(withSharingRules(typed, security.sharingRules), this.#automation.result()), labelTexts(this.#labels), { dataWeaveScripts: namesOf(this.#scripts), flows: namesOf(flows) }), security, labels: this.#labels, metadataRecords: this.#records,
      staticResources: this.#resources, cachePartitions: this.#partitions, dataWeaveScripts: this.#scripts, applications: this.#applications, featureParameters: this.#features, emailTemplates: this.#emailTemplates, hasApprovalProcesses: this.#hasApprovalProcesses, flows, keyPrefixes: prefixes, errors: this.#errors,
    };
  }

  /** Custom fields of activities are defined once and are on tasks and events. */
  #shareActivityFields(): void {
    const activity = this.#builders.get('activity');
    if (activity === undefined) return;
    for (const name of ['Task', 'Event']) this.#builder(name, null).fields.push(...activity.fields.filter(({ element }) => (text(element, 'fullName') ?? '').endsWith('__c')));
    this.#builders.delete('activity');
  }

  #prefix(builder: ObjectBuilder, prefixes: Map<string, string>): string {
    const key = builder.name.toLowerCase();
    const known = prefixes.get(key);
    if (known !== undefined) return known;
    const letter = { customMetadata: 'm', platformEvent: 'e', external: 'x', bigObject: 'z' }[builder.kind() as string] ?? 'a';
    const taken = new Set(prefixes.values());
    for (let n = 0; ; n++) {
      const prefix = letter + base62(n, 2);
      if (taken.has(prefix)) continue;
      prefixes.set(key, prefix);
      return prefix;
    }
  }

  #builder(name: string, namespace: string | null): ObjectBuilder {
    const qualified = qualify(name, namespace);
    let builder = this.#builders.get(qualified.toLowerCase());
    if (builder === undefined) this.#builders.set(qualified.toLowerCase(), builder = new ObjectBuilder(qualified));
    return builder;
  }

  #loadFile(file: string, namespace: string | null): void {
    const name = basename(file).replace(/-meta\.xml$/, '');
    const extension = /\.([A-Za-z]+)$/.exec(name)?.[1];
    const stem = name.slice(0, extension === undefined ? undefined : -extension.length - 1);
    const folderObject = (): string => basename(dirname(dirname(file)));
    const isObject = (name: string): boolean => {
      const fault = nameFault(name, 'an object');
      if (fault !== null) this.#errors.push({ file, element: 'file name', message: `"${name}" ${fault}` });
      return fault === null;
    };
    const read = (root: string, others: readonly string[] = []): XmlElement | null => readXml(file, root, this.#errors, others);
    const part = (root: string, list: 'fields' | 'validationRules' | 'recordTypes' | 'businessProcesses' | 'fieldSets'): void => {
      const element = read(root);
      if (element !== null && isObject(folderObject())) this.#builder(folderObject(), namespace)[list].push({ element: { fullName: stem, ...element }, namespace, file });
    };
    switch (extension) {
      case 'object': {
        const element = read('CustomObject');
        if (element !== null && isObject(stem)) this.#builder(stem, namespace).addDefinition({ element, namespace, file });
        return;
      }
      case 'field': return part('CustomField', 'fields');
      case 'validationRule': return part('ValidationRule', 'validationRules');
      case 'recordType': return part('RecordType', 'recordTypes');
      case 'businessProcess': return part('BusinessProcess', 'businessProcesses');
      case 'fieldSet': return part('FieldSet', 'fieldSets');
      case 'globalValueSet': {
        const element = read('GlobalValueSet');
        if (element !== null) {
          const values = picklistValues(children(element, 'customValue'));
          this.#globalSets.set(stem.toLowerCase(), values);
          if (namespace !== null) this.#globalSets.set(`${namespace}__${stem}`.toLowerCase(), values);
        }
        return;
      }
      case 'standardValueSet': {
        const element = read('StandardValueSet');
        if (element !== null) this.#standardSets.set(stem.toLowerCase(), picklistValues(children(element, 'standardValue')));
        return;
      }
      case 'cachePartition': {
        const element = read('PlatformCachePartition');
        if (element !== null) this.#partitions.push({ namespace, name: stem, label: text(element, 'masterLabel') ?? stem, isDefault: flag(element, 'isDefaultPartition') });
        return;
      }
      case 'app': {
        const element = read('CustomApplication');
        if (element !== null) this.#applications.push({ namespace, name: stem, label: text(element, 'label') ?? stem, description: text(element, 'description') });
        return;
      }
      case 'email': {
        const element = file.endsWith('-meta.xml') ? read('EmailTemplate') : null;
        if (element !== null) this.#emailTemplates.push(readEmailTemplate(element, stem, namespace, file));
        return;
      }
      case 'featureParameterBoolean': return this.#loadFeature(read('FeatureParameterBoolean', FEATURE_ROOTS), stem, namespace, 'boolean');
      case 'featureParameterInteger': return this.#loadFeature(read('FeatureParameterInteger', FEATURE_ROOTS), stem, namespace, 'integer');
      case 'featureParameterDate': return this.#loadFeature(read('FeatureParameterDate', FEATURE_ROOTS), stem, namespace, 'date');
      case 'dwl': {
        const element = file.endsWith('-meta.xml') ? read('DataWeaveResource') : null;
        if (element !== null) this.#loadScript(element, stem, namespace, file);
        return;
      }
      case 'approvalProcess': this.#hasApprovalProcesses = true; return;
      case 'flow': {
        const element = file.endsWith('-meta.xml') || basename(dirname(file)) === 'flows' ? readXml(file, 'Flow', this.#errors, [], true) : null;
        if (element !== null) this.#flows.add(readFlow(element, stem, { namespace, file }));
        return;
      }
      case 'flowDefinition': {
        const version = text(read('FlowDefinition') ?? {}, 'activeVersionNumber');
        if (version !== null) this.#flows.activate(namespace, stem, Number(version));
        return;
      }
      case 'labels': return this.#loadLabels(read('CustomLabels'), namespace);
      // Other texts have this ending too.
      case 'md': if (!file.endsWith('-meta.xml') && basename(dirname(file)) !== 'customMetadata') return; return this.#loadRecord(read('CustomMetadata'), stem, namespace, file);
      case 'resource': {
        if (!file.endsWith('-meta.xml')) return;
        const element = read('StaticResource');
        if (element !== null) this.#loadResource(element, stem, namespace, file);
        return;
      }
      default: {
        const rules = this.#automation.rootOf(extension);
        const root = rules ?? this.#security.rootOf(extension);
        const element = root === undefined ? null : read(root);
        if (element === null) return;
        if (rules === undefined) this.#security.read(root!, element, stem, namespace);
        else this.#automation.read(rules, element, stem, { namespace, file });
      }
    }
  }

  #loadLabels(element: XmlElement | null, namespace: string | null): void {
    for (const label of element === null ? [] : children(element, 'labels')) {
      this.#labels.push({
        namespace, name: text(label, 'fullName') ?? '', value: text(label, 'value') ?? '', language: text(label, 'language') ?? 'en_US', isProtected: flag(label, 'protected'),
      });
    }
  }

  #loadRecord(element: XmlElement | null, stem: string, namespace: string | null, file: string): void {
    if (element === null) return;
    const [type, ...rest] = stem.split('.');
    const developerName = rest.join('.');
    if (developerName === '') {
      this.#errors.push({ file, element: 'file name', message: 'a custom metadata record is named Type.Record.md-meta.xml' });
      return;
    }
    const values = new Map(children(element, 'values').map((one) => [qualify(text(one, 'field') ?? '', namespace), text(one, 'value')]));
    this.#records.push({
      objectName: qualify(`${type}__mdt`, namespace), developerName: developerName.replace(/^.*__/, ''), label: text(element, 'label') ?? developerName,
      namespace: developerName.includes('__') ? developerName.slice(0, developerName.indexOf('__')) : namespace, isProtected: flag(element, 'protected'), values, file,
    });
  }

  #loadFeature(element: XmlElement | null, name: string, namespace: string | null, type: FeatureParameter['type']): void {
    if (element === null) return;
    const value = text(element, 'value') ?? '';
    const direction = /^lmoToSubscriber$/i.test(text(element, 'dataflowDirection') ?? '') ? 'lmoToSubscriber' : 'subscriberToLmo';
    this.#features.push({ namespace, name, type, direction, value: type === 'boolean' ? value === 'true' : type === 'integer' ? Number(value) : value });
  }

  #loadScript(element: XmlElement, name: string, namespace: string | null, file: string): void {
    const content = file.replace(/-meta\.xml$/, '');
    if (!existsSync(content)) this.#errors.push({ file, element: 'DataWeaveResource', message: `DataWeave script ${name} has no content beside its description` });
    else this.#scripts.push({ namespace, name, source: readFileSync(content, 'utf8'), isGlobal: flag(element, 'isGlobal'), isProtected: flag(element, 'isProtected'), apiVersion: Number(text(element, 'apiVersion') ?? 60) });
  }

  #loadResource(element: XmlElement, name: string, namespace: string | null, file: string): void {
    const folder = dirname(file);
    const content = readdirSync(folder).find((one) => one !== basename(file) && (one === `${name}.resource` || one.startsWith(`${name}.`) || one === name));
    if (content === undefined) this.#errors.push({ file, element: 'StaticResource', message: `static resource ${name} has no content beside its description` });
    else this.#resources.push({ namespace, name, file: join(folder, content), contentType: text(element, 'contentType') ?? 'application/octet-stream' });
  }
}

function withSharingRules(objects: readonly ObjectSchema[], rules: SecurityMetadata['sharingRules']): ObjectSchema[] {
  return withParts(objects, Map.groupBy(rules, (rule) => rule.object.toLowerCase()), (object, sharingRules) => ({ ...object, sharingRules }));
}

function withAutomation(objects: readonly ObjectSchema[], rules: ReadonlyMap<string, ObjectAutomation>): ObjectSchema[] {
  return withParts(objects, rules, (object, automation) => ({ ...object, automation }));
}

/** Objects with what `parts` says of them, by name in lower case; standard ones that nothing else is defined of come along. */
function withParts<P>(objects: readonly ObjectSchema[], parts: ReadonlyMap<string, P>, add: (object: ObjectSchema, part: P) => ObjectSchema): ObjectSchema[] {
  const known = new Set(objects.map((object) => object.name.toLowerCase()));
  const others = [...parts.keys()].filter((name) => !known.has(name)).map((name) => standardCatalogue().object(name)).filter((object) => object !== undefined);
  return [...objects, ...others].map((object) => {
    const part = parts.get(object.name.toLowerCase());
    return part === undefined ? object : add(object, part);
  });
}

function withChildren(object: ObjectSchema, relationships: readonly ChildRelationship[] | undefined): ObjectSchema {
  return relationships === undefined ? object : { ...object, childRelationships: [...object.childRelationships, ...relationships] };
}
