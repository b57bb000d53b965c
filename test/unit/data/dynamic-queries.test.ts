import { describe } from 'mocha';
import { programs } from '../language/programs.ts';

const REFERENCE = 'Please reference your WSDL or the describe call for the appropriate names.';
const insert = 'delete [SELECT Id FROM Account]; List<Account> made = new List<Account>(); for (Integer i = 0; i < 5; i++) made.add(new Account(Name = \'a\' + i)); insert made; ';

describe('dynamic queries', () => {
  programs([
    { name: 'a field that does not exist', code: "Database.query('SELECT Id, Nmae, Industry FROM Account');", throws: `System.QueryException: \nSELECT Id, Nmae, Industry FROM Account\n           ^\nERROR at Row:1:Column:12\nNo such column 'Nmae' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${REFERENCE}` },
    { name: 'only the words around it are shown', code: "Database.query('SELECT Id FROM Account WHERE Industry = null AND NumberOfEmployees > 5 AND Foo.Name = null AND Website = null ORDER BY Name');", throws: `System.QueryException: \nAND NumberOfEmployees > 5 AND Foo.Name = null AND Website = null\n                              ^\nERROR at Row:1:Column:76\nDidn't understand relationship 'Foo' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${REFERENCE}` },
    { name: 'an object that does not exist', code: "Database.query('SELECT Id FROM Acount');", throws: `System.QueryException: \nSELECT Id FROM Acount\n               ^\nERROR at Row:1:Column:16\nsObject type 'Acount' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${REFERENCE}` },
    { name: 'a child relationship that does not exist', code: "Database.query('SELECT Id, (SELECT Id FROM Contact) FROM Account');", throws: `System.QueryException: \nSELECT Id, (SELECT Id FROM Contact) FROM Account\n                           ^\nERROR at Row:1:Column:28\nDidn't understand relationship 'Contact' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${REFERENCE}` },
    { name: 'a key that is twice in the map', code: "Database.queryWithBinds('SELECT Id FROM Account WHERE Name = :n', new Map<String, Object>{ 'n' => 'a', 'N' => 'b' }, AccessLevel.SYSTEM_MODE);", throws: 'System.QueryException: The bindMap consists of duplicate case-insensitive keys: [n, N]' },
    { name: 'cursors go by position', code: `${insert} Database.Cursor c = Database.getCursor('SELECT Name FROM Account ORDER BY Name'); System.debug(c.getNumRecords()); List<Account> page = c.fetch(3, 10); System.debug(page.size() + page[0].Name); System.debug(c.fetch(5, 1).size()); System.debug(Limits.getQueries() + ' ' + Limits.getFetchCallsOnApexCursor());`, prints: ['5', '2a3', '0', '4 2'] },
    { name: 'cursors take binds', code: `${insert} String n = 'a2'; System.debug(Database.getCursor('SELECT Id FROM Account WHERE Name >= :n').getNumRecords() + ' ' + Database.getCursorWithBinds('SELECT Id FROM Account WHERE Name > :x', new Map<String, Object>{ 'x' => 'a3' }, AccessLevel.USER_MODE).getNumRecords());`, prints: ['3 1'] },
    { name: 'cursors have no aggregates', code: "Database.getCursor('SELECT COUNT(Id) FROM Account');", throws: 'System.QueryException: Query contains aggregate expressions, these are not permitted in cursor queries' },
    { name: 'cursors lock nothing', code: "Database.getCursor('SELECT Id FROM Account FOR UPDATE');", throws: 'System.QueryException: You cannot lock records with Cursor using FOR UPDATE' },
    { name: 'pages', code: `${insert} Database.CursorFetchResult page = Database.getPaginationCursor('SELECT Name FROM Account').fetchPage(3, 2); System.debug(page.getRecords().size() + ' ' + page.getNextIndex() + ' ' + page.isDone());`, prints: ['2 5 true'] },
  ]);
});
