import assert from 'node:assert/strict';
import { openSecuredOrg } from './support/secured-org.ts';
import type { Program, SecuredOrg } from './support/secured-org.ts';

const TRY = (statement: string): string => `try { ${statement} System.debug('done'); } catch (Exception e) { System.debug(People.trouble(e)); }`;

const PROGRAMS: readonly Program[] = [
  ['an administrator may do everything', `
    System.debug(Schema.SObjectType.Deal__c.isCreateable() + ' ' + Deal__c.Secret__c.getDescribe().isUpdateable() + ' ' + Deal__c.CreatedDate.getDescribe().isUpdateable());`, ['true true false']],
  ['a standard profile has the standard objects, not the org\'s own ones', `
    System.runAs(People.make('Standard User', null)) {
      System.debug(Schema.SObjectType.Account.isDeletable() + ' ' + Schema.SObjectType.Case.isDeletable() + ' ' + Schema.SObjectType.Campaign.isCreateable() + ' ' + Schema.SObjectType.Deal__c.isAccessible());
      System.debug(Account.Industry.getDescribe().isUpdateable() + ' ' + Account.Tradestyle.getDescribe().isAccessible() + ' ' + Account.Name.getDescribe().isPermissionable());
    }`, ['true false false false', 'true false false']],
  ['Read Only reads, Minimum Access has nothing but what is nobody\'s', `
    System.runAs(People.make('Read Only', null)) { System.debug(Schema.SObjectType.Account.isAccessible() + ' ' + Schema.SObjectType.Account.isUpdateable()); }
    System.runAs(People.make('Minimum Access - Salesforce', null)) { System.debug(Schema.SObjectType.Account.isAccessible() + ' ' + Schema.SObjectType.User.isAccessible() + ' ' + Schema.SObjectType.Task.isCreateable()); }`,
  ['true false', 'false true true']],
  ['a profile of metadata grants what it says', `
    System.runAs(People.make('Trader', null)) { System.debug(Schema.SObjectType.Deal__c.isUpdateable() + ' ' + Schema.SObjectType.Deal__c.isDeletable() + ' ' + Deal__c.Stage__c.getDescribe().isUpdateable() + ' ' + Deal__c.Secret__c.getDescribe().isAccessible() + ' ' + Schema.SObjectType.Account.isAccessible()); }`,
  ['true false true false false']],
  ['permission sets add up', `
    User u = People.seller('Deal_Reader');
    System.runAs(u) { System.debug(Schema.SObjectType.Deal__c.isCreateable() + ' ' + Deal__c.Secret__c.getDescribe().isAccessible() + ' ' + Deal__c.Code__c.getDescribe().isAccessible()); }
    People.give(u, 'Deals'); People.give(u, 'Secrets');
    System.runAs(u) { System.debug(Schema.SObjectType.Deal__c.isCreateable() + ' ' + Deal__c.Secret__c.getDescribe().isUpdateable()); }`, ['false false true', 'true true']],
  ['parts of an address are granted with the whole', `
    System.runAs(People.seller('Deal_Reader')) { System.debug(Account.ShippingStreet.getDescribe().isAccessible() + ' ' + Account.ShippingStreet.getDescribe().isUpdateable() + ' ' + Account.BillingCity.getDescribe().isAccessible()); }`, ['true false false']],
  ['a group grants what its sets do, less what is muted', `
    User u = People.make('Minimum Access - Salesforce', null);
    System.runAs(new User(Id = UserInfo.getUserId())) { insert new PermissionSetAssignment(AssigneeId = u.Id, PermissionSetGroupId = [SELECT Id FROM PermissionSetGroup WHERE DeveloperName = 'Sales'].Id); }
    System.runAs(u) { System.debug(Schema.SObjectType.Deal__c.isUpdateable() + ' ' + Schema.SObjectType.Deal__c.isDeletable() + ' ' + Deal__c.Secret__c.getDescribe().isAccessible()); }`, ['true false true']],
  ['permission sets that code makes count', `
    User u = People.make('Minimum Access - Salesforce', null);
    System.runAs(new User(Id = UserInfo.getUserId())) {
      PermissionSet ps = new PermissionSet(Name = 'Made', Label = 'Made');
      insert ps;
      insert new ObjectPermissions(ParentId = ps.Id, SobjectType = 'Account', PermissionsRead = true, PermissionsCreate = true);
      insert new FieldPermissions(ParentId = ps.Id, SobjectType = 'Account', Field = 'Account.Industry', PermissionsRead = true);
      insert new PermissionSetAssignment(AssigneeId = u.Id, PermissionSetId = ps.Id);
    }
    System.runAs(u) { System.debug(Schema.SObjectType.Account.isCreateable() + ' ' + Schema.SObjectType.Account.isUpdateable() + ' ' + Account.Industry.getDescribe().isAccessible() + ' ' + Account.Industry.getDescribe().isUpdateable() + ' ' + Account.Phone.getDescribe().isAccessible()); }`,
  ['true false true false false']],
  ['custom permissions', `
    User u = People.seller('Deals');
    System.debug(FeatureManagement.checkPermission('Approve'));
    System.runAs(u) { System.debug(FeatureManagement.checkPermission('Approve') + ' ' + FeatureManagement.checkPermission('Nope')); }`, ['false', 'true false']],
  ['user mode queries see fields and objects that the user may see', `
    People.deal(null);
    System.runAs(People.seller('Deal_Reader')) {
      ${TRY('List<Deal__c> a = [SELECT Stage__c FROM Deal__c WITH USER_MODE];')}
      try { List<Deal__c> b = [SELECT Secret__c FROM Deal__c WHERE Region__c = 'x' WITH USER_MODE]; } catch (QueryException e) { System.debug(e.getMessage().left(52) + e.getInaccessibleFields()); }
      ${TRY("Integer n = Database.countQuery('SELECT COUNT() FROM Case', AccessLevel.USER_MODE);")}
      ${TRY('List<Deal__c> c = [SELECT Secret__c FROM Deal__c];')}
    }`, ['done', 'No such column \'Secret__c\' on entity \'Deal__c\'. If y{Deal__c={Secret__c, Region__c}}', 'System.QueryException: sObject type \'Case\' is not supported. If you are attempting to use a custom object, be sure to append the \'__c\' after th', 'done']],
  ['an object that may not be read hides all its fields', `
    System.runAs(People.seller('Deal_Reader')) { try { List<Case> c = [SELECT Subject, Status FROM Case WITH USER_MODE]; } catch (QueryException e) { System.debug(e.getMessage().left(37) + e.getInaccessibleFields()); } }`,
  ['sObject type \'Case\' is not supported.{Case={Id, Subject, Status}}']],
  ['what standard profiles grant is there as rows', `
    System.debug([SELECT COUNT() FROM PermissionSet WHERE Profile.Name = 'Standard User' AND Id IN (SELECT ParentId FROM ObjectPermissions WHERE SobjectType = 'Account' AND PermissionsRead = true)]
      + ' ' + [SELECT COUNT() FROM PermissionSet WHERE Profile.Name = 'Minimum Access - Salesforce' AND Id IN (SELECT ParentId FROM ObjectPermissions WHERE SobjectType = 'Account')]);`, ['1 0']],
  ['WITH SECURITY_ENFORCED looks at what is selected', `
    System.runAs(People.seller('Deal_Reader')) {
      ${TRY("List<Deal__c> a = [SELECT Stage__c FROM Deal__c WHERE Secret__c = 'x' WITH SECURITY_ENFORCED];")}
      ${TRY('List<Deal__c> b = [SELECT Secret__c FROM Deal__c WITH SECURITY_ENFORCED];')}
      ${TRY('List<Case> c = [SELECT Id FROM Case WITH SECURITY_ENFORCED];')}
    }`, ['done', 'System.QueryException: Insufficient permissions: secure query included inaccessible field', 'System.QueryException: Insufficient permissions: secure query included inaccessible field']],
  ['user mode DML', `
    System.runAs(People.seller('Deals')) {
      ${TRY("insert as user new Deal__c(Code__c = 'c', Stage__c = 's');")}
      ${TRY("insert as user new Deal__c(Code__c = 'c', Secret__c = 's');")}
      ${TRY("insert as user new Account(Name = 'a');")}
      ${TRY("Database.insert(new Account(Name = 'a'), AccessLevel.USER_MODE);")}
      ${TRY("insert as system new Account(Name = 'a');")}
      try { insert as user new List<Deal__c>{ new Deal__c(Code__c = 'c', Secret__c = 's'), new Deal__c(Code__c = 'c'), new Deal__c(Code__c = 'c', Secret__c = 's') }; } catch (DmlException e) { System.debug(e.getDmlFieldNames(0) + ' ' + e.getNumDml() + ' ' + e.getDmlIndex(1)); }
      for (Database.SaveResult r : Database.insert(new List<Deal__c>{ new Deal__c(Code__c = 'c', Secret__c = 's'), new Deal__c(Code__c = 'c') }, false, AccessLevel.USER_MODE)) System.debug(r.isSuccess() + ' ' + (r.isSuccess() ? '' : String.valueOf(r.getErrors()[0].getFields())));
    }`, [
    'done', 'System.DmlException: Operation failed due to fields being inaccessible on Sobject Deal__c, check errors on Exception or Result!', 'System.SecurityException: Access to entity \'Account\' denied',
    'System.SecurityException: Access to entity \'Account\' denied', 'done', '(Secret__c) 2 2', 'false (Secret__c)', 'true ']],
  ['code of version 67 works in user mode and with sharing unless it says otherwise', `
    User u = People.seller('Deals'); People.deal(null); People.deal(u);
    System.runAs(u) {
      System.debug(Latest.count() + ' ' + Latest.dynamicCount() + ' ' + Latest.all());
      ${TRY('Latest.secrets();')} ${TRY("Latest.add(new Account(Name = 'a'));")} ${TRY("Latest.addDynamically(new Account(Name = 'a'));")} ${TRY("Latest.addAsSystem(new Account(Name = 'a'));")}
    }`, [
    '1 1 1', 'System.QueryException: No such column \'Secret__c\' on entity \'Deal__c\'. If you are attempting to use a custom field, be sure to append the \'__c\'', 'System.SecurityException: Access to entity \'Account\' denied',
    'System.SecurityException: Access to entity \'Account\' denied', 'done']],
  ['an access level with a permission set', `
    User u = People.make('Minimum Access - Salesforce', null);
    Id setId = [SELECT Id FROM PermissionSet WHERE Name = 'Deals'].Id;
    System.runAs(u) {
      ${TRY("Database.insert(new Deal__c(Code__c = 'c'), AccessLevel.USER_MODE);")}
      ${TRY("Database.insert(new Deal__c(Code__c = 'c'), AccessLevel.USER_MODE.withPermissionSetId(setId));")}
    }`, ['System.SecurityException: Access to entity \'Deal__c\' denied', 'done']],
  ['stripInaccessible takes fields away', `
    User u = People.seller('Deal_Reader');
    Deal__c d = People.deal(u);
    insert new Part__c(Name = 'p', Deal__c = d.Id);
    System.runAs(u) {
      SObjectAccessDecision r = Security.stripInaccessible(AccessType.READABLE, [SELECT Id, Stage__c, Secret__c, (SELECT Id FROM Parts__r) FROM Deal__c]);
      System.debug(r.getRemovedFields() + ' ' + r.getModifiedIndexes() + ' ' + ((Deal__c) r.getRecords()[0]).Stage__c);
      ${TRY('Object x = ((Deal__c) r.getRecords()[0]).Secret__c;')}
      ${TRY("Security.stripInaccessible(AccessType.CREATABLE, new List<Deal__c>{ new Deal__c(Stage__c = 's') });")}
      SObjectAccessDecision w = Security.stripInaccessible(AccessType.UPDATABLE, new List<Deal__c>{ new Deal__c(Stage__c = 's', Code__c = 'c') }, false);
      System.debug(w.getRemovedFields() + ' ' + ((Deal__c) w.getRecords()[0]).Stage__c);
    }`, [
    '{Deal__c={Secret__c, Parts__r}} {0} s', 'System.SObjectException: SObject row was retrieved via SOQL without querying the requested field: Deal__c.Secret__c', 'System.NoAccessException: No access to entity: Deal__c',
    '{Deal__c={Stage__c}} null']],
];

describe('rights of users', () => {
  let org: SecuredOrg;
  before(() => { org = openSecuredOrg(PROGRAMS); });
  after(() => { org.close(); });

  for (const [i, [title, , lines]] of PROGRAMS.entries()) {
    it(title, () => {
      const { output, failure } = org.run(i);
      assert.equal(failure, null);
      assert.deepEqual(output, lines);
    });
  }
});
