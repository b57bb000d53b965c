/**
 * Writes the catalogue of standard objects from a listing of their fields and child relationships.
 *
 *   node scripts/generate-sobjects.mjs <sobjects.txt> [usage.csv]
 *
 * The listing has, per object, its name, a line `  fields Name:Type …` (a lookup is `XId:Id` beside `X:Target`) and a line
 * `  children Name:Object …`. The usage file (`sobject,…,count`) only ranks objects, so that the most used ones fit.
 * Feed, history, share and change event objects aren't written: they follow from the object they belong to.
 *
 * One line an object: name, flags, fields, children, parted by tabs. Flags name the system fields it has. A field is `Name`
 * for text, `Name:x` with a letter for its type, or `NameId>Target/Relationship` for a lookup. A child is
 * `Relationship=Object.Field`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const MAXIMUM_BYTES = 600_000;
const TARGET = new URL('../src/sandbox/data/catalogue/standard-objects.txt', import.meta.url);
const LETTERS = { Integer: 'i', Decimal: 'd', Boolean: 'b', Date: 't', Datetime: 'T', Time: 'h', Blob: 'B', Address: 'A', Location: 'L', Id: 'I', Long: 'l', Object: 'o' };
const SYSTEM = [['IsDeleted', 'D'], ['CreatedDate', 'C'], ['CreatedById', 'c'], ['LastModifiedDate', 'M'], ['LastModifiedById', 'm'], ['SystemModstamp', 'S'], ['LastViewedDate', 'V'], ['LastReferencedDate', 'R'], ['CurrencyIsoCode', 'U']];
const DERIVED = /(Feed|History|Share|ChangeEvent|EventStream|Event__e)$/;

const [listing, usage] = process.argv.slice(2);
if (listing === undefined) {
  process.stderr.write('Give the path of the listing of standard objects.\n');
  process.exit(2);
}

const objects = new Map();
let current = null;
for (const line of readFileSync(listing, 'utf8').split('\n')) {
  if (line.startsWith('  fields ')) current.fields = line.slice(9).split(' ').map((pair) => [pair.slice(0, pair.indexOf(':')), pair.slice(pair.lastIndexOf('.') + 1 || pair.indexOf(':') + 1)]);
  else if (line.startsWith('  children ')) current.children = line.slice(11).split(' ').map((pair) => pair.split(':'));
  else if (line.trim() !== '') objects.set(line.trim(), current = { name: line.trim(), fields: [], children: [] });
}
for (const object of objects.values()) {
  object.fields = object.fields.map(([name, type]) => [name, type.includes(':') ? type.slice(type.indexOf(':') + 1) : type]);
  object.types = new Map(object.fields);
}

const score = new Map();
if (usage !== undefined) for (const line of readFileSync(usage, 'utf8').split('\n').slice(1)) {
  const [name, first] = line.split(',');
  if (name) score.set(name, 1000 + Number(first));
}
const CORE = 'Account Contact Lead Opportunity Case Task Event User Campaign CampaignMember Product2 Pricebook2 PricebookEntry Order OrderItem Contract Asset Solution Quote QuoteLineItem Individual Entitlement ServiceContract WorkOrder WorkOrderLineItem ServiceAppointment Location Group GroupMember QueueSobject UserRole Profile PermissionSet Organization Name RecordType'.split(' ');
/** Parents of core objects that rank low by use. */
const PARENTS = 'OpportunityHistory ProcessInstanceHistory Period CallCenter DandBCompany Community SlaProcess MetadataPackage MetadataPackageVersion Vote'.split(' ');
for (const name of [...PARENTS, ...CORE]) score.set(name.toLowerCase(), 2000);
const rankOf = (object) => score.get(object.name.toLowerCase()) ?? 0;
const degree = new Map();
for (const object of objects.values()) for (const [, type] of object.fields) if (objects.has(type)) degree.set(type, (degree.get(type) ?? 0) + 1);
const PLATFORM = /^(Apex|Async|Auth|Connected|Content|Cron|Custom|Dashboard|Document|Duplicate|Email|Entity|Field|Flow|Folder|Group|Knowledge|List|Login|Matching|Net|Note|Object|OrgWide|Organization|Package|Permission|Platform|Process|Profile|Queue|Record|Report|SearchLayout|Session|Setup|Site|Static|TabDefinition|Territory2?|Topic|Translation|User|Visualforce|Vote|Work|Opportunity|Account|Contact|Lead|Case|Campaign|Order|Contract|Asset|Quote|Price|Product|Service|Business|Fiscal|Holiday|Event|Task|Activity|Open|Attach|Collab|Chatter|Feed|Collaboration|Currency|Dated|Domain|External|Idea|Partner|Social|Individual|Macro|QuickText|Skill|Resource|Return|Shipment|Location|Address|Maintenance|Operating|TimeSlot|Entitlement|Milestone|Invoice|CreditMemo|Payment|Logo|Calendar|Brand|Client|Cors|Csp|Data|Digital|Engagement|Enhanced|Messaging|Live|Agent|Omni|Pending|Presence|Security|Secure|Transaction|Threat|Stamp|Aura|Lightning|Background|Big|Branding|Approval|Application|Menu|App|Action|Grant|Expression|Outgoing|Color|Icon|Prompt|Custom|Image|Mail|Media|Public|Push|Query|Refund|Scontrol|Stream|Sales|Survey|Tenant|Theme|Third|Todays|Undecided|Unified|Verification|Web|Wave)/;
const ordered = [...objects.values()]
  .filter((object) => !(DERIVED.test(object.name) && objects.has(object.name.replace(DERIVED, '')) && rankOf(object) === 0))
  .sort((a, b) => rankOf(b) - rankOf(a) || Number(PLATFORM.test(b.name)) - Number(PLATFORM.test(a.name)) || (degree.get(b.name) ?? 0) - (degree.get(a.name) ?? 0) || (a.name < b.name ? -1 : 1));

function fieldsText(object) {
  const words = [];
  for (const [name, type] of object.fields) {
    if (name === 'Id' || SYSTEM.some(([system]) => system === name) || name === 'CreatedBy' || name === 'LastModifiedBy') continue;
    if (type === 'Id') {
      const relationship = name.endsWith('Id') ? name.slice(0, -2) : null;
      const target = relationship === null ? undefined : object.types.get(relationship);
      words.push(target !== undefined && objects.has(target) ? `${name}>${target}` : target === 'SObject' ? `${name}>Name` : `${name}:I`);
    } else if (type === 'String') words.push(name);
    else if (type in LETTERS) words.push(`${name}:${LETTERS[type]}`);
    else if (!object.types.has(`${name}Id`) && objects.has(type)) words.push(`${name}:I>${type}`);
  }
  return words.join(' ');
}

/** The listing names the child object only: of its lookups to the parent, the one whose name is nearest. */
function childField(parent, relationship, child) {
  const lookups = child.fields.filter(([name, type]) => type === 'Id' && name.endsWith('Id')
    && [parent, 'Name', 'SObject'].includes(child.types.get(name.slice(0, -2)))).map(([name]) => name);
  const exact = lookups.filter((name) => child.types.get(name.slice(0, -2)) === parent);
  const candidates = exact.length > 0 ? exact : lookups.filter((name) => name !== 'OwnerId' || parent === 'Group');
  if (candidates.length < 2) return candidates[0];
  const near = (name) => (name === ((parent === 'Contact' || parent === 'Lead') ? 'WhoId' : 'WhatId') ? 8 : 0)
    + (['ParentId', 'LinkedEntityId', 'TargetObjectId', 'EntityId', 'RecordId', 'RelatedToId'].includes(name) ? 1 : 0)
    + (relationship.toLowerCase().includes(name.slice(0, -2).toLowerCase()) ? 2 : 0) + (name === 'ParentId' ? 1 : 0) + (name === `${parent}Id` ? 4 : 0);
  return candidates.toSorted((a, b) => near(b) - near(a))[0];
}

const kept = new Set();
let bytes = 0;
for (const object of ordered) {
  const size = fieldsText(object).length + object.name.length + 12;
  if (bytes + size > MAXIMUM_BYTES * 0.55) continue;
  bytes += size;
  kept.add(object.name);
}
const lines = [];
for (const object of [...objects.values()].filter(({ name }) => kept.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1))) {
  const flags = SYSTEM.filter(([name]) => object.types.has(name)).map(([, letter]) => letter).join('');
  const children = object.children.filter(([, child]) => kept.has(child)).map(([relationship, child]) => {
    const field = childField(object.name, relationship, objects.get(child));
    return field === undefined ? null : `${relationship}=${child}.${field}`;
  }).filter((text) => text !== null);
  lines.push([object.name, flags, fieldsText(object), children.join(' ')].join('\t'));
}
const text = `${lines.join('\n')}\n`;
writeFileSync(TARGET, text);
process.stdout.write(`${kept.size} of ${objects.size} objects, ${text.length} bytes\n`);
