/** Campaigns with their members' statuses, and roll-ups of records that have no children yet. */
import { describe } from 'mocha';
import { programs } from '../language/programs.ts';
import { testPrograms } from '../language/test-programs.ts';

const START = "Campaign c = new Campaign(Name = 'C'); insert c; Contact p = new Contact(FirstName = 'Al', LastName = 'Ames', Email = 'al@x.example'); insert p;";

describe('campaigns in tests', () => {
  testPrograms([
    { name: 'get no statuses of their own', code: `${START} Assert.areEqual(0, [SELECT COUNT() FROM CampaignMemberStatus]);` },
    { name: 'have members of the platform\'s statuses', code: `${START} insert new List<CampaignMember>{ new CampaignMember(CampaignId = c.Id, ContactId = p.Id), new CampaignMember(CampaignId = c.Id, LeadId = lead(), Status = 'Responded') }; Map<String, Boolean> answers = new Map<String, Boolean>(); for (CampaignMember m : [SELECT Status, HasResponded FROM CampaignMember]) answers.put(m.Status, m.HasResponded); Assert.areEqual(new Map<String, Boolean>{ 'Sent' => false, 'Responded' => true }, answers); } static Id lead() { Lead l = new Lead(LastName = 'L', Company = 'L'); insert l; return l.Id;` },
  ]);
});

describe('campaigns', () => {
  programs([
    { name: 'get two statuses', prints: ['Sent true false', 'Responded false true'], code: `${START} for (CampaignMemberStatus s : [SELECT Label, IsDefault, HasResponded FROM CampaignMemberStatus WHERE CampaignId = :c.Id ORDER BY SortOrder]) System.debug(s.Label + ' ' + s.IsDefault + ' ' + s.HasResponded);` },
    { name: 'members start with the default, and take from the person', prints: ['Sent false Contact Al Ames al@x.example true'], code: `${START} CampaignMember m = new CampaignMember(CampaignId = c.Id, ContactId = p.Id); insert m; m = [SELECT Status, HasResponded, Type, Name, Email, LeadOrContactId FROM CampaignMember]; System.debug(m.Status + ' ' + m.HasResponded + ' ' + m.Type + ' ' + m.Name + ' ' + m.Email + ' ' + (m.LeadOrContactId == p.Id));` },
    { name: 'members of a status of their own have responded', prints: ['true true'], code: `${START} insert new CampaignMemberStatus(CampaignId = c.Id, Label = 'Came', HasResponded = true, SortOrder = 9); insert new CampaignMember(CampaignId = c.Id, ContactId = p.Id, Status = 'Came'); CampaignMember m = [SELECT HasResponded, FirstRespondedDate FROM CampaignMember]; System.debug(m.HasResponded + ' ' + (m.FirstRespondedDate == Date.today()));` },
  ].map((each) => ({ ...each, code: `Savepoint before = Database.setSavepoint(); ${each.code} Database.rollback(before);` })));
});
