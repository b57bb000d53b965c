import { generateKeyPairSync } from 'node:crypto';
import { describe } from 'mocha';
import { programs } from '../language/programs.ts';
import { evaluations } from './evaluations.ts';
import { testClasses } from './test-classes.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = (pair: typeof rsa, side: 'public' | 'private'): string =>
  `EncodingUtil.base64Decode('${(side === 'public' ? pair.publicKey.export({ format: 'der', type: 'spki' }) : pair.privateKey.export({ format: 'der', type: 'pkcs8' })).toString('base64')}')`;
const signed = (name: string, pair: typeof rsa): string => `Crypto.sign('${name}', Blob.valueOf('x'), ${key(pair, 'private')})`;

describe('Crypto signatures', () => {
  evaluations([
    ...(['RSA', 'RSA-SHA1', 'RSA-SHA256', 'RSA-SHA384', 'RSA-SHA512'].map((name) => [`Crypto.verify('${name}', Blob.valueOf('x'), ${signed(name, rsa)}, ${key(rsa, 'public')})`, 'true'] as const)),
    [`Crypto.verify('ECDSA-SHA256', Blob.valueOf('x'), ${signed('ECDSA-SHA256', ec)}, ${key(ec, 'public')})`, 'true'], [`Crypto.verify('RSA-SHA256', Blob.valueOf('y'), ${signed('RSA-SHA256', rsa)}, ${key(rsa, 'public')})`, 'false'],
    [`Crypto.sign('RSA-SHA256', Blob.valueOf('x'), Blob.valueOf('no key'))`, '! System.InvalidParameterValueException: Invalid private key.'], [`Crypto.sign('MD5', Blob.valueOf('x'), ${key(rsa, 'private')})`, '! System.InvalidParameterValueException: Invalid algorithm: MD5'],
  ]);
});

describe('weeks by the locale', () => {
  testClasses([
    { name: 'begin on Monday in Poland', code: "User u = new User(Id = UserInfo.getUserId(), LocaleSidKey = 'pl'); update u; System.runAs(u) { System.assertEquals(Date.newInstance(2024, 2, 26), Date.newInstance(2024, 3, 3).toStartOfWeek()); System.assertEquals(Date.newInstance(2024, 2, 26), Date.newInstance(2024, 2, 26).toStartOfWeek()); }" },
    { name: 'ids of comments and field histories tell no type', code: "for (String prefix : new List<String>{ '00a', '017' }) try { Id.valueOf(prefix + '000000000001AAA').getSObjectType(); Assert.fail(); } catch (SObjectException e) { System.assert(e.getMessage().startsWith('Cannot locate Apex Type for ID: ' + prefix)); }" },
  ]);
});

describe('themes and features', () => {
  const feature = (type: string, value: string): string => `<FeatureParameter${type} xmlns="http://soap.sforce.com/2006/04/metadata"><dataflowDirection>SubscriberToLmo</dataflowDirection><masterLabel>F</masterLabel><value>${value}</value></FeatureParameter${type}>`;
  programs([
    { name: 'only pages are displayed in a theme', code: 'System.debug(UserInfo.getUiTheme() + UserInfo.getUiThemeDisplayed());', prints: ['Theme4dTheme3'] },
    { name: 'features of the partner, set where the package is developed', code: "FeatureManagement.setPackageIntegerValue('Partners', 9); System.debug(FeatureManagement.checkPackageIntegerValue('Partners'));", prints: ['9'] },
    { name: 'features that metadata defines', code: "System.debug(FeatureManagement.checkPackageBooleanValue('Fast') + ' ' + FeatureManagement.checkPackageIntegerValue('most') + ' ' + FeatureManagement.checkPackageDateValue('Since')); FeatureManagement.setPackageBooleanValue('Fast', false); System.debug(FeatureManagement.checkPackageBooleanValue('Fast')); FeatureManagement.checkPackageBooleanValue('Nobody');", prints: ['true 3 2026-01-31 00:00:00', 'false'], throws: 'NotSupported: NotSupported: FeatureManagement.checkPackageBooleanValue of Nobody, which the package does not define as boolean' },
    { name: 'features whose file was copied from one of another type', code: "System.debug(FeatureManagement.checkPackageIntegerValue('Copied'));", prints: ['7'] },
  ], [], {
    'featureParameters/Partners.featureParameterInteger-meta.xml': feature('Integer', '1').replace('SubscriberToLmo', 'LmoToSubscriber'),
    'featureParameters/Copied.featureParameterInteger-meta.xml': feature('Boolean', '7'),
    'featureParameters/Fast.featureParameterBoolean-meta.xml': feature('Boolean', 'true'), 'featureParameters/Most.featureParameterInteger-meta.xml': feature('Integer', '3'), 'featureParameters/Since.featureParameterDate-meta.xml': feature('Date', '2026-01-31'),
  });
});

describe('Label and Collator', () => {
  programs([
    { name: 'a label by name', code: "System.debug(System.Label.get('', 'Hello')); System.debug(System.Label.translationExists('', 'Hello', 'de')); System.debug(System.Label.get('', 'Nope'));", prints: ['Hi there', 'false'], throws: 'System.IllegalArgumentException: Custom Label Nope does not exist.' },
    { name: 'words in the order of the locale', code: "Collator c = Collator.getInstance(); System.debug(c.compare('a', 'B') + ' ' + c.compare('b', 'B') + ' ' + c.compare(null, 'a'));", prints: ['-1 -1 -1'] },
  ], [], { 'labels/CustomLabels.labels-meta.xml': '<CustomLabels><labels><fullName>Hello</fullName><language>en_US</language><protected>false</protected><value>Hi there</value></labels></CustomLabels>' });
});

describe('convertLead and merge', () => {
  const fresh = 'delete [SELECT Id FROM Account]; ';
  const lead = "Lead l = new Lead(LastName = 'Lee', FirstName = 'Bo', Company = 'Acme', City = 'X', Email = 'a@b.co'); insert l; Database.LeadConvert c = new Database.LeadConvert(); c.setLeadId(l.Id); ";
  programs([
    { name: 'a lead becomes an account, a contact and an opportunity', code: `${lead} c.setConvertedStatus('Closed - Converted'); c.setOpportunityName('Deal'); Integer before = Limits.getDmlStatements(); Database.LeadConvertResult r = Database.convertLead(c); System.debug(r.isSuccess() + ' ' + (Limits.getDmlStatements() - before)); System.debug([SELECT Name, BillingCity FROM Account WHERE Id = :r.getAccountId()]); System.debug([SELECT Email, Account.Name FROM Contact WHERE Id = :r.getContactId()].Account.Name); System.debug([SELECT Name, StageName FROM Opportunity WHERE Id = :r.getOpportunityId()].StageName); Lead done = [SELECT IsConverted, ConvertedContactId, Status FROM Lead]; System.debug(done.IsConverted + ' ' + (done.ConvertedContactId == r.getContactId()) + ' ' + done.Status);`, prints: ['true 1', '(Account:{Name=Acme, BillingCity=X, Id=001SB0000000001YAA})', 'Acme', 'Prospecting', 'true true Closed - Converted'] },
    { name: 'what is there gets the lead\'s values where it has none', code: `${fresh}${lead} Account a = new Account(Name = 'Old'); insert a; Contact k = new Contact(LastName = 'Kept', AccountId = a.Id); insert k; c.setConvertedStatus('Closed - Converted'); c.setAccountId(a.Id); c.setContactId(k.Id); c.setDoNotCreateOpportunity(true); Database.convertLead(c); k = [SELECT LastName, MailingCity, Email, Account.Name, Account.BillingCity FROM Contact WHERE Id = :k.Id]; System.debug(k.LastName + ' ' + k.MailingCity + ' ' + k.Email + ' ' + k.Account.Name + ' ' + k.Account.BillingCity);`, prints: ['Kept X a@b.co Old X'] },
    { name: 'what is there is taken', code: `${fresh}${lead} Account a = new Account(Name = 'Old'); insert a; c.setConvertedStatus('Closed - Converted'); c.setAccountId(a.Id); c.setDoNotCreateOpportunity(true); Database.LeadConvertResult r = Database.convertLead(new List<Database.LeadConvert>{ c })[0]; System.debug((r.getAccountId() == a.Id) + ' ' + r.getOpportunityId() + ' ' + [SELECT COUNT() FROM Account]);`, prints: ['true null 1'] },
    { name: 'a wrong status converts nothing', code: `${fresh}${lead} c.setConvertedStatus('Working - Contacted'); Database.LeadConvertResult r = Database.convertLead(c, false); System.debug(r.isSuccess() + ' ' + r.getErrors()[0].getStatusCode() + ' ' + [SELECT COUNT() FROM Account]); try { Database.convertLead(c); } catch (DmlException e) { System.debug(e.getDmlStatusCode(0)); }`, prints: ['false INVALID_STATUS 0', 'INVALID_STATUS'] },
    { name: 'accounts are merged', code: `${fresh}Account a = new Account(Name = 'A'); Account b = new Account(Name = 'B'); insert new List<Account>{ a, b }; insert new Contact(LastName = 'L', AccountId = b.Id); Database.MergeResult r = Database.merge(a, b); System.debug(r.isSuccess() + ' ' + (r.getId() == a.Id) + ' ' + (r.getMergedRecordIds()[0] == b.Id)); System.debug([SELECT Account.Name FROM Contact WHERE LastName = 'L'].Account.Name + [SELECT COUNT() FROM Account]); System.debug(Database.merge(a, new List<Id>{ b.Id }, false)[0].isSuccess());`, prints: ['true true true', 'A1', 'false'] },
  ]);
});

describe('Approval and Metadata', () => {
  programs([
    { name: 'records are locked and unlocked', code: "Account a = new Account(Name = 'A'); insert a; System.debug(Approval.isLocked(a.Id)); System.debug(Approval.lock(a).isSuccess()); System.debug(Approval.isLocked(new List<Id>{ a.Id }).get(a.Id)); System.debug(Approval.unlock(new List<Account>{ a })[0].getId() == a.Id); System.debug(Approval.isLocked(a));", prints: ['false', 'true', 'true', 'true', 'false'] },
    { name: 'nothing applies without an approval process', code: "Approval.ProcessSubmitRequest q = new Approval.ProcessSubmitRequest(); q.setObjectId(UserInfo.getUserId()); q.setComments('c'); Approval.ProcessResult r = Approval.process(q, false); System.debug(r.isSuccess() + ' ' + r.getErrors()[0].getStatusCode()); Approval.process(q);", prints: ['false NO_APPLICABLE_PROCESS'], throws: 'System.DmlException: Process failed. First exception on row 0; first error: NO_APPLICABLE_PROCESS, No applicable approval process was found.: []' },
    { name: 'custom metadata is read', code: "List<Metadata.Metadata> all = Metadata.Operations.retrieve(Metadata.MetadataType.CustomMetadata, new List<String>{ 'Rate.Low', 'Rate.None' }); Metadata.CustomMetadata m = (Metadata.CustomMetadata) all[0]; System.debug(all.size() + ' ' + m.fullName + ' ' + m.label + ' ' + m.values[0].field + '=' + m.values[0].value); Metadata.DeployContainer c = new Metadata.DeployContainer(); c.addMetadata(m); System.debug(c.getMetadata().size() + ' ' + c.removeMetadataByFullName('rate.low') + ' ' + c.removeMetadata(m));", prints: ['1 Rate.Low Lowest Percent__c=5', '1 true false'] },
  ], [], {
    'objects/Rate__mdt/Rate__mdt.object-meta.xml': '<CustomObject><label>Rate</label><pluralLabel>Rates</pluralLabel></CustomObject>',
    'objects/Rate__mdt/fields/Percent__c.field-meta.xml': '<CustomField><fullName>Percent__c</fullName><label>Percent</label><type>Number</type><precision>3</precision><scale>0</scale></CustomField>',
    'customMetadata/Rate.Low.md-meta.xml': '<CustomMetadata xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><label>Lowest</label><protected>false</protected><values><field>Percent__c</field><value xsi:type="xsd:double">5</value></values></CustomMetadata>',
  });
  testClasses([
    { name: 'followings in tests that see all data', seesAllData: true, code: "ConnectApi.FollowingPage p = ConnectApi.ChatterUsers.getFollowings(null, UserInfo.getUserId()); System.assertEquals(0, p.total); System.assertEquals(0, p.following.size());" },
    { name: 'nothing is deployed from tests', code: "try { Metadata.Operations.enqueueDeployment(new Metadata.DeployContainer(), null); Assert.fail(); } catch (AsyncException e) { System.assertEquals('Metadata cannot be deployed from within a test', e.getMessage()); }" },
    { name: 'ConnectApi gives what tests have set', code: "ConnectApi.FeedItemPage page = new ConnectApi.FeedItemPage(); ConnectApi.ChatterFeeds.setTestGetFeedItemsFromFeed(null, ConnectApi.FeedType.News, 'me', page); System.assert(page === ConnectApi.ChatterFeeds.getFeedItemsFromFeed(null, ConnectApi.FeedType.News, 'me')); try { ConnectApi.ChatterUsers.getFollowings(null, 'me'); Assert.fail(); } catch (UnsupportedOperationException e) { System.assert(e.getMessage().startsWith('ConnectApi methods are not supported in data siloed tests.')); }" },
  ]);
});
