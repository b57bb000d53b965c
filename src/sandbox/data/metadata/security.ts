/**
 * Reads profiles, permission sets and their groups, custom permissions, roles, public groups, queues and sharing rules.
 * Source: Metadata API Developer Guide, the pages of the types.
 */
import type {
  CustomPermissionInfo, FieldRights, Grantee, GroupInfo, ObjectRights, PermissionHolder, PermissionSetGroupInfo, RoleInfo, SecurityMetadata, SharingRuleInfo,
} from '../security/contract.ts';
import { profileNameOf } from '../security/standard-profiles.ts';
import { decodedName, qualify } from './names.ts';
import { children, flag, text, texts } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** Root elements by file ending. */
const ROOTS: ReadonlyMap<string, string> = new Map(Object.entries<string>({
  profile: 'Profile', permissionset: 'PermissionSet', mutingpermissionset: 'MutingPermissionSet', permissionsetgroup: 'PermissionSetGroup', customPermission: 'CustomPermission', role: 'Role',
  group: 'Group', queue: 'Queue', sharingRules: 'SharingRules',
}));

export class SecurityReader {
  readonly #holders = new Map<string, PermissionHolder>();
  readonly #groupsOfSets: PermissionSetGroupInfo[] = [];
  readonly #customPermissions: CustomPermissionInfo[] = [];
  readonly #roles: RoleInfo[] = [];
  readonly #groups: GroupInfo[] = [];
  readonly #sharingRules: SharingRuleInfo[] = [];

  /** Whether files of this ending are read here, by the root element they have. */
  rootOf(extension: string | undefined): string | undefined {
    return extension === undefined ? undefined : ROOTS.get(extension);
  }

  read(root: string, element: XmlElement, fileStem: string, namespace: string | null): void {
    const stem = decodedName(fileStem);
    const about = { name: stem, label: text(element, 'label') ?? text(element, 'name') ?? stem, description: text(element, 'description'), namespace };
    switch (root) {
      case 'Profile': return this.#addHolder(readHolder('profile', { ...about, name: profileNameOf(stem), namespace: null }, element, namespace));
      case 'PermissionSet': return this.#addHolder(readHolder('permissionSet', about, element, namespace));
      case 'MutingPermissionSet': return this.#addHolder(readHolder('mutingPermissionSet', about, element, namespace));
      case 'PermissionSetGroup':
        this.#groupsOfSets.push({ ...about, permissionSets: texts(element, 'permissionSets'), mutingPermissionSets: texts(element, 'mutingPermissionSets') });
        return;
      case 'CustomPermission': this.#customPermissions.push(about); return;
      case 'Role': this.#roles.push({ name: stem, label: about.label, parent: text(element, 'parentRole') }); return;
      case 'Group':
        this.#groups.push({ kind: 'Regular', name: stem, label: about.label, email: null, includesBosses: text(element, 'doesIncludeBosses') !== 'false', members: [], objects: [] });
        return;
      case 'Queue': {
        const [members] = children(element, 'queueMembers');
        this.#groups.push({
          kind: 'Queue', name: stem, label: about.label, email: text(element, 'email'), includesBosses: true, members: members === undefined ? [] : queueMembers(members),
          objects: children(element, 'queueSobject').map((one) => qualify(text(one, 'sobjectType') ?? '', namespace)),
        });
        return;
      }
      case 'SharingRules': this.#readSharingRules(element, qualify(stem, namespace), namespace); return;
      default: throw new Error(`no reader for <${root}>`);
    }
  }

  /** Several files may speak of one profile: what any of them grants is granted. */
  #addHolder(holder: PermissionHolder): void {
    const key = `${holder.kind}:${holder.namespace ?? ''}:${holder.name.toLowerCase()}`;
    const known = this.#holders.get(key);
    this.#holders.set(key, known === undefined ? holder : {
      ...known,
      objects: united(known.objects, holder.objects), fields: united(known.fields, holder.fields), classes: [...known.classes, ...holder.classes],
      customPermissions: [...known.customPermissions, ...holder.customPermissions], userPermissions: [...known.userPermissions, ...holder.userPermissions],
      recordTypes: [...known.recordTypes, ...holder.recordTypes],
    });
  }

  #readSharingRules(element: XmlElement, object: string, namespace: string | null): void {
    for (const [tag, isOwnerRule] of [['sharingOwnerRules', true], ['sharingCriteriaRules', false]] as const) {
      for (const rule of children(element, tag)) {
        const level = text(rule, 'accessLevel');
        this.#sharingRules.push({
          object, name: text(rule, 'fullName') ?? text(rule, 'label') ?? '', access: level === 'Edit' || level === 'All' ? level : 'Read',
          sharedTo: children(rule, 'sharedTo').flatMap(grantees), sharedFrom: isOwnerRule ? children(rule, 'sharedFrom').flatMap(grantees) : null,
          criteria: children(rule, 'criteriaItems').map((item) => ({ field: qualify(text(item, 'field') ?? '', namespace), operation: text(item, 'operation') ?? 'equals', value: text(item, 'value') ?? '' })),
          logic: text(rule, 'booleanFilter'),
        });
      }
    }
  }

  result(): SecurityMetadata {
    return {
      holders: [...this.#holders.values()], permissionSetGroups: this.#groupsOfSets, customPermissions: this.#customPermissions, roles: this.#roles, groups: this.#groups,
      sharingRules: this.#sharingRules,
    };
  }
}

/** Flags that either of two grants sets. */
function united<R extends ObjectRights | FieldRights>(left: ReadonlyMap<string, R>, right: ReadonlyMap<string, R>): Map<string, R> {
  const all = new Map(left);
  for (const [name, rights] of right) {
    const known = all.get(name) as Record<string, boolean> | undefined;
    all.set(name, known === undefined ? rights : Object.fromEntries(Object.entries(rights).map(([right, given]) => [right, given || known[right] === true])) as unknown as R);
  }
  return all;
}

function readHolder(kind: PermissionHolder['kind'], about: Pick<PermissionHolder, 'name' | 'label' | 'description' | 'namespace'>, element: XmlElement, namespace: string | null): PermissionHolder {
  const enabled = (tag: string, name: string): string[] => children(element, tag).filter((one) => flag(one, 'enabled')).map((one) => text(one, name) ?? '');
  return {
    kind, ...about, needsActivation: flag(element, 'hasActivationRequired'),
    objects: new Map(children(element, 'objectPermissions').map((one) => [qualify(text(one, 'object') ?? '', namespace), {
      create: flag(one, 'allowCreate'), read: flag(one, 'allowRead'), edit: flag(one, 'allowEdit'), delete: flag(one, 'allowDelete'), viewAll: flag(one, 'viewAllRecords'),
      modifyAll: flag(one, 'modifyAllRecords'), viewAllFields: flag(one, 'viewAllFields'),
    }])),
    fields: new Map([...children(element, 'fieldPermissions'), ...children(element, 'fieldLevelSecurities')].map((one) => [
      (text(one, 'field') ?? '').split('.').map((part) => qualify(part, namespace)).join('.'), { read: flag(one, 'readable'), edit: flag(one, 'editable') },
    ])),
    classes: enabled('classAccesses', 'apexClass'), customPermissions: enabled('customPermissions', 'name'), userPermissions: enabled('userPermissions', 'name'),
    recordTypes: children(element, 'recordTypeVisibilities').map((one) => {
      const [object = '', recordType = ''] = (text(one, 'recordType') ?? '').split('.');
      return { object: qualify(object, namespace), recordType, isVisible: flag(one, 'visible'), isDefault: flag(one, 'default') };
    }),
  };
}

function grantees(element: XmlElement): Grantee[] {
  const named = (tag: string, kind: Grantee['kind']): Grantee[] => texts(element, tag).map((name) => ({ kind, name }));
  return [
    ...named('role', 'role'), ...named('roleAndSubordinates', 'roleAndSubordinates'), ...named('roleAndSubordinatesInternal', 'roleAndSubordinates'), ...named('group', 'group'),
    ...named('queue', 'queue'), ...(element['allInternalUsers'] === undefined ? [] : [{ kind: 'allInternalUsers', name: '' } as const]),
  ];
}

function queueMembers(element: XmlElement): Grantee[] {
  const inner = (list: string, tag: string, kind: Grantee['kind']): Grantee[] => children(element, list).flatMap((one) => texts(one, tag)).map((name) => ({ kind, name }));
  return [
    ...inner('users', 'user', 'user'), ...inner('publicGroups', 'publicGroup', 'group'), ...inner('roles', 'role', 'role'), ...inner('roleAndSubordinates', 'roleAndSubordinate', 'roleAndSubordinates'),
    ...inner('roleAndSubordinatesInternal', 'roleAndSubordinateInternal', 'roleAndSubordinates'),
  ];
}
