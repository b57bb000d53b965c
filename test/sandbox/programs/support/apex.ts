/** The org that programs run in: boxes with items (master-detail, a roll-up, unique keys, triggers that refuse), accounts with tags. */
const xml = (root: string, content: string): string => `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`;
const object = (label: string, sharing: string): string => xml('CustomObject', `<label>${label}</label><pluralLabel>${label}s</pluralLabel><sharingModel>${sharing}</sharingModel><nameField><label>Name</label><type>Text</type></nameField>`);
const field = (name: string, type: string, content: string): string => xml('CustomField', `<fullName>${name}</fullName><label>${name.replace('__c', '')}</label><type>${type}</type>${content}`);
const unique = '<length>20</length><externalId>true</externalId><unique>true</unique>';
const whole = '<precision>9</precision><scale>0</scale>';

export const FILES: Readonly<Record<string, string>> = {
  'objects/Box__c/Box__c.object-meta.xml': object('Box', 'ReadWrite'),
  'objects/Box__c/fields/Code__c.field-meta.xml': field('Code__c', 'Text', unique),
  'objects/Box__c/fields/Serial__c.field-meta.xml': field('Serial__c', 'Number', whole),
  'objects/Box__c/fields/Total__c.field-meta.xml': field('Total__c', 'Summary', '<summarizedField>Item__c.Amount__c</summarizedField><summaryForeignKey>Item__c.Box__c</summaryForeignKey><summaryOperation>sum</summaryOperation>'),
  'objects/Item__c/Item__c.object-meta.xml': object('Item', 'ControlledByParent'),
  'objects/Item__c/fields/Box__c.field-meta.xml': field('Box__c', 'MasterDetail', '<referenceTo>Box__c</referenceTo><relationshipName>Items</relationshipName><reparentableMasterDetail>true</reparentableMasterDetail>'),
  'objects/Item__c/fields/Key__c.field-meta.xml': field('Key__c', 'Text', unique),
  'objects/Item__c/fields/Amount__c.field-meta.xml': field('Amount__c', 'Number', whole),
  'objects/Item__c/fields/Serial__c.field-meta.xml': field('Serial__c', 'Number', whole),
  'objects/Tag__c/Tag__c.object-meta.xml': object('Tag', 'ReadWrite'),
  'objects/Tag__c/fields/Account__c.field-meta.xml': field('Account__c', 'Lookup', '<referenceTo>Account</referenceTo><relationshipName>Tags</relationshipName><deleteConstraint>SetNull</deleteConstraint>'),
};

/** What triggers refuse. */
export const REFUSED = { before: 13, after: 17, total: 100 } as const;

export const CLASSES: readonly string[] = [
  `trigger Items on Item__c (before insert, before update, after insert, after update) {
    for (Item__c each : Trigger.new) {
      if (Trigger.isBefore && each.Amount__c == ${REFUSED.before}) each.addError('not that');
      if (Trigger.isAfter && each.Amount__c == ${REFUSED.after}) each.addError('too late');
    }
  }`,
  `trigger Boxes on Box__c (before update) { for (Box__c each : Trigger.new) if (each.Total__c > ${REFUSED.total}) each.addError('too full'); }`,
  `public class Ops {
    static Map<String, Savepoint> points = new Map<String, Savepoint>();
    static List<List<String>> rowsOf(String text) { List<List<String>> rows = new List<List<String>>(); for (String row : text.split(',')) rows.add(row.split(':')); return rows; }
    static List<String> firsts(String text) { List<String> all = new List<String>(); for (List<String> row : rowsOf(text)) all.add(row[0]); return all; }
    static Map<String, Id> boxes(List<List<String>> rows, Integer column) {
      Set<String> codes = new Set<String>(); for (List<String> row : rows) codes.add(row[column]);
      Map<String, Id> found = new Map<String, Id>(); for (Box__c each : [SELECT Code__c FROM Box__c WHERE Code__c IN :codes]) found.put(each.Code__c, each.Id); return found;
    }
    static List<SObject> inOrder(String text, String field, List<SObject> found) {
      List<SObject> ordered = new List<SObject>(); for (String key : firsts(text)) for (SObject each : found) if (each.get(field) == key) { ordered.add(each); break; } return ordered;
    }
    static String codeOf(Boolean isSuccess, List<Database.Error> errors) { return isSuccess ? 'ok' : String.valueOf(errors[0].getStatusCode()); }
    static void say(List<String> outcomes) { System.debug(outcomes.isEmpty() ? 'nothing' : String.join(outcomes, ' ')); }
    static void failed(DmlException e) { System.debug('failed ' + e.getDmlIndex(0) + ' ' + e.getDmlType(0)); }
    static void tell(List<Database.SaveResult> results) { List<String> all = new List<String>(); for (Database.SaveResult each : results) all.add(codeOf(each.isSuccess(), each.getErrors())); say(all); }

    public static void insertBoxes(String text, Boolean whole) {
      List<Box__c> made = new List<Box__c>(); for (List<String> row : rowsOf(text)) made.add(new Box__c(Name = row[0], Code__c = row[0], Serial__c = Decimal.valueOf(row[1])));
      try { tell(Database.insert(made, whole)); } catch (DmlException e) { failed(e); }
    }
    static List<Item__c> items(String text) {
      List<List<String>> rows = rowsOf(text); Map<String, Id> ids = boxes(rows, 1);
      List<Item__c> made = new List<Item__c>(); for (List<String> row : rows) if (ids.containsKey(row[1])) made.add(new Item__c(Name = row[0], Key__c = row[0], Box__c = ids.get(row[1]), Amount__c = Decimal.valueOf(row[2]), Serial__c = Decimal.valueOf(row[3])));
      return made;
    }
    public static void insertItems(String text, Boolean whole) { try { tell(Database.insert(items(text), whole)); } catch (DmlException e) { failed(e); } }
    public static void upsertItems(String text, Boolean whole) {
      try { List<String> all = new List<String>(); for (Database.UpsertResult each : Database.upsert(items(text), Item__c.Key__c, whole)) all.add(codeOf(each.isSuccess(), each.getErrors()) + (each.isSuccess() && each.isCreated() ? '+' : '')); say(all); } catch (DmlException e) { failed(e); }
    }
    public static void updateItems(String text, Boolean whole) {
      List<SObject> found = inOrder(text, 'Key__c', [SELECT Key__c FROM Item__c WHERE Key__c IN :firsts(text)]); List<Item__c> changed = new List<Item__c>(); Map<String, String> amounts = new Map<String, String>();
      for (List<String> row : rowsOf(text)) amounts.put(row[0], row[1]);
      for (SObject each : found) changed.add(new Item__c(Id = each.Id, Amount__c = Decimal.valueOf(amounts.get((String) each.get('Key__c')))));
      try { tell(Database.update(changed, whole)); } catch (DmlException e) { failed(e); }
    }
    static void remove(List<SObject> found, Boolean whole) {
      try { List<String> all = new List<String>(); for (Database.DeleteResult each : Database.delete(found, whole)) all.add(codeOf(each.isSuccess(), each.getErrors())); say(all); } catch (DmlException e) { failed(e); }
    }
    public static void deleteItems(String text, Boolean whole) { remove(inOrder(text, 'Key__c', [SELECT Key__c FROM Item__c WHERE Key__c IN :firsts(text)]), whole); }
    public static void deleteBoxes(String text, Boolean whole) { remove(inOrder(text, 'Code__c', [SELECT Code__c FROM Box__c WHERE Code__c IN :firsts(text)]), whole); }
    static void restore(List<SObject> found, Boolean whole) {
      try { List<String> all = new List<String>(); for (Database.UndeleteResult each : Database.undelete(found, whole)) all.add(codeOf(each.isSuccess(), each.getErrors())); say(all); } catch (DmlException e) { failed(e); }
    }
    public static void undeleteItems(String text, Boolean whole) { restore(inOrder(text, 'Key__c', [SELECT Key__c FROM Item__c WHERE Key__c IN :firsts(text) AND IsDeleted = true ORDER BY Serial__c DESC ALL ROWS]), whole); }
    public static void undeleteBoxes(String text, Boolean whole) { restore(inOrder(text, 'Code__c', [SELECT Code__c FROM Box__c WHERE Code__c IN :firsts(text) AND IsDeleted = true ORDER BY Serial__c DESC ALL ROWS]), whole); }
    public static void lockBoxes(String text) { try { System.debug([SELECT Id FROM Box__c WHERE Code__c IN :firsts(text) FOR UPDATE].size()); } catch (QueryException e) { System.debug('unavailable'); } }
    public static void insertAccounts(String text) { List<Account> made = new List<Account>(); for (String name : firsts(text)) made.add(new Account(Name = name)); tell(Database.insert(made, true)); }
    static Map<String, Id> accounts(List<String> names) { Map<String, Id> found = new Map<String, Id>(); for (Account each : [SELECT Name FROM Account WHERE Name IN :names]) found.put(each.Name, each.Id); return found; }
    public static void insertTags(String text) {
      List<String> names = new List<String>(); for (List<String> row : rowsOf(text)) names.add(row[1]); Map<String, Id> ids = accounts(names);
      List<Tag__c> made = new List<Tag__c>(); for (List<String> row : rowsOf(text)) if (ids.containsKey(row[1])) made.add(new Tag__c(Name = row[0], Account__c = ids.get(row[1])));
      tell(Database.insert(made, false));
    }
    public static void mergeAccounts(String master, String other) {
      Map<String, Id> ids = accounts(new List<String>{ master, other }); if (ids.size() < 2) { System.debug('nothing'); return; }
      Database.MergeResult result = Database.merge(new Account(Id = ids.get(master)), ids.get(other), false); System.debug(codeOf(result.isSuccess(), result.getErrors()));
    }
    public static void setPoint(String name) { points.put(name, Database.setSavepoint()); System.debug('set'); }
    public static void goBack(String name) { if (!points.containsKey(name)) { System.debug('nothing'); return; } try { Database.rollback(points.get(name)); System.debug('back'); } catch (Exception e) { System.debug('gone'); } }
    public static void look(String prefix) {
      String pattern = prefix + '%'; List<String> all = new List<String>();
      for (Box__c each : [SELECT Code__c, Total__c FROM Box__c WHERE Code__c LIKE :pattern]) all.add(each.Code__c + '=' + each.Total__c);
      for (Item__c each : [SELECT Key__c, Amount__c, Box__r.Code__c FROM Item__c WHERE Key__c LIKE :pattern]) all.add(each.Key__c + '@' + each.Box__r.Code__c + '=' + each.Amount__c);
      Map<Id, Account> owners = new Map<Id, Account>([SELECT Name FROM Account WHERE Name LIKE :pattern ALL ROWS]);
      for (Account each : [SELECT Name FROM Account WHERE Name LIKE :pattern]) all.add(each.Name);
      for (Tag__c each : [SELECT Name, Account__c FROM Tag__c WHERE Name LIKE :pattern]) all.add(each.Name + '@' + owners.get(each.Account__c)?.Name);
      all.sort(); say(all);
    }
  }`,
];
