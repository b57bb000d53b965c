import { describe } from 'mocha';
import { evaluations } from './evaluations.ts';
import { testClasses } from './test-classes.ts';

describe('PageReference', () => {
  evaluations([
    ["new PageReference('/apex/Foo?id=1&cId=2&caId=3').getUrl()", '/apex/Foo?caId=3&cId=2&id=1'], ["new PageReference('/apex/Foo?id=1&name=a+b%26c#top').getUrl()", '/apex/Foo?id=1&name=a+b%26c#top'], ["new PageReference('/apex/Foo?name=a+b%26c').getParameters().get('NAME')", 'a b&c'], ['Page.FileNotFound.getUrl()', '/apex/filenotfound'],
    ["new PageReference(new Account(Id = '001000000000001AAA')).getUrl()", '/001000000000001AAA'], ["new PageReference('/x').setRedirect(true).getRedirect()", 'true'], ["new PageReference('/x').setRedirectCode(301).getRedirectCode()", '301'],
    ["new PageReference('/x').setAnchor('a').getUrl()", '/x#a'], ["new PageReference('/x')", 'System.PageReference[/x]'], ["ApexPages.currentPage()", 'null'], ["EncodingUtil.urlDecode('%zz', 'UTF-8')", '! System.IllegalArgumentException: URLDecoder: Illegal hex characters in escape (%) pattern - For input string: "zz"'],
    ["new SelectOption('a', 'A').getLabel() + new SelectOption('a', 'A', true).getDisabled()", 'Atrue'], ["new SelectOption('a', 'A')", 'System.SelectOption[value="a", label="A", disabled="false"]'],
    ["new Cookie('n', 'v', null, -1, false).getValue()", 'v'], ['Site.getName()', 'null'], ['Network.getNetworkId()', 'null'], ['Network.communitiesLanding()', 'null'],
  ]);
});

const accounts = "List<Account> all = new List<Account>(); for (Integer i = 0; i < 45; i++) all.add(new Account(Name = 'A' + i)); insert all; ";

describe('pages in tests', () => {
  testClasses([
    { name: 'have a current page from the start', code: "ApexPages.currentPage().getParameters().put('id', 'x'); System.assertEquals('x', ApexPages.currentPage().getParameters().get('id')); Test.setCurrentPage(Page.FileNotFound); System.assertEquals('/apex/filenotfound', System.currentPageReference().getUrl()); PageReference p = Page.FileNotFound; p.setCookies(new Cookie[] { new Cookie('a', 'b', null, 1, true) }); System.assertEquals('b', p.getCookies().get('a').getValue());" },
    { name: 'have messages, one a failed row', code: "ApexPages.addMessage(new ApexPages.Message(ApexPages.Severity.INFO, 'hi')); System.assert(ApexPages.hasMessages(ApexPages.Severity.INFO)); System.assert(!ApexPages.hasMessages(ApexPages.Severity.ERROR)); try { insert new Account(); } catch (DmlException e) { ApexPages.addMessages(e); System.assertEquals(e.getDmlMessage(0), ApexPages.getMessages()[1].getSummary()); } System.assertEquals(2, ApexPages.getMessages().size()); Test.clearApexPageMessages(); System.assert(!ApexPages.hasMessages());" },
    { name: 'save a record', code: "ApexPages.StandardController c = new ApexPages.StandardController(new Account(Name = 'A')); System.assertEquals(null, c.getId()); PageReference next = c.save(); System.assertEquals('/' + c.getId().substring(0, 15), next.getUrl()); System.assertEquals('A', [SELECT Name FROM Account].Name); System.assertEquals('/' + c.getId() + '/e', c.edit().getUrl()); System.assertEquals(next.getUrl(), c.view().getUrl()); System.assertEquals(c.getId(), c.getRecord().Id); c.delete(); System.assertEquals(0, [SELECT COUNT() FROM Account]);" },
    { name: 'tell why a record is not saved', code: "ApexPages.StandardController c = new ApexPages.StandardController(new Account()); System.assertEquals(null, c.save()); System.assertEquals(1, ApexPages.getMessages().size());" },
    { name: 'refuse fields for data of the caller', code: "try { new ApexPages.StandardController(new Account()).addFields(new List<String>{ 'Name' }); Assert.fail(); } catch (SObjectException e) { System.assertEquals('You cannot call addFields when the data is being passed into the controller by the caller.', e.getMessage()); }" },
    { name: 'turn the pages of a set', code: `${accounts} ApexPages.StandardSetController c = new ApexPages.StandardSetController(Database.getQueryLocator([SELECT Name FROM Account])); System.assertEquals(45, c.getResultSize()); System.assertEquals(20, c.getRecords().size()); System.assert(c.getHasNext() && !c.getHasPrevious() && c.getCompleteResult()); c.last(); System.assertEquals(3, c.getPageNumber()); System.assertEquals(5, ((List<Account>) c.getRecords()).size()); c.next(); System.assertEquals(3, c.getPageNumber()); c.previous(); System.assertEquals(2, c.getPageNumber()); c.first(); c.setPageSize(50); System.assertEquals(45, c.getRecords().size());` },
    { name: 'save what has changed in a set, and the prototype for what is selected', code: `${accounts} ApexPages.StandardSetController c = new ApexPages.StandardSetController(all); c.setPageSize(100); ((Account) c.getRecords()[0]).Name = 'Z'; c.save(); System.assertEquals(1, [SELECT COUNT() FROM Account WHERE Name = 'Z']); c.setSelected(new List<Account>{ all[1], all[2] }); ((Account) c.getRecord()).Site = 'S'; c.save(); System.assertEquals(2, [SELECT COUNT() FROM Account WHERE Site = 'S']); System.assertEquals(2, c.getSelected().size());` },
    { name: 'refuse their content', code: "try { Page.FileNotFound.getContent(); Assert.fail(); } catch (VisualforceException e) { System.assert(e.getMessage().contains('test methods')); }" },
    { name: 'have actions, which lead nowhere without one that is shown', code: "ApexPages.Action a = new ApexPages.Action('{!save}'); System.assertEquals('{!save}', a.getExpression()); System.assertEquals(null, a.invoke());" },
  ]);
});
