import assert from 'node:assert/strict';
import { openSecuredOrg } from './support/secured-org.ts';
import type { Program, SecuredOrg } from './support/secured-org.ts';

const TRY = (statement: string): string => `try { ${statement} System.debug('done'); } catch (Exception e) { System.debug(People.trouble(e)); }`;
const NO_ACCESS = (verb: string): string => `System.DmlException: ${verb} failed. First exception on row 0 with id ID; first error: INSUFFICIENT_ACCESS_OR_READONLY, insuff`;

const PROGRAMS: readonly Program[] = [
  ['a private record is its owner\'s', `
    User u = People.seller('Deals'); User other = People.seller('Deals');
    People.deal(u); People.deal(other); People.deal(null);
    System.runAs(u) { System.debug(Reader.count() + ' ' + Seer.count() + ' ' + [SELECT COUNT() FROM Deal__c] + ' ' + [SELECT COUNT() FROM Deal__c WITH USER_MODE] + ' ' + [SELECT COUNT() FROM Deal__c WITH SYSTEM_MODE]); }
    System.debug(Reader.count());`, ['1 3 1 1 1', '3']],
  ['classes without a keyword do as their caller', `
    User u = People.seller('Deals'); People.deal(null);
    System.runAs(u) { System.debug(Reader.viaHelper() + ' ' + Seer.viaHelper() + ' ' + Seer.viaInherited() + ' ' + Helper.count() + ' ' + new Seer.Inside().count() + ' ' + new Seer.Plain().count()); }`, ['0 1 1 0 0 0']],
  ['who is above the owner reaches as much; who is beside or below him doesn\'t', `
    User boss = People.make('Minimum Access - Salesforce', 'Boss'); People.give(boss, 'Deals');
    User one = People.seller('Deals'); User two = People.seller('Deals');
    Deal__c d = People.deal(one);
    System.runAs(boss) { System.debug(Reader.count()); d.Stage__c = 't'; ${TRY('Reader.touch(d);')} }
    System.runAs(two) { System.debug(Reader.count()); }`, ['1', 'done', '0']],
  ['View All reads all records, and changes none', `
    User u = People.seller('All_Deals'); Deal__c d = People.deal(null);
    System.runAs(u) { System.debug(Reader.count()); ${TRY('Reader.touch(d);').replace('People.trouble(e)', "People.trouble(e).replace(d.Id, 'ID')")} }`, ['1', NO_ACCESS('Update')]],
  ['activities are their owner\'s, and who reads what they are about reads them', `
    User u = People.seller('Deals'); Deal__c own = People.deal(u); Deal__c other = People.deal(null); User boss = People.make('Minimum Access - Salesforce', 'Boss');
    insert new List<Task>{ new Task(Subject = 'alone'), new Task(Subject = 'of own', WhatId = own.Id), new Task(Subject = 'of other', WhatId = other.Id), new Task(Subject = 'his', OwnerId = u.Id) };
    System.runAs(u) { for (Task t : [SELECT Subject FROM Task WITH USER_MODE ORDER BY Id]) System.debug(t.Id != null); System.debug([SELECT COUNT() FROM Task]); }
    System.runAs(boss) { System.debug([SELECT COUNT() FROM Task WITH USER_MODE]); }`, ['true', 'true', '2', '1']],
  ['fields of activities are granted one by one', `
    User u = People.make('Minimum Access - Salesforce', null);
    System.runAs(u) { System.debug(Task.Type.getDescribe().isAccessible() + ' ' + Task.SObjectType.getDescribe().isAccessible()); try { List<Task> l = [SELECT Type FROM Task WITH USER_MODE]; } catch (QueryException e) { System.debug(e.getMessage().left(39)); } }
    System.debug(Task.Type.getDescribe().isAccessible());`, ['false true', 'No such column \'Type\' on entity \'Task\'.', 'true']],
  ['what is not seen is refused otherwise than what is only read', `
    User u = People.seller('Deals'); Deal__c d = People.deal(null);
    System.runAs(u) { try { Reader.touch(d); } catch (DmlException e) { System.debug(e.getDmlStatusCode(0) + ' ' + e.getDmlMessage(0).replace(String.valueOf(d.Id).left(15), 'ID')); } }`, ['INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY insufficient access rights on cross-reference id: ID']],
  ['a share lets in to its level', `
    User u = People.seller('Deals'); Deal__c d = People.deal(null);
    insert new Deal__Share(ParentId = d.Id, UserOrGroupId = u.Id, AccessLevel = 'Read');
    System.runAs(u) { System.debug(Reader.count()); ${TRY('Reader.touch(d);').replace('People.trouble(e)', "People.trouble(e).replace(d.Id, 'ID')")} }
    update new Deal__Share(Id = [SELECT Id FROM Deal__Share WHERE UserOrGroupId = :u.Id].Id, AccessLevel = 'Edit');
    System.runAs(u) { ${TRY('Reader.touch(d);')} ${TRY('Reader.remove(d);').replace('People.trouble(e)', "People.trouble(e).replace(d.Id, 'ID')")} }`, ['1', NO_ACCESS('Update'), 'done', NO_ACCESS('Delete')]],
  ['shares with groups reach members, and those above them', `
    User boss = People.make('Minimum Access - Salesforce', 'Boss'); People.give(boss, 'Deals');
    User u = People.seller('Deals'); People.join(u, 'Watchers');
    Deal__c d = People.deal(null);
    System.runAs(u) { System.debug(Reader.count()); }
    insert new Deal__Share(ParentId = d.Id, UserOrGroupId = [SELECT Id FROM Group WHERE DeveloperName = 'Watchers'].Id, AccessLevel = 'Read', RowCause = 'Manual');
    System.runAs(u) { System.debug(Reader.count()); }
    System.runAs(boss) { System.debug(Reader.count()); }`, ['0', '1', '1']],
  ['members of a queue reach what it owns', `
    User u = People.seller('Deals');
    Deal__c d = new Deal__c(Code__c = 'c', OwnerId = [SELECT Id FROM Group WHERE DeveloperName = 'Desk' AND Type = 'Queue'].Id);
    insert d;
    System.debug([SELECT Owner.Type FROM Deal__c].Owner.Type + ' ' + [SELECT COUNT() FROM Deal__c WHERE Owner.Type = 'Queue']);
    System.runAs(u) { System.debug(Reader.count()); }
    People.join(u, 'Desk');
    System.runAs(u) { System.debug(Reader.count()); d.Stage__c = 'x'; ${TRY('Reader.touch(d);')} }`, ['Queue 1', '0', '1', 'done']],
  ['sharing rules by criteria and by owner', `
    User boss = People.make('Minimum Access - Salesforce', 'Boss'); People.give(boss, 'Deals');
    User watcher = People.make('Minimum Access - Salesforce', null); People.give(watcher, 'Deals'); People.join(watcher, 'Watchers');
    User seller = People.seller('Deals');
    insert new List<Deal__c>{ new Deal__c(Code__c = 'n', Region__c = 'North'), new Deal__c(Code__c = 's', Region__c = 'South') };
    Deal__c bosses = People.deal(boss);
    System.runAs(watcher) { System.debug([SELECT Code__c FROM Deal__c].size() + ' ' + [SELECT Code__c FROM Deal__c].get(0).Code__c); }
    System.runAs(seller) { System.debug(Reader.count()); ${TRY('Reader.touch(bosses);')} }`, ['1 n', '1', 'done']],
  ['details follow their master', `
    User u = People.seller('Deals'); Deal__c mine = People.deal(u); Deal__c other = People.deal(null);
    insert new List<Part__c>{ new Part__c(Name = 'a', Deal__c = mine.Id), new Part__c(Name = 'b', Deal__c = other.Id) };
    System.runAs(u) {
      System.debug([SELECT COUNT() FROM Part__c]);
      ${TRY("Reader.add(new Part__c(Name = 'c', Deal__c = mine.Id));")}
      ${TRY("Reader.add(new Part__c(Name = 'c', Deal__c = other.Id));").replace('People.trouble(e)', "People.trouble(e).replace(String.valueOf(other.Id).left(15), 'ID')")}
    }`, ['1', 'done', 'System.DmlException: Insert failed. First exception on row 0; first error: INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY, insufficient access']],
  ['public read-only and public read/write', `
    User u = People.seller('Deals');
    Notice__c n = new Notice__c(Name = 'n'); insert n; Open__c o = new Open__c(Name = 'o'); insert o;
    System.runAs(u) {
      System.debug([SELECT COUNT() FROM Notice__c] + ' ' + [SELECT COUNT() FROM Open__c]);
      ${TRY('Reader.touch(n);').replace('People.trouble(e)', "People.trouble(e).replace(n.Id, 'ID')")} ${TRY('Reader.touch(o);')} ${TRY('Reader.remove(o);').replace('People.trouble(e)', "People.trouble(e).replace(o.Id, 'ID')")}
    }`, ['1 1', NO_ACCESS('Update'), 'done', NO_ACCESS('Delete')]],
  ['an account is read by who owns a deal of it', `
    Account a = new Account(Name = 'a'); Account b = new Account(Name = 'b'); insert new List<Account>{ a, b };
    User u = People.make('Standard User', null);
    System.runAs(u) { System.debug([SELECT COUNT() FROM Account]); }
    insert new Opportunity(Name = 'o', StageName = 'Prospecting', CloseDate = Date.today(), AccountId = a.Id, OwnerId = u.Id);
    System.runAs(u) { System.debug([SELECT Name FROM Account].Name); ${TRY('Reader.touch(a);').replace('People.trouble(e)', "People.trouble(e).replace(a.Id, 'ID')")} }`, ['0', 'a', NO_ACCESS('Update')]],
  ['shares that follow from the owner, and shares that give nothing', `
    User u = People.seller('Deals'); Deal__c d = People.deal(u);
    System.debug([SELECT RowCause, AccessLevel FROM Deal__Share WHERE ParentId = :d.Id].size() + ' ' + [SELECT UserOrGroupId FROM Deal__Share WHERE RowCause = 'Owner'].UserOrGroupId.equals(u.Id));
    insert new Deal__Share(ParentId = d.Id, UserOrGroupId = People.seller('Deals').Id, AccessLevel = 'Edit');
    d.OwnerId = UserInfo.getUserId(); update d;
    System.debug([SELECT COUNT() FROM Deal__Share] + ' ' + [SELECT UserOrGroupId FROM Deal__Share].UserOrGroupId.equals(UserInfo.getUserId()));
    delete d; System.debug([SELECT COUNT() FROM Deal__Share]);
    undelete d; System.debug([SELECT COUNT() FROM Deal__Share]);
    Notice__c n = new Notice__c(Name = 'n'); insert n;
    Database.SaveResult r = Database.insert(new Notice__Share(ParentId = n.Id, UserOrGroupId = u.Id, AccessLevel = 'Read'), false);
    System.debug(r.getErrors()[0].getStatusCode() + ' ' + r.getErrors()[0].getMessage());
    insert new Notice__Share(ParentId = n.Id, UserOrGroupId = u.Id, AccessLevel = 'Edit');`, [
    '1 true', '1 true', '0', '1', 'FIELD_INTEGRITY_EXCEPTION field integrity exception: AccessLevel (trivial share level Read, for organization with default level Read)']],
  ['UserRecordAccess tells what a user reaches', `
    User u = People.seller('Deals'); Deal__c d = People.deal(null); Deal__c mine = People.deal(u); Open__c o = new Open__c(Name = 'o'); insert o;
    Map<Id, String> names = new Map<Id, String>{ d.Id => 'other', mine.Id => 'mine', o.Id => 'open' };
    for (UserRecordAccess a : [SELECT RecordId, HasReadAccess, HasEditAccess, HasDeleteAccess, HasAllAccess, MaxAccessLevel FROM UserRecordAccess WHERE UserId = :u.Id AND RecordId IN :names.keySet()]) {
      System.debug(names.get(a.RecordId) + ' ' + a.HasReadAccess + ' ' + a.HasEditAccess + ' ' + a.HasDeleteAccess + ' ' + a.HasAllAccess + ' ' + a.MaxAccessLevel);
    }`, ['other false false false false None', 'mine true true true true All', 'open true true false false Edit']],
  ['records in runAs are the user\'s', `
    User u = People.seller('Deals');
    System.runAs(u) { System.debug(UserInfo.getUserId() == u.Id); Deal__c d = new Deal__c(Code__c = 'c'); insert d; d = [SELECT OwnerId, CreatedById FROM Deal__c]; System.debug((d.OwnerId == u.Id) + ' ' + (d.CreatedById == u.Id)); }
    System.debug(UserInfo.getUserId() == u.Id);`, ['true', 'true true', 'false']],
  ['setup rows bring others with them', `
    UserRole r = new UserRole(Name = 'New Role'); insert r;
    System.debug([SELECT COUNT() FROM Group WHERE RelatedId = :r.Id] + ' ' + [SELECT DeveloperName FROM UserRole WHERE Id = :r.Id].DeveloperName);
    User u = People.make('Standard User', null);
    u = [SELECT UserType, CommunityNickname, Username FROM User WHERE Id = :u.Id];
    System.debug(u.UserType + ' ' + (u.CommunityNickname == u.Username));
    System.debug([SELECT PermissionSet.Profile.Name FROM PermissionSetAssignment WHERE AssigneeId = :u.Id].PermissionSet.Profile.Name);
    Database.SaveResult s = Database.insert(new User(LastName = 'T', Alias = 'x', Email = 'x@x.example', Username = u.Username, ProfileId = UserInfo.getProfileId(), TimeZoneSidKey = 'GMT', LocaleSidKey = 'en_US', EmailEncodingKey = 'UTF-8', LanguageLocaleKey = 'en_US'), false);
    System.debug(s.getErrors()[0].getStatusCode());
    Database.SaveResult p = Database.insert(new List<SObject>{ new Profile(Name = 'P') }, false)[0];
    System.debug(p.getErrors()[0].getMessage());`, ['2 New_Role', 'Standard true', 'Standard User', 'DUPLICATE_USERNAME', 'entity type cannot be inserted: Profile']],
  ['setup objects and others don\'t go together outside of runAs', `
    Account a = new Account(Name = 'a'); insert a;
    User u = new User(LastName = 'l', Alias = 'x', Email = 'x@x.example', Username = 'mixed@x.example', ProfileId = UserInfo.getProfileId(), TimeZoneSidKey = 'GMT', LocaleSidKey = 'en_US', EmailEncodingKey = 'UTF-8', LanguageLocaleKey = 'en_US');
    ${TRY('insert u;')} ${TRY("u.LastName = 'm'; update u;")} ${TRY('u.IsActive = false; update u;').replace('left', 'left')}
    ${TRY("insert new Group(Name = 'g', DeveloperName = 'g');")} ${TRY("insert new UserRole(Name = 'r', DeveloperName = 'r');")}
    System.runAs(new User(Id = UserInfo.getUserId())) { ${TRY("insert new UserRole(Name = 'r', DeveloperName = 'r'); insert new Account(Name = 'b');")} }
    ${TRY("insert new Account(Name = 'c');")}`, [
    'done', 'done', 'System.DmlException: Update failed. First exception on row 0 with id 005000000000000AAA; first error: MIXED_DML_OPERATION', 'done',
    'System.DmlException: Insert failed. First exception on row 0; first error: MIXED_DML_OPERATION, DML operation on setup object is not permitte', 'done', 'done']],
];

describe('sharing', () => {
  let org: SecuredOrg;
  before(() => { org = openSecuredOrg(PROGRAMS); });
  after(() => { org.close(); });

  for (const [i, [title, , lines]] of PROGRAMS.entries()) {
    it(title, () => {
      const { output, failure } = org.run(i);
      assert.equal(failure, null);
      assert.deepEqual(output.map((line) => line.replace(/005\w{15}; first error: MIXED.*/, '005000000000000AAA; first error: MIXED_DML_OPERATION')), lines);
    });
  }
});
