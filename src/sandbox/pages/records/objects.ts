/** What a user may see of an org's objects and fields, as REST's describe says it. */
import { WireError } from '../../../protocol/errors.ts';
import { hideManagedFrames } from '../../partner/managed-frames.ts';
import type { UserRequest } from '../page.ts';
import type { RecordAccess } from '../site.ts';
import { hiddenNamespaces } from '../visible-code.ts';

export interface ObjectSummary {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string | null;
  readonly custom: boolean;
  readonly customSetting: boolean;
  readonly layoutable: boolean;
  readonly queryable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
}

export interface Field {
  readonly name: string;
  readonly label: string;
  /** REST's: `string`, `reference`, `datetime`, … */
  readonly type: string;
  readonly nameField: boolean;
  readonly custom: boolean;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly defaultValueFormula: string | null;
  readonly calculated: boolean;
  readonly autoNumber: boolean;
  readonly sortable: boolean;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  readonly dependentPicklist: boolean;
  /** Of a dependent picklist: the field it depends on. */
  readonly controllerName: string | null;
  /** `validFor`: of a dependent picklist's value, the values of the controlling field that it goes with (`true`, `false` of a checkbox); a describe's own form of it isn't read. */
  readonly picklistValues: readonly { readonly value: string; readonly label: string; readonly active: boolean; readonly defaultValue: boolean; readonly validFor: readonly string[] | string | null }[];
}

export interface RecordTypeInfo {
  readonly recordTypeId: string;
  readonly name: string;
  readonly active: boolean;
  /** To the user, for new records. */
  readonly available: boolean;
  readonly master: boolean;
  readonly defaultRecordTypeMapping: boolean;
}

/** As the UI API has it. */
interface PicklistChoice { readonly value: string; readonly label: string; readonly validFor: readonly number[] }
export interface PicklistFieldValues {
  readonly picklistFieldValues: Readonly<Record<string, { readonly controllerValues: Readonly<Record<string, number>>; readonly defaultValue: PicklistChoice | null; readonly values: readonly PicklistChoice[] }>>;
}

export interface DescribedObject extends ObjectSummary {
  readonly fields: readonly Field[];
  readonly recordTypeInfos: readonly RecordTypeInfo[];
  readonly childRelationships: readonly { readonly childSObject: string; readonly field: string; readonly relationshipName: string | null }[];
}

/** Reads describes for one page, each once. */
export class Objects {
  readonly #request: UserRequest;
  readonly #access: RecordAccess;
  readonly #described = new Map<string, Promise<DescribedObject>>();

  constructor(request: UserRequest) {
    this.#request = request;
    this.#access = request.site.records;
  }

  async all(): Promise<readonly ObjectSummary[]> {
    const { sobjects } = await this.#read<{ sobjects: readonly ObjectSummary[] }>('/sobjects');
    return sobjects;
  }

  /** Throws where there is none, or the user may not see it. */
  describe(name: string): Promise<DescribedObject> {
    const known = this.#described.get(name.toLowerCase()) ?? this.#read<DescribedObject>(`/sobjects/${name}/describe`);
    this.#described.set(name.toLowerCase(), known);
    return known;
  }

  /** What a record type offers of each picklist. */
  picklists(object: string, recordTypeId: string): Promise<PicklistFieldValues> {
    return this.#read(`/ui-api/object-info/${object}/picklist-values/${recordTypeId}`);
  }

  /** What a lookup shows of the record it points to: `Account.Name`, `Case.CaseNumber`; null where that isn't known. */
  async nameOfParent(field: Field): Promise<string | null> {
    const [target] = field.referenceTo;
    if (field.type !== 'reference' || field.relationshipName === null || target === undefined) return null;
    // Whatever it points to, a polymorphic lookup has a Name.
    if (isPolymorphic(field)) return `${field.relationshipName}.Name`;
    const name = nameFieldOf(await this.describe(target));
    return name && `${field.relationshipName}.${name.name}`;
  }

  async #read<T>(path: string): Promise<T> {
    const { org, user } = this.#request;
    const { status, body } = await this.#access.send(org, user, { method: 'GET', path });
    if (status === 200) return JSON.parse(body) as T;
    if (status === 404) throw new WireError('invalidParams', 'There is no such object, or you may not see it.');
    throw new WireError('requestFailed', messagesOf(this.#request, body).map(each => each.message).join('\n'));
  }
}

export const nameFieldOf = (object: DescribedObject): Field | null => object.fields.find(each => each.nameField) ?? null;

/** Points to records of several objects: `Name` stands for all there are. */
export const isPolymorphic = ({ referenceTo }: Field): boolean => referenceTo.length > 1 || referenceTo[0] === 'Name';

/** A page shows what a lookup points to, not its id. */
export const labelOf = ({ type, label }: Field): string => (type === 'reference' ? label.replace(/ ID$/, '') : label);

export interface ApiMessage {
  readonly message: string;
  readonly errorCode: string;
  readonly fields?: readonly string[];
}

/** What an answer that is no success says, as far as the user may see (T16). */
export function messagesOf(viewer: Pick<UserRequest, 'site' | 'org' | 'user'>, body: string): readonly ApiMessage[] {
  const parsed: unknown = body === '' ? [] : JSON.parse(body);
  if (!Array.isArray(parsed) || parsed.length === 0) return [{ message: 'The org gave no reason.', errorCode: 'UNKNOWN_EXCEPTION' }];
  return (parsed as ApiMessage[]).map(each => ({ ...each, message: hideManagedFrames(each.message, hiddenNamespaces(viewer)) }));
}
