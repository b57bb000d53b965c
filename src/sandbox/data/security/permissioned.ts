/**
 * Which objects and fields permissions speak of. Source: Salesforce Help, Object Permissions and Field-Level Security;
 * Object Reference, ObjectPermissions and FieldPermissions.
 */
import type { FieldSchema, ObjectSchema, Schema } from '../schema.ts';

/** Objects that whoever may use the object on the right may use. */
const BELONGS_TO: Readonly<Record<string, string>> = {
  accountcontactrelation: 'Account', accountcontactrole: 'Account', accountteammember: 'Account', accountpartner: 'Account', assetrelationship: 'Asset', campaignmember: 'Campaign', campaignmemberstatus: 'Campaign',
  casecomment: 'Case', casecontactrole: 'Case', casesolution: 'Case', caseteammember: 'Case', contractcontactrole: 'Contract', contractlineitem: 'ServiceContract', opportunitycompetitor: 'Opportunity',
  opportunitycontactrole: 'Opportunity', opportunitylineitem: 'Opportunity', opportunitylineitemschedule: 'Opportunity', opportunitypartner: 'Opportunity', opportunityteammember: 'Opportunity',
  orderitem: 'Order', pricebookentry: 'Pricebook2', quotelineitem: 'Quote', workorderlineitem: 'WorkOrder', topicassignment: 'Topic',
};
/** Objects of the platform that every user works with. */
const FREE: ReadonlySet<string> = new Set([
  'task', 'event', 'eventrelation', 'taskrelation', 'activityhistory', 'openactivity', 'note', 'attachment', 'contentversion', 'contentdocument', 'contentdocumentlink', 'contentdistribution', 'contentnote', 'contentfolder',
  'contentfolderitem', 'contentfolderlink', 'contentfoldermember', 'contentdocumentsubscription', 'feeditem', 'feedcomment', 'feedattachment', 'feedlike', 'newsfeed', 'userprofilefeed', 'collaborationgroup', 'collaborationgroupmember',
  'entitysubscription', 'topic', 'vote', 'folder', 'emailmessage', 'emailmessagerelation', 'emailtemplate', 'asyncapexjob', 'crontrigger', 'cronjobdetail', 'apexclass', 'apextrigger', 'apexpage', 'apexcomponent', 'apexlog',
  'apextestqueueitem', 'apextestresult', 'apextestrunresult', 'staticresource', 'processinstance', 'processinstancestep', 'processinstanceworkitem', 'processdefinition', 'processnode', 'loginhistory', 'report', 'dashboard',
  'listview', 'userrecordaccess', 'recordtype', 'entitydefinition', 'fielddefinition', 'flowdefinitionview', 'flowversionview', 'flowvariableview', 'flowinterview', 'backgroundoperation', 'duplicaterecordset', 'duplicaterecorditem', 'macro', 'recentlyviewed',
  'appmenuitem', 'appdefinition', 'tabdefinition', 'name', 'user', 'group', 'groupmember', 'aggregateresult', 'idpeventlog', 'opportunitystage', 'casestatus', 'leadstatus', 'taskstatus', 'taskpriority', 'contractstatus',
  'orderstatus', 'solutionstatus', 'partnerrole', 'fiscalyearsettings', 'period', 'currencytype', 'datedconversionrate', 'opportunityhistory', 'opportunityfieldhistory', 'casehistory',
]);

/** The object whose permissions decide; null where there are none. */
export function permissionedObject(schema: Schema, object: ObjectSchema): ObjectSchema | null {
  switch (object.kind) {
    case 'custom': case 'platformEvent': case 'bigObject': case 'external': return object;
    case 'customSetting': case 'customMetadata': return null;
    case 'share': case 'history': case 'feed': case 'changeEvent': {
      const stem = object.name.replace(/(Share|History|Feed|ChangeEvent)$/, '');
      const owner = schema.object(stem.endsWith('__') ? `${stem}c` : stem);
      return owner === undefined || owner.kind === object.kind ? null : permissionedObject(schema, owner);
    }
    default:
  }
  const key = object.name.toLowerCase();
  const parent = BELONGS_TO[key];
  if (parent !== undefined) return schema.object(parent) ?? null;
  return object.isSetup || FREE.has(key) ? null : object;
}

/** Activities: every user may work with them, but their fields are granted one by one. */
export const ACTIVITIES: ReadonlySet<string> = new Set(['Task', 'Event']);

/** Whether field-level security looks at an object's fields. */
export function securesFields(schema: Schema, object: ObjectSchema): boolean {
  return ACTIVITIES.has(object.name) || permissionedObject(schema, object) === object;
}

const KEPT: ReadonlySet<string> = new Set([
  'id', 'name', 'ownerid', 'recordtypeid', 'isdeleted', 'createdbyid', 'createddate', 'lastmodifiedbyid', 'lastmodifieddate', 'systemmodstamp', 'lastactivitydate', 'lastvieweddate', 'lastreferenceddate', 'masterrecordid',
  'firstname', 'lastname', 'middlename', 'salutation', 'suffix', 'photourl', 'currencyisocode', 'isclosed', 'iswon', 'isconverted', 'isactive', 'ispersonaccount', 'isdefault', 'isstandard', 'setupownerid',
]);
/** Picklists that every record has. */
const UNIVERSAL: ReadonlySet<string> = new Set(['lead.status', 'opportunity.stagename', 'opportunity.closedate', 'case.status', 'contract.status', 'order.status', 'order.effectivedate', 'campaignmember.status']);

/** Whether field-level security applies: names, required, system and master-detail fields are always there. */
export function isPermissionable(object: ObjectSchema, field: FieldSchema): boolean {
  const key = field.name.toLowerCase();
  if (field.isCustom) return field.type === 'Boolean' || (field.isNillable && field.type !== 'MasterDetail');
  if (KEPT.has(key) || field.isNameField || UNIVERSAL.has(`${object.name.toLowerCase()}.${key}`)) return false;
  return field.type === 'Boolean' ? field.isUpdateable : field.isNillable;
}

const ADDRESS_PART = /(Street|City|State|StateCode|PostalCode|Country|CountryCode|Latitude|Longitude|GeocodeAccuracy)$/i;

/** The field that permissions name for a field: parts of addresses and locations are granted as a whole. In lower case. */
export function permissionField(object: ObjectSchema, field: FieldSchema): string {
  const key = field.name.toLowerCase();
  if (key.endsWith('__s')) {
    const whole = key.replace(/__(latitude|longitude)__s$/, '__c');
    if (object.fields.has(whole)) return whole;
  }
  const whole = ADDRESS_PART.test(field.name) ? field.name.replace(ADDRESS_PART, 'Address').toLowerCase() : key;
  return whole !== key && object.fields.get(whole)?.type === 'Address' ? whole : key;
}

/** Bought data about companies: nobody but administrators sees it unless it is granted. */
export const BOUGHT_DATA: ReadonlySet<string> = new Set(['tradestyle', 'dunsnumber', 'naicscode', 'naicsdesc', 'yearstarted', 'dandbcompanyid', 'companydunsnumber']);
