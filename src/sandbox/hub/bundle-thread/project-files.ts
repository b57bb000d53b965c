/** A bundle's metadata as a project: what no installed package defines of the objects that its records are of. */
import type { BundleField, BundleObject, BundleRecordType } from '../../../exchange/bundle/manifest.ts';

export const SOURCE_FOLDER = 'force-app';

/** Source files by path below the project. `installed`: namespaces of packages that bring their own, in lower case. */
export function projectFiles(objects: readonly BundleObject[], code: ReadonlyMap<string, string>, installed: ReadonlySet<string>): Map<string, string> {
  const files = new Map<string, string>();
  const base = `${SOURCE_FOLDER}/main/default`;
  const isOurs = (name: string): boolean => isCustom(name) && !installed.has(namespaceOf(name) ?? '');
  const relationships = new Map(objects.flatMap(({ childRelationships }) => childRelationships.map(each => [`${each.childSObject}.${each.field}`.toLowerCase(), each.relationshipName] as const)));
  for (const object of objects) {
    const folder = `${base}/objects/${object.name}`;
    if (isOurs(object.name)) {
      const nameField = object.fields.find(({ name }) => name === 'Name');
      files.set(`${folder}/${object.name}.object-meta.xml`, xml('CustomObject', [
        element('label', object.label), element('pluralLabel', object.labelPlural), '<deploymentStatus>Deployed</deploymentStatus>', '<sharingModel>ReadWrite</sharingModel>',
        `<nameField>${element('label', nameField?.label ?? 'Name')}${nameField?.autoNumber ? '<type>AutoNumber</type><displayFormat>{0}</displayFormat>' : '<type>Text</type>'}</nameField>`,
      ]));
    }
    for (const field of object.fields) {
      if (isOurs(field.name)) files.set(`${folder}/fields/${field.name}.field-meta.xml`, fieldXml(field, relationships.get(`${object.name}.${field.name}`.toLowerCase()) ?? null));
    }
    for (const type of object.recordTypes ?? []) {
      if (!installed.has(type.namespace?.toLowerCase() ?? '')) files.set(`${folder}/recordTypes/${recordTypeName(type)}.recordType-meta.xml`, recordTypeXml(type));
    }
    for (const rule of object.validationRules) {
      files.set(`${folder}/validationRules/${rule.name}.validationRule-meta.xml`, xml('ValidationRule', [
        element('fullName', rule.name), '<active>true</active>', element('errorConditionFormula', rule.formula), rule.field === null ? '' : element('errorDisplayField', rule.field), element('errorMessage', rule.message),
      ]));
    }
  }
  for (const [name, text] of code) {
    const isClass = name.endsWith('.cls');
    files.set(`${base}/${isClass ? 'classes' : 'triggers'}/${name}`, text);
    files.set(`${base}/${isClass ? 'classes' : 'triggers'}/${name}-meta.xml`, xml(isClass ? 'ApexClass' : 'ApexTrigger', ['<apiVersion>64.0</apiVersion>', '<status>Active</status>']));
  }
  files.set('sfdx-project.json', `${JSON.stringify({ packageDirectories: [{ path: SOURCE_FOLDER, default: true }], namespace: '', sourceApiVersion: '64.0' }, null, 2)}\n`);
  return files;
}

const isCustom = (name: string): boolean => /__c$/i.test(name);

/** In lower case; null: the org's own. */
function namespaceOf(name: string): string | null {
  const parts = name.split('__');
  return parts.length > 2 ? parts[0]!.toLowerCase() : null;
}

function fieldXml(field: BundleField, relationship: string | null): string {
  return xml('CustomField', [
    element('fullName', field.name), element('label', field.label), ...typeXml(field, relationship), ...(field.formula === null ? [] : [element('formula', field.formula)]),
    ...(field.externalId ? ['<externalId>true</externalId>'] : []), ...(field.unique && field.formula === null ? ['<unique>true</unique>'] : []),
  ]);
}

/** Describe's types as metadata's. Source: SOAP API Developer Guide, Field Types; Metadata API Developer Guide, CustomField. */
function typeXml(field: BundleField, relationship: string | null): string[] {
  const type = (name: string, ...parts: readonly string[]): string[] => [element('type', name), ...parts];
  const number = (name: string): string[] => type(name, element('precision', String(Math.min(field.precision || 18, 18))), element('scale', String(Math.min(field.scale, 17))));
  const isFormula = field.formula !== null;
  if (field.autoNumber) return type('AutoNumber', '<displayFormat>{0}</displayFormat>');
  switch (field.type) {
    case 'boolean': return type('Checkbox', ...(isFormula ? [] : ['<defaultValue>false</defaultValue>']));
    case 'int': case 'double': return number('Number');
    case 'currency': return number('Currency');
    case 'percent': return number('Percent');
    case 'date': return type('Date');
    case 'datetime': return type('DateTime');
    case 'time': return type('Time');
    case 'email': return type('Email');
    case 'phone': return type('Phone');
    case 'url': return type('Url');
    case 'encryptedstring': return type('EncryptedText', element('length', String(field.length || 175)));
    case 'textarea': return isFormula ? type('Text') : field.htmlFormatted ? type('Html', element('length', String(field.length || 32_768))) : field.length > 255 ? type('LongTextArea', element('length', String(field.length))) : type('TextArea');
    case 'picklist': case 'multipicklist': return isFormula ? type('Text') : type(field.type === 'picklist' ? 'Picklist' : 'MultiselectPicklist', valueSet(field));
    case 'reference': {
      const [target = 'Account'] = field.referenceTo;
      const name = relationship === null ? [] : [element('relationshipName', relationship.replace(/__r$/i, '').replace(/^.*?__/, ''))];
      return type(field.cascadeDelete && !field.nillable ? 'MasterDetail' : 'Lookup', element('referenceTo', target), ...name);
    }
    default: return type('Text', ...(isFormula ? [] : [element('length', String(field.length || 255))]));
  }
}

const recordTypeName = ({ namespace, developerName }: BundleRecordType): string => (namespace === null ? developerName : `${namespace}__${developerName}`);

/** Values are written as in addresses. Source: Metadata API Developer Guide, RecordType. */
function recordTypeXml(type: BundleRecordType): string {
  const values = (list: BundleRecordType['picklists'][number]['values']): string => list.map(each => `<values>${element('fullName', each.value.replaceAll('%', '%25'))}${element('default', String(each.isDefault))}</values>`).join('');
  return xml('RecordType', [
    element('fullName', recordTypeName(type)), element('active', String(type.isActive)), element('label', type.label),
    ...type.picklists.map(each => `<picklistValues>${element('picklist', each.field)}${values(each.values)}</picklistValues>`),
  ]);
}

function valueSet({ picklistValues, restrictedPicklist }: BundleField): string {
  const values = picklistValues.map(each => `<value>${element('fullName', each.value)}${element('default', String(each.isDefault))}${element('label', each.label)}</value>`).join('');
  return `<valueSet>${element('restricted', String(restrictedPicklist))}<valueSetDefinition><sorted>false</sorted>${values}</valueSetDefinition></valueSet>`;
}

function xml(root: string, parts: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${parts.filter(each => each !== '').map(each => `    ${each}\n`).join('')}</${root}>\n`;
}

function element(name: string, text: string): string {
  // What XML can't hold, it doesn't get.
  const escaped = text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<${name}>${escaped}</${name}>`;
}
