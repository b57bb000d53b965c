import { API_PATH } from './org-api.ts';
import type { OrgApi } from './org-api.ts';

/** What a describe says of a field, as far as it matters here. Source: REST API Developer Guide, sObject Describe. */
export interface DescribedField {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly calculated: boolean;
  readonly calculatedFormula?: string | null;
  readonly custom: boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly nillable: boolean;
  readonly htmlFormatted?: boolean;
  readonly autoNumber?: boolean;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  readonly relationshipOrder?: number | null;
  readonly cascadeDelete?: boolean;
  readonly restrictedPicklist?: boolean;
  readonly picklistValues?: readonly { readonly value: string; readonly label: string | null; readonly active: boolean; readonly defaultValue: boolean }[];
}

export interface DescribedObject {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly custom: boolean;
  readonly customSetting: boolean;
  readonly createable: boolean;
  readonly queryable: boolean;
  readonly fields: readonly DescribedField[];
  readonly childRelationships: readonly { readonly childSObject: string; readonly field: string; readonly relationshipName: string | null; readonly deprecatedAndHidden?: boolean }[];
  readonly recordTypeInfos?: readonly { readonly master: boolean }[];
}

/** Of the list of all objects. */
export interface GlobalObject {
  readonly name: string;
  readonly keyPrefix: string | null;
  readonly createable: boolean;
  readonly queryable: boolean;
}

/** Asks an org once an object. */
export class DescribedObjects {
  readonly #api: OrgApi;
  readonly #objects = new Map<string, Promise<DescribedObject>>();
  #all: Promise<ReadonlyMap<string, GlobalObject>> | null = null;

  constructor(api: OrgApi) {
    this.#api = api;
  }

  object(name: string): Promise<DescribedObject> {
    const key = name.toLowerCase();
    const known = this.#objects.get(key) ?? (this.#api.get(`${API_PATH}/sobjects/${encodeURIComponent(name)}/describe`) as Promise<DescribedObject>);
    this.#objects.set(key, known);
    return known;
  }

  /** By API name in lower case. */
  all(): Promise<ReadonlyMap<string, GlobalObject>> {
    this.#all ??= this.#api.get(`${API_PATH}/sobjects`).then(answer => new Map((answer as { sobjects: readonly GlobalObject[] }).sobjects.map(each => [each.name.toLowerCase(), each])));
    return this.#all;
  }
}

const METADATA_TYPES: Readonly<Record<string, string>> = { string: 'String', textarea: 'LongTextArea', encryptedstring: 'EncryptedString', email: 'Email', phone: 'Phone', url: 'Url', combobox: 'Combobox', anyType: 'AnyType', json: 'Json' };

/** The type by metadata's name, where it is one of texts that may be masked. */
export function metadataType({ type, htmlFormatted }: DescribedField): string {
  return type === 'textarea' && htmlFormatted === true ? 'Html' : METADATA_TYPES[type] ?? type;
}

/** Values that another org can be given: not those the platform works out or stamps, nor files. */
export const isExported = ({ createable, calculated, type }: DescribedField): boolean => createable && !calculated && type !== 'base64' && type !== 'address' && type !== 'location';
