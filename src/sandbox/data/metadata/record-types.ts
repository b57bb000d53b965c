/**
 * Record types and business processes of metadata. Source: Metadata API Developer Guide, RecordType, BusinessProcess,
 * PicklistValue (their values are written as in addresses: `Proposal%2FPrice Quote`) and Profile.
 */
import type { BusinessProcess, ObjectSchema, RecordType, RecordTypeVisibility } from '../schema.ts';
import type { SecurityMetadata } from '../security/contract.ts';
import { decodedName, qualify } from './names.ts';
import { children, flag, text } from './xml.ts';
import type { XmlElement } from './xml.ts';

interface Piece { readonly element: XmlElement; readonly namespace: string | null }
type Values = BusinessProcess['values'];

/** The status that a business process is of. */
const PROCESS_FIELDS: Readonly<Record<string, string>> = { case: 'status', lead: 'status', opportunity: 'stagename', solution: 'status' };

export function loadBusinessProcess({ element, namespace }: Piece): BusinessProcess {
  return { name: decodedName(text(element, 'fullName') ?? ''), namespace, description: text(element, 'description'), isActive: flag(element, 'isActive'), values: valuesOf(element) };
}

export function loadRecordType({ element, namespace }: Piece, objectName: string, processes: readonly BusinessProcess[]): RecordType {
  const picklists = new Map(children(element, 'picklistValues').map((one): [string, Values] => [qualify(text(one, 'picklist') ?? '', namespace).toLowerCase(), valuesOf(one)]));
  const processName = text(element, 'businessProcess');
  const process = processName === null ? undefined : processes.find((one) => isCalled(one.name, one.namespace, decodedName(processName)));
  const status = PROCESS_FIELDS[objectName.toLowerCase()];
  if (process !== undefined && status !== undefined) picklists.set(status, process.values);
  return {
    developerName: text(element, 'fullName') ?? '', namespace, label: text(element, 'label') ?? '', description: text(element, 'description'), isActive: flag(element, 'active'), businessProcess: process?.name ?? null, picklists, visibilities: [],
  };
}

function valuesOf(element: XmlElement): Values {
  return children(element, 'values').map((one) => ({ value: decodedName(text(one, 'fullName') ?? ''), isDefault: flag(one, 'default') }));
}

/** Whether metadata means it by a name that may leave out the namespace. */
function isCalled(name: string, namespace: string | null, written: string): boolean {
  return [name, `${namespace}__${name}`].some((each) => each.toLowerCase() === written.toLowerCase());
}

/** The object's record types with what profiles and permission sets say of them. */
export function withVisibilities(object: ObjectSchema, holders: SecurityMetadata['holders']): ObjectSchema {
  if (object.recordTypes.length === 0) return object;
  const own = holders.flatMap((holder) => holder.recordTypes.filter((one) => one.object.toLowerCase() === object.name.toLowerCase()).map((one) => ({ holder, one })));
  if (own.length === 0) return object;
  return {
    ...object,
    recordTypes: object.recordTypes.map((type) => ({
      ...type,
      visibilities: own.filter(({ one }) => isCalled(type.developerName, type.namespace, one.recordType)).map(({ holder, one }): RecordTypeVisibility => ({
        holder: holder.kind === 'profile' ? 'profile' : 'permissionSet', name: holder.namespace === null ? holder.name : `${holder.namespace}__${holder.name}`, isVisible: one.isVisible, isDefault: one.isDefault,
      })),
    })),
  };
}
