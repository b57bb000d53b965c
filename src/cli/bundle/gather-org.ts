/** What a bundle says of the org itself: installed packages, the objects of its records, their rules, its own code. */
import type { BundleManifest, BundleObject, BundlePackage, BundleRecordType } from '../../exchange/bundle/manifest.ts';
import { CannotRun } from '../failure.ts';
import type { DescribedObject } from '../data/described-objects.ts';
import { API_PATH, queryRecords } from '../data/org-api.ts';
import type { ApiRecord } from '../data/org-api.ts';
import type { SalesforceOrg } from '../data/salesforce-api.ts';

const MAX_PACKAGES = 500;
const MAX_RULES = 300;
const MAX_RECORD_TYPES = 200;
const MAX_CODE_FILES = 2000;
const TOOLING = '/tooling/query';

export class OrgReader {
  readonly #api: SalesforceOrg;
  readonly #notes: Set<string>;
  readonly #recordTypes = new Map<string, string>();

  /** What can't be read is noted. */
  constructor(api: SalesforceOrg, notes: Set<string>) {
    this.#api = api;
    this.#notes = notes;
  }

  /** Of the objects read so far: developer names, with the namespace of those that have one, by id. */
  get recordTypes(): ReadonlyMap<string, string> {
    return this.#recordTypes;
  }

  async org(): Promise<BundleManifest['org']> {
    const [row] = await queryRecords(this.#api, 'SELECT Id, Name, InstanceName, IsSandbox FROM Organization', 1);
    if (!row) throw new CannotRun(`${this.#api.name} says nothing of itself.`);
    return { id: text(row, 'Id'), name: text(row, 'Name'), instance: text(row, 'InstanceName'), isSandbox: row['IsSandbox'] === true };
  }

  async user(): Promise<BundleManifest['user']> {
    const name = this.#api.login.userName.replaceAll(/['\\]/g, '\\$&');
    const [row] = await queryRecords(this.#api, `SELECT Profile.Name, TimeZoneSidKey, LocaleSidKey FROM User WHERE Username = '${name}'`, 1);
    if (!row) throw new CannotRun(`${this.#api.name} has no user ${this.#api.login.userName}.`);
    return { profile: text(part(row, 'Profile'), 'Name'), timeZone: text(row, 'TimeZoneSidKey'), locale: text(row, 'LocaleSidKey') };
  }

  /** Source: Tooling API, InstalledSubscriberPackage; Object Reference, PackageLicense. */
  async packages(): Promise<BundlePackage[]> {
    const licenses = await this.#try('licenses', () => queryRecords(this.#api, 'SELECT NamespacePrefix, Status, AllowedLicenses, ExpirationDate FROM PackageLicense', MAX_PACKAGES));
    const version = ['MajorVersion', 'MinorVersion', 'PatchVersion'].map(each => `SubscriberPackageVersion.${each}`).join(', ');
    const rows = await this.#try('installed packages', () => queryRecords(this.#api, `SELECT Id, SubscriberPackage.NamespacePrefix, SubscriberPackage.Name, ${version} FROM InstalledSubscriberPackage`, MAX_PACKAGES, TOOLING));
    return rows.flatMap(row => {
      const of = part(row, 'SubscriberPackage');
      const namespace = text(of, 'NamespacePrefix');
      if (namespace === '') return [];
      const { MajorVersion: major, MinorVersion: minor, PatchVersion: patch } = part(row, 'SubscriberPackageVersion');
      const license = licenses.find(each => each['NamespacePrefix'] === namespace);
      const seats = Number(license?.['AllowedLicenses'] ?? -1);
      return [{
        namespace, name: text(of, 'Name'), version: `${Number(major)}.${Number(minor)}${Number(patch) > 0 ? `.${Number(patch)}` : ''}`,
        license: license ? { status: text(license, 'Status'), seats: seats < 0 ? null : seats, expiresAt: text(license, 'ExpirationDate') || null } : null,
      }];
    });
  }

  async object(described: DescribedObject): Promise<BundleObject> {
    const { name, label, labelPlural } = described;
    return {
      name, label, labelPlural, validationRules: await this.#rules(name), recordTypes: await this.#typesOf(described),
      childRelationships: described.childRelationships.map(({ childSObject, field, relationshipName }) => ({ childSObject, field, relationshipName })),
      fields: described.fields.map(field => ({
        name: field.name, label: field.label, type: field.type, length: field.length, precision: field.precision, scale: field.scale, nillable: field.nillable, unique: field.unique, externalId: field.externalId,
        htmlFormatted: field.htmlFormatted === true, autoNumber: field.autoNumber === true, cascadeDelete: field.cascadeDelete === true, restrictedPicklist: field.restrictedPicklist === true, referenceTo: field.referenceTo,
        formula: field.calculated ? field.calculatedFormula ?? null : null,
        picklistValues: (field.picklistValues ?? []).filter(each => each.active).map(each => ({ value: each.value, label: each.label ?? each.value, isDefault: each.defaultValue })),
      })),
    };
  }

  /** With what each offers of picklists. Source: Object Reference, RecordType; User Interface API Developer Guide, Get Values for All Picklist Fields of a Record Type. */
  async #typesOf({ name, recordTypeInfos = [] }: DescribedObject): Promise<BundleRecordType[]> {
    if (recordTypeInfos.every(each => each.master)) return [];
    const rows = await this.#try(`record types of ${name}`, () => queryRecords(this.#api, `SELECT Id, DeveloperName, Name, IsActive, NamespacePrefix FROM RecordType WHERE SobjectType = '${name}'`, MAX_RECORD_TYPES));
    const types: BundleRecordType[] = [];
    for (const row of rows) {
      const [developerName, namespace, label] = [text(row, 'DeveloperName'), text(row, 'NamespacePrefix') || null, text(row, 'Name')];
      this.#recordTypes.set(text(row, 'Id'), namespace === null ? developerName : `${namespace}__${developerName}`);
      const [offered = {}] = await this.#try(`picklist values of the record type ${label}`, async () => [await this.#api.get(`${API_PATH}/ui-api/object-info/${encodeURIComponent(name)}/picklist-values/${encodeURIComponent(text(row, 'Id'))}`) as ApiRecord]);
      types.push({ developerName, namespace, label, isActive: row['IsActive'] === true, picklists: picklistsOf(offered) });
    }
    return types;
  }

  /** The org's own, active ones. A rule's formula comes one at a time. Source: Tooling API, ValidationRule. */
  async #rules(object: string): Promise<BundleObject['validationRules']> {
    const rows = await this.#try(`validation rules of ${object}`, () => queryRecords(this.#api, `SELECT Id, ValidationName, ErrorMessage, ErrorDisplayField FROM ValidationRule WHERE Active = true AND NamespacePrefix = null AND EntityDefinition.QualifiedApiName = '${object}'`, MAX_RULES, TOOLING));
    const rules: BundleObject['validationRules'][number][] = [];
    for (const row of rows) {
      const [found] = await this.#try(`the validation rule ${text(row, 'ValidationName')}`, async () => [await this.#api.get(`${API_PATH}/tooling/sobjects/ValidationRule/${encodeURIComponent(text(row, 'Id'))}`) as ApiRecord]);
      const formula = found ? text(part(found, 'Metadata'), 'errorConditionFormula') : '';
      if (formula !== '') rules.push({ name: text(row, 'ValidationName'), formula, message: text(row, 'ErrorMessage'), field: text(row, 'ErrorDisplayField') || null });
    }
    return rules;
  }

  /** The triggers on some objects and the classes that aren't tests, by file name. */
  async code(objects: ReadonlySet<string>): Promise<Map<string, string>> {
    const files = new Map<string, string>();
    for (const row of await this.#try('Apex triggers', () => queryRecords(this.#api, 'SELECT Name, Body FROM ApexTrigger WHERE NamespacePrefix = null AND Status = \'Active\'', MAX_CODE_FILES))) {
      const on = /^\s*(?:\/\*[\s\S]*?\*\/|\/\/[^\n]*\n|\s)*trigger\s+\w+\s+on\s+(\w+)/i.exec(text(row, 'Body'))?.[1];
      if (on !== undefined && objects.has(on.toLowerCase())) files.set(`${text(row, 'Name')}.trigger`, text(row, 'Body'));
    }
    for (const row of await this.#try('Apex classes', () => queryRecords(this.#api, 'SELECT Name, Body FROM ApexClass WHERE NamespacePrefix = null AND Status = \'Active\'', MAX_CODE_FILES))) {
      if (!/@IsTest\b/i.test(text(row, 'Body').slice(0, 2000))) files.set(`${text(row, 'Name')}.cls`, text(row, 'Body'));
    }
    return files;
  }

  async #try(what: string, read: () => Promise<ApiRecord[]>): Promise<ApiRecord[]> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      this.#notes.add(`Without ${what}: ${error.message}`);
      return [];
    }
  }
}

function picklistsOf(offered: ApiRecord): BundleRecordType['picklists'] {
  return Object.entries(part(offered, 'picklistFieldValues')).map(([field, found]) => {
    const { values, defaultValue } = found as { readonly values?: readonly ApiRecord[]; readonly defaultValue?: ApiRecord | null };
    const chosen = defaultValue ? text(defaultValue, 'value').split(';') : [];
    return { field, values: (values ?? []).map(each => ({ value: text(each, 'value'), isDefault: chosen.includes(text(each, 'value')) })) };
  });
}

function text(row: ApiRecord, name: string): string {
  const value = row[name];
  return typeof value === 'string' ? value : '';
}

function part(row: ApiRecord, name: string): ApiRecord {
  const value = row[name];
  return typeof value === 'object' && value !== null ? (value as ApiRecord) : {};
}
