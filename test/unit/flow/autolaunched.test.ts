/** Flows that code starts. Sources: Metadata API Developer Guide, Flow; Apex Reference, Interview Class; Salesforce Help, Flow Elements and Flow Resources. */
import { describe } from 'mocha';
import { programs } from '../language/programs.ts';
import type { Program } from '../language/programs.ts';
import { ALL, assignment, conditions, constant, decision, element, fields, filters, FIRST, flow, formula, inputs, lookup, loop, outputs, template, transform, variable } from './flow-xml.ts';

const file = (name: string): string => `flows/${name}.flow-meta.xml`;

const FILES = {
  [file('Greet')]: flow('Say', [variable('who', 'String', 'nobody'), variable('text', 'String'), constant('Hello', 'String', 'Hello'), template('Line', '{!Hello}, {!who}!\nBye.'), assignment('Say', [['text', 'Assign', '@Line']])]),
  [file('Sums')]: flow('Set', [
    variable('n', 'Number', 1.5), variable('words', 'String', 'a'), variable('day', 'Date', '2026-01-30'), variable('flag', 'Boolean'), variable('list', 'String[]'), variable('size', 'Number'), variable('other', 'String[]'), variable('picks', 'Multipicklist'),
    formula('Half', 'Number', '{!n} / 3'), formula('Later', 'Date', '{!day} + 2'), formula('Loud', 'String', 'UPPER({!words}) & TEXT({!n})'), formula('IsBig', 'Boolean', '{!n} > 4'),
    assignment('Set', [['n', 'Add', 2], ['n', 'Subtract', 0.25], ['words', 'Add', ' b '], ['words', 'Add', '{!n}'], ['day', 'Add', 3], ['flag', 'Assign', '@IsBig'], ['picks', 'Add', 'x'], ['picks', 'Add', 'y'],
      ['list', 'Add', 'b'], ['list', 'Add', 'c'], ['list', 'AddAtStart', 'a'], ['list', 'Add', 'b'], ['other', 'Assign', '@list'], ['other', 'RemoveFirst', 'b'], ['size', 'AssignCount', '@list']], 'More'),
    variable('before', 'String[]'), variable('after', 'String[]'), variable('common', 'String[]'), variable('none', 'String[]'), variable('third', 'String[]'), variable('bc', 'String[]'),
    assignment('More', [['before', 'Assign', '@list'], ['before', 'RemoveBeforeFirst', 'c'], ['after', 'Assign', '@list'], ['after', 'RemoveAfterFirst', 'b'], ['bc', 'Add', 'b'], ['common', 'Assign', '@list'], ['common', 'RemoveUncommon', '@bc'],
      ['none', 'Assign', '@list'], ['none', 'RemoveAll', '@bc'], ['third', 'Assign', '@list'], ['third', 'RemovePosition', 3]]),
  ]),
  [file('Choose')]: flow('Which', [
    variable('text', 'String'), variable('n', 'Number'), variable('list', 'String[]'), variable('record', 'Account'), variable('path', 'String'), variable('day', 'Date'),
    decision('Which', [
      ['Ends', [['text', 'EndsWith', 'END']], 'Add_Ends'], ['Both', [['n', 'GreaterThanOrEqualTo', 5], ['text', 'StartsWith', 'Ab'], ['text', 'Contains', 'ZZ']], 'Add_Both', '1 AND (2 OR 3)'], ['Has', [['list', 'Contains', 'B']], 'Add_Has'],
      ['Later', [['day', 'LessThan', '2026-02-01']], 'Add_Later'], ['Record', [['record', 'IsNull', false], ['record.Name', 'EqualTo', 'ACME']], 'Add_Record'], ['Nothing', [['text', 'IsNull', true], ['n', 'NotEqualTo', 3]], 'Add_Nothing'],
    ], 'Add_Default'),
    ...['Ends', 'Both', 'Has', 'Later', 'Record', 'Nothing', 'Default'].map((name) => assignment(`Add_${name}`, [['path', 'Assign', name]], name === 'Default' ? undefined : 'Again')),
    variable('seen', 'String'), formula('SeenText', 'String', 'IF({!Ends}, "ends", IF({!Both}, "both", "other"))'), assignment('Again', [['seen', 'Assign', '@SeenText']]),
  ]),
  [file('Count')]: flow('Each', [
    variable('names', 'String[]'), variable('n', 'Number', 0), variable('text', 'String', ''), loop('Each', 'names', 'Outer'), loop('Inner', 'names', 'Join', 'Each'),
    assignment('Outer', [['text', 'Add', '{!Each}: ']], 'Inner'), assignment('Join', [['text', 'Add', '{!Inner} '], ['n', 'Add', 1]], 'Inner'),
  ]),
  [file('Records')]: flow('Find', [
    variable('prefix', 'String'), variable('found', 'Number'), variable('names', 'String', ''), variable('created', 'String'), variable('left', 'Number'), variable('all', 'Account[]'),
    lookup('Find', 'Account', ALL + filters([['Name', 'StartsWith', '{!prefix}'], ['NumberOfEmployees', 'GreaterThan', 1], ['Industry', 'IsNull', false]], '1 AND (2 OR 3)') + '<sortField>Name</sortField><sortOrder>Desc</sortOrder>', 'Size'),
    assignment('Size', [['found', 'AssignCount', '@Find']], 'Each'), loop('Each', 'Find', 'Keep', 'Save'),
    assignment('Keep', [['names', 'Add', '{!Each.Name} '], ['Each.Industry', 'Assign', 'Energy'], ['Each.NumberOfEmployees', 'Add', 5], ['all', 'Add', '@Each']], 'Each'),
    element('recordUpdates', 'Save', '<inputReference>all</inputReference>', 'First'), lookup('First', 'Account', FIRST + filters([['Name', 'EqualTo', '{!prefix}1']]), 'New'),
    element('recordCreates', 'New', '<object>Contact</object>' + fields({ LastName: '{!prefix} contact', AccountId: '@First.Id' }), 'Where'), assignment('Where', [['created', 'Assign', '@New']], 'Mark'),
    element('recordUpdates', 'Mark', '<object>Account</object>' + filters([['Name', 'Contains', '{!prefix}']]) + fields({ Site: 'marked' }), 'Drop'), element('recordDeletes', 'Drop', '<object>Account</object>' + filters([['Name', 'EqualTo', '{!prefix}2']]), 'Look_Again'),
    lookup('Look_Again', 'Account', ALL + filters([['Site', 'EqualTo', 'marked']]), 'Left'), assignment('Left', [['left', 'AssignCount', '@Look_Again']]),
  ]),
  [file('Fields')]: flow('Find', [
    variable('id', 'String'), variable('name', 'String', 'before'), variable('owner', 'String'), variable('employees', 'Number'),
    element('recordLookups', 'Find', '<object>Account</object>' + filters([['Id', 'EqualTo', '@id']]) + '<assignNullValuesIfNoRecordsFound>false</assignNullValuesIfNoRecordsFound><outputAssignments><assignToReference>name</assignToReference><field>Name</field></outputAssignments><outputAssignments><assignToReference>employees</assignToReference><field>NumberOfEmployees</field></outputAssignments>', 'Into'),
    variable('account', 'Account'), element('recordLookups', 'Into', '<object>Account</object>' + filters([['Id', 'EqualTo', '@id']]) + '<queriedFields>Id</queriedFields><queriedFields>OwnerId</queriedFields><outputReference>account</outputReference><assignNullValuesIfNoRecordsFound>true</assignNullValuesIfNoRecordsFound>', 'Is_There'),
    decision('Is_There', [['There', [['account', 'IsNull', false], ['account.Owner.LastName', 'IsNull', false]], 'Take']]), assignment('Take', [['owner', 'Assign', '@account.Owner.Username']]),
  ]),
  [file('Failing')]: flow('New', [variable('message', 'String'), variable('name', 'String'), element('recordCreates', 'New', '<object>Contact</object>' + fields({ LastName: '@name' }), 'Good', 'Bad'), assignment('Good', [['message', 'Assign', 'saved']]), assignment('Bad', [['message', 'Assign', '@$Flow.FaultMessage']])]),
  [file('Unhandled')]: flow('New', [element('recordCreates', 'New', '<object>Contact</object>' + fields({ FirstName: 'x' }))]),
  [file('No_Records')]: flow('New', [variable('none', 'Contact[]'), variable('one', 'Contact'), variable('text', 'String'), element('recordCreates', 'New', '<inputReference>none</inputReference>', 'One'), element('recordUpdates', 'One', '<inputReference>one</inputReference>', undefined, 'Failed'), assignment('Failed', [['text', 'Assign', '@$Flow.FaultMessage']])]),
  [file('Nothing_There')]: flow('Find', [variable('text', 'String'), lookup('Find', 'Account', FIRST + filters([['Name', 'EqualTo', 'nobody']]), 'Read'), assignment('Read', [['text', 'Assign', '@Find.Name']])]),
  [file('Collections')]: flow('Order', [
    variable('accounts', 'Account[]'), variable('words', 'String[]'), variable('currentItem_Big', 'Account'), variable('names', 'String', ''), variable('bigs', 'Number'),
    element('collectionProcessors', 'Order', '<collectionProcessorType>SortCollectionProcessor</collectionProcessorType><collectionReference>accounts</collectionReference><sortOptions><doesPutEmptyStringAndNullFirst>false</doesPutEmptyStringAndNullFirst><sortField>NumberOfEmployees</sortField><sortOrder>Desc</sortOrder></sortOptions><sortOptions><sortField>Name</sortField><sortOrder>Asc</sortOrder></sortOptions>', 'Order_Words'),
    element('collectionProcessors', 'Order_Words', '<collectionProcessorType>SortCollectionProcessor</collectionProcessorType><collectionReference>words</collectionReference><limit>2</limit><sortOptions><sortOrder>Asc</sortOrder></sortOptions>', 'Big'),
    element('collectionProcessors', 'Big', '<collectionProcessorType>FilterCollectionProcessor</collectionProcessorType><collectionReference>accounts</collectionReference><assignNextValueToReference>currentItem_Big</assignNextValueToReference>' + conditions([['currentItem_Big.NumberOfEmployees', 'GreaterThan', 1]]), 'Size'),
    assignment('Size', [['bigs', 'AssignCount', '@Big']], 'Each'), loop('Each', 'accounts', 'Add'), assignment('Add', [['names', 'Add', '{!Each.Name} ']], 'Each'),
  ]),
  [file('Double_It')]: flow('Twice', [variable('n', 'Number'), variable('result', 'Number'), formula('Twice_n', 'Number', '{!n} * 2'), assignment('Twice', [['result', 'Assign', '@Twice_n']])]),
  [file('Calls')]: flow('First', [
    variable('n', 'Number'), variable('sum', 'Number'), variable('text', 'String'), variable('words', 'String[]'),
    element('subflows', 'First', '<flowName>Double_It</flowName>' + inputs('inputAssignments', { n: '@n' }) + outputs('outputAssignments', { result: 'sum' }), 'Second'),
    element('subflows', 'Second', '<flowName>Double_It</flowName><storeOutputAutomatically>true</storeOutputAutomatically>' + inputs('inputAssignments', { n: '@sum' }), 'Apex'),
    element('actionCalls', 'Apex', '<actionName>Joiner</actionName><actionType>apex</actionType><storeOutputAutomatically>true</storeOutputAutomatically>' + inputs('inputParameters', { count: '@Second.result', word: 'x', more: '@words' }), 'Take', 'Failed'),
    assignment('Take', [['text', 'Assign', '{!Apex.joined} {!Apex.box.size}']]), assignment('Failed', [['text', 'Assign', '@$Flow.FaultMessage']]),
  ]),
  [file('Plain_Output')]: flow('Apex', [variable('n', 'Number'), variable('text', 'String'), element('actionCalls', 'Apex', '<actionName>Lower</actionName><actionType>apex</actionType>' + inputs('inputParameters', { words: '@n' }) + outputs('outputParameters', { output: 'text' }))]),
  [file('Globals')]: flow('Set', [
    variable('text', 'String'), variable('now', 'DateTime'), variable('today', 'Date'), variable('empty', 'Boolean'), formula('Mine', 'String', '{!$User.Username} & "/" & {!$Label.greeting} & "/" & {!$Organization.Name} & "/" & {!$Profile.Name}'),
    formula('Same', 'Boolean', '{!$Flow.CurrentDate} = DATE(2026, 11, 20)'), assignment('Set', [['text', 'Assign', '@Mine'], ['now', 'Assign', '@$Flow.CurrentDateTime'], ['today', 'Assign', '@$Flow.CurrentDate'], ['empty', 'Assign', '@Same'], ['text', 'Add', ' {!today} {!now}'], ['text', 'Add', '@$GlobalConstant.EmptyString']]),
  ]),
  'labels/CustomLabels.labels-meta.xml': '<?xml version="1.0"?><CustomLabels xmlns="http://soap.sforce.com/2006/04/metadata"><labels><fullName>greeting</fullName><language>en_US</language><protected>false</protected><shortDescription>g</shortDescription><value>Hi</value></labels></CustomLabels>',
  [file('Unset')]: flow('Which', [
    variable('text', 'String'), '<screens><name>Ask</name><label>Ask</label><fields><name>Section</name><fields><name>Answer</name></fields></fields></screens><dynamicChoiceSets><name>Choices</name></dynamicChoiceSets>', decision('Which', [['None', [['Answer', 'IsNull', true], ['Choices', 'IsNull', true]], 'Api']], 'Ask'),
    assignment('Api', [['text', 'Assign', '{!$Api.Partner_Server_URL_640} {!$Api.Enterprise_Server_URL_90}']]),
  ], { processType: 'Flow' }),
  [file('Objects')]: flow('Set', [variable('box', 'Apex:Box'), variable('boxes', 'Apex:Box[]'), variable('total', 'Number', 0), assignment('Set', [['box.label', 'Assign', 'made'], ['box.size', 'Assign', 3], ['boxes', 'Add', '@box']], 'Each'), loop('Each', 'boxes', 'Add'), assignment('Add', [['total', 'Add', '@Each.size']], 'Each')]),
  [file('Screens')]: flow('Show', ['<screens><name>Show</name><label>Show</label></screens>'], { processType: 'Flow' }),
  [file('Draft')]: flow('Set', [variable('text', 'String'), assignment('Set', [['text', 'Assign', 'latest']])], { status: 'Draft' }),
  ...Object.fromEntries([[1, 'Obsolete'], [2, 'Active'], [3, 'Draft']].map(([version, status]) => [`flows/Versions-${version}.flow`, flow('Set', [variable('text', 'String'), assignment('Set', [['text', 'Assign', `version ${version}`]])], { status: String(status) })])),
  ...Object.fromEntries([1, 2].map((version) => [`flows/Told-${version}.flow`, flow('Set', [variable('text', 'String'), assignment('Set', [['text', 'Assign', `version ${version}`]])], { status: 'Draft' })])),
  'flowDefinitions/Told.flowDefinition-meta.xml': '<?xml version="1.0"?><FlowDefinition xmlns="http://soap.sforce.com/2006/04/metadata"><activeVersionNumber>1</activeVersionNumber></FlowDefinition>',
  [file('Switched_Off')]: flow('Set', [variable('text', 'String'), assignment('Set', [['text', 'Assign', 'off']])]), 'flowDefinitions/Switched_Off.flowDefinition-meta.xml': '<?xml version="1.0"?><FlowDefinition xmlns="http://soap.sforce.com/2006/04/metadata"><activeVersionNumber>0</activeVersionNumber></FlowDefinition>',
  [file('Mail')]: flow('Send', [variable('to', 'String'), variable('text', 'String'), element('actionCalls', 'Send', '<actionName>emailSimple</actionName><actionType>emailSimple</actionType>' + inputs('inputParameters', { emailAddresses: '@to', emailSubject: 'Hi', emailBody: 'Body' }), 'Sent', 'Failed'), assignment('Sent', [['text', 'Assign', 'sent']]), assignment('Failed', [['text', 'Assign', '@$Flow.FaultMessage']])]),
  [file('Transforms')]: flow('Names', [
    variable('accounts', 'Account[]'), variable('all', 'String[]'), variable('contacts', 'Contact[]'), variable('boxes', 'Apex:Box[]'), variable('total', 'Number'), variable('count', 'Number'), variable('suffix', 'String', '!'),
    transform('Names', 'String', '<isCollection>true</isCollection>', [['Map', null, '@accounts[$EachItem].Name']], 'Make_Contacts'),
    transform('Make_Contacts', 'Contact', '<isCollection>true</isCollection>', [['Map', 'LastName', '={!accounts[$EachItem].Name} & " of " & {!suffix}'], ['Map', 'Department', '@suffix'], ['Map', 'AccountId', '@accounts[$EachItem].Id']], 'Make_Boxes'),
    transform('Make_Boxes', 'Apex:Box', '<isCollection>true</isCollection>', [['Map', 'label', '@accounts[$EachItem].Name'], ['Map', 'size', '@accounts[$EachItem].NumberOfEmployees']], 'Sum'),
    transform('Sum', 'Number', '', [['Sum', null, '@accounts', 'NumberOfEmployees']], 'Size'), transform('Size', 'Number', '', [['Count', null, '@accounts']], 'Keep'),
    assignment('Keep', [['all', 'Assign', '@Names'], ['contacts', 'Assign', '@Make_Contacts'], ['boxes', 'Assign', '@Make_Boxes'], ['total', 'Assign', '@Sum'], ['count', 'Assign', '@Size']]),
  ]),
  [file('Posts')]: flow('Post', [variable('to', 'String'), variable('text', 'String'), element('actionCalls', 'Post', '<actionName>chatterPost</actionName><actionType>chatterPost</actionType><storeOutputAutomatically>true</storeOutputAutomatically>' + inputs('inputParameters', { text: 'Hello {!to}', subjectNameOrId: '@to', type: 'User' }), 'Posted', 'Failed'),
    assignment('Posted', [['text', 'Assign', '@Post.feedItemId']]), assignment('Failed', [['text', 'Assign', '@$Flow.FaultMessage']])]),
  [file('Submits')]: flow('Ask', [element('actionCalls', 'Ask', '<actionName>submit</actionName><actionType>submit</actionType>')]),
  [file('Event')]: flow('Tell', [variable('text', 'String'), element('recordCreates', 'Tell', '<object>News__e</object>' + fields({ Text__c: '@text' }))]),
  [file('On_News')]: flow('Note', [element('recordCreates', 'Note', '<object>Account</object>' + fields({ Name: '{!$Record.Text__c} heard' }))], { start: '<object>News__e</object><triggerType>PlatformEvent</triggerType>' + filters([['Text__c', 'NotEqualTo', 'quiet']]) }),
  'objects/News__e/News__e.object-meta.xml': '<?xml version="1.0"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><label>News</label><pluralLabel>News</pluralLabel><eventType>HighVolume</eventType><publishBehavior>PublishAfterCommit</publishBehavior></CustomObject>',
  'objects/News__e/fields/Text__c.field-meta.xml': '<?xml version="1.0"?><CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Text__c</fullName><label>Text</label><type>Text</type><length>50</length></CustomField>',
};

const CLASSES = [
  `public class Run { public static Flow.Interview it(String name, Map<String, Object> inputs) { Flow.Interview i = Flow.Interview.createInterview(name, inputs); i.start(); return i; } }`,
  `public class Box { @AuraEnabled public String label; @AuraEnabled public Integer size; }`,
  `public class Joiner { public class Input { @InvocableVariable public Integer count; @InvocableVariable public String word; @InvocableVariable public List<String> more; } public class Output { @InvocableVariable public String joined; @InvocableVariable public Box box; }
    @InvocableMethod(label='Join') public static List<Output> run(List<Input> inputs) { List<Output> all = new List<Output>(); for (Input each : inputs) { if (each.count > 100) throw new IllegalArgumentException('too many'); Output o = new Output(); o.joined = each.word.repeat(each.count) + String.join(each.more, ''); o.box = new Box(); o.box.size = inputs.size(); all.add(o); } return all; } }`,
  `public class Lower { @InvocableMethod public static List<String> run(List<String> words) { List<String> all = new List<String>(); for (String each : words) all.add(each.toLowerCase()); return all; } }`,
];

const PROGRAMS: readonly Program[] = [
  { name: 'texts, defaults, templates', code: "System.debug(Run.it('Greet', new Map<String, Object>{ 'who' => 'you' }).getVariableValue('text')); System.debug(Run.it('greet', null).getVariableValue('TEXT'));", prints: ['Hello, you!\nBye.', 'Hello, nobody!\nBye.'] },
  { name: 'a flow has a type of its own', code: "Flow.Interview.Greet i = new Flow.Interview.Greet(new Map<String, Object>{ 'who' => 'typed' }); i.start(); System.debug((String) i.getVariableValue('text')); Flow.Interview j = i; System.debug(j == i);", prints: ['Hello, typed!\nBye.', 'true'] },
  { name: 'assignment operators and formulas', code: `Flow.Interview i = Run.it('Sums', new Map<String, Object>()); for (String each : new List<String>{ 'n', 'words', 'day', 'flag', 'picks', 'list', 'other', 'size', 'before', 'after', 'common', 'none', 'third', 'Half' }) System.debug(each + ' ' + i.getVariableValue(each));`,
    prints: ['n 3.25', 'words a b 3.25', 'day 2026-02-02 00:00:00', 'flag false', 'picks x;y', 'list (a, b, c, b)', 'other (a, c, b)', 'size 4', 'before (c, b)', 'after (a, b)', 'common (b, b)', 'none (a, c)', 'third (a, b, b)', 'Half null'] },
  { name: 'conditions: operators, logic, what does not matter', code: `
    List<Map<String, Object>> all = new List<Map<String, Object>>{ new Map<String, Object>{ 'text' => 'the end' }, new Map<String, Object>{ 'text' => 'abc', 'n' => 5 }, new Map<String, Object>{ 'text' => 'x', 'n' => 9 }, new Map<String, Object>{ 'list' => new List<String>{ 'b' } },
      new Map<String, Object>{ 'day' => Date.newInstance(2026, 1, 31) }, new Map<String, Object>{ 'record' => new Account(Name = 'Acme') }, new Map<String, Object>(), new Map<String, Object>{ 'n' => 3 } };
    for (Map<String, Object> each : all) { Flow.Interview i = Run.it('Choose', each); System.debug(i.getVariableValue('path') + ' ' + i.getVariableValue('seen')); }`,
  prints: ['Ends ends', 'Both both', 'Default null', 'Has other', 'Later other', 'Record other', 'Nothing other', 'Default null'] },
  { name: 'loops nest, and start anew', code: "Flow.Interview i = Run.it('Count', new Map<String, Object>{ 'names' => new List<String>{ 'a', 'b' } }); System.debug(i.getVariableValue('text') + '' + i.getVariableValue('n')); System.debug(Run.it('Count', null).getVariableValue('n'));", prints: ['a: a b b: a b 4', '0'] },
  { name: 'records are found, updated, created, deleted', code: `
    insert new List<Account>{ new Account(Name = 'Rec1', NumberOfEmployees = 2), new Account(Name = 'Rec2', Industry = 'Banking'), new Account(Name = 'Rec3'), new Account(Name = 'Other', Industry = 'Banking') };
    Integer queries = Limits.getQueries(), statements = Limits.getDmlStatements(); Flow.Interview i = Run.it('Records', new Map<String, Object>{ 'prefix' => 'rec' });
    System.debug(i.getVariableValue('found') + ' ' + i.getVariableValue('names') + i.getVariableValue('left') + ' ' + (Limits.getQueries() - queries) + ' queries, ' + (Limits.getDmlStatements() - statements) + ' statements');
    for (Account each : [SELECT Name, Industry, NumberOfEmployees, Site FROM Account WHERE Name LIKE 'Rec%' ORDER BY Name]) System.debug(each.Name + ' ' + each.Industry + ' ' + each.NumberOfEmployees + ' ' + each.Site);
    System.debug([SELECT LastName, Account.Name FROM Contact WHERE Id = :(Id) i.getVariableValue('created')].Account.Name);`,
  prints: ['2 Rec2 Rec1 2 5 queries, 4 statements', 'Rec1 Energy 7 marked', 'Rec3 null null marked', 'Rec1'] },
  { name: 'fields go into variables, records too; parents are looked up', code: `
    Account a = new Account(Name = 'In', NumberOfEmployees = 3); insert a; Flow.Interview i = Run.it('Fields', new Map<String, Object>{ 'id' => a.Id }); System.debug(i.getVariableValue('name') + ' ' + i.getVariableValue('employees') + ' ' + i.getVariableValue('owner'));
    i = Run.it('Fields', new Map<String, Object>{ 'id' => '001000000000000AAA' }); System.debug(i.getVariableValue('name') + ' ' + i.getVariableValue('account') + ' ' + i.getVariableValue('owner'));`, prints: ['In 3 admin@test.example', 'before null null'] },
  { name: 'a fault connector gets the message', code: "System.debug(Run.it('Failing', new Map<String, Object>{ 'name' => 'x' }).getVariableValue('message')); System.debug(Run.it('Failing', null).getVariableValue('message'));",
    prints: ['saved', 'This error occurred when the flow tried to create records: REQUIRED_FIELD_MISSING: Required fields are missing: [LastName]. You can look up ExceptionCode values in the SOAP API Developer Guide.'] },
  { name: 'a fault that nothing takes up', code: "try { Run.it('Unhandled', null); } catch (FlowException e) { System.debug(e.getTypeName() + ' ' + e.getMessage()); } try { Run.it('Nothing_There', null); } catch (Exception e) { System.debug(e.getMessage()); }", prints: ['System.FlowException An error occurred when executing a flow interview.', 'An error occurred when executing a flow interview.'] },
  { name: 'a collection may be without records, a variable may not', code: "Integer before = Limits.getDmlStatements(); System.debug(Run.it('No_Records', null).getVariableValue('text')); System.debug(Limits.getDmlStatements() - before);", prints: ["The flow failed to access the value for one because it hasn't been set or assigned.", '0'] },
  { name: 'collections are sorted and filtered', code: `
    Flow.Interview i = Run.it('Collections', new Map<String, Object>{ 'words' => new List<String>{ 'c', 'a', 'b' }, 'accounts' => new List<Account>{ new Account(Name = 'none'), new Account(Name = 'b', NumberOfEmployees = 1), new Account(Name = 'a', NumberOfEmployees = 1), new Account(Name = 'big', NumberOfEmployees = 7) } });
    System.debug(i.getVariableValue('names') + '' + i.getVariableValue('bigs') + ' ' + i.getVariableValue('words'));`, prints: ['big a b none 1 (a, b)'] },
  { name: 'subflows and Apex actions', code: "System.debug(Run.it('Calls', new Map<String, Object>{ 'n' => 1, 'words' => new List<String>{ '!' } }).getVariableValue('text')); System.debug(Run.it('Calls', new Map<String, Object>{ 'n' => 100 }).getVariableValue('text')); System.debug(Run.it('Plain_Output', new Map<String, Object>{ 'n' => 7.50 }).getVariableValue('text'));",
    prints: ['xxxx! 1', 'An Apex error occurred: System.IllegalArgumentException: too many', '7.5'] },
  { name: 'globals', code: "Flow.Interview i = Run.it('Globals', null); System.debug(i.getVariableValue('text')); System.debug(i.getVariableValue('now') + ' ' + i.getVariableValue('empty'));", prints: ['admin@test.example/Hi/Test Org/System Administrator November 20, 2026 11/20/2026, 2:00 AM', '2026-11-20 10:00:00 true'] },
  { name: 'objects of Apex classes', code: "Flow.Interview i = Run.it('Objects', null); System.debug(((Box) i.getVariableValue('box')).label + ' ' + i.getVariableValue('total') + ' ' + ((List<Box>) i.getVariableValue('boxes')).size());", prints: ['made 3 1'] },
  { name: 'screen components that nobody has seen; addresses of the API', code: "System.debug(Run.it('Unset', null).getVariableValue('text'));", prints: ['https://test.example/services/Soap/u/64.0/00D000000000001 https://test.example/services/Soap/c/9.0/00D000000000001'] },
  { name: 'transforms', code: `
    Flow.Interview i = Run.it('Transforms', new Map<String, Object>{ 'accounts' => new List<Account>{ new Account(Name = 'a', NumberOfEmployees = 2), new Account(Name = 'b', NumberOfEmployees = 5), new Account(Name = 'c') } }); System.debug(i.getVariableValue('all') + ' ' + i.getVariableValue('total') + ' ' + i.getVariableValue('count'));
    for (Contact each : (List<Contact>) i.getVariableValue('contacts')) System.debug(each.LastName + ' ' + each.Department); System.debug(((List<Box>) i.getVariableValue('boxes'))[1].label + ((List<Box>) i.getVariableValue('boxes'))[1].size);`,
  prints: ['(a, b, c) 7 3', 'a of ! !', 'b of ! !', 'c of ! !', 'b5'] },
  { name: 'an action runs a flow for all invocations together', code: `
    Invocable.Action a = Invocable.Action.createCustomAction('flow', 'Failing'); a.setInvocations(new List<Map<String, Object>>{ new Map<String, Object>{ 'name' => 'one' }, new Map<String, Object>(), new Map<String, Object>{ 'name' => 'three' } }); Integer before = Limits.getDmlStatements();
    for (Invocable.Action.Result each : a.invoke()) System.debug(each.isSuccess() + ' ' + ((String) each.getOutputParameters().get('message')).left(10) + ' ' + each.getOutputParameters().get('Flow__InterviewStatus'));
    System.debug(Limits.getDmlStatements() - before); Invocable.Action b = Invocable.Action.createCustomAction('flow', 'Unhandled'); Invocable.Action.Result r = b.addInvocation().invoke()[0]; System.debug(r.isSuccess() + ' ' + r.getErrors()[0].getCode());`,
  prints: ['true saved Finished', 'true This error Finished', 'true saved Finished', '1', 'false UNKNOWN_EXCEPTION'] },
  { name: 'e-mails are checked', code: "System.debug(Run.it('Mail', new Map<String, Object>{ 'to' => 'a@b.example, c@d.example' }).getVariableValue('text')); System.debug(Run.it('Mail', new Map<String, Object>{ 'to' => 'nobody' }).getVariableValue('text'));", prints: ['sent', 'INVALID_EMAIL_ADDRESS: Email address is invalid: nobody'] },
  { name: 'posts to Chatter', code: `
    Account a = new Account(Name = 'a'); insert a; for (String each : new List<String>{ a.Id, UserInfo.getUserName() }) { FeedItem f = [SELECT Body, ParentId FROM FeedItem WHERE Id = :(Id) Run.it('Posts', new Map<String, Object>{ 'to' => each }).getVariableValue('text')]; System.debug((f.Body == 'Hello ' + each) + ' ' + f.ParentId.getSobjectType()); }
    System.debug(Run.it('Posts', new Map<String, Object>{ 'to' => 'nobody' }).getVariableValue('text'));`, prints: ['true Account', 'true User', 'INVALID_INPUT: nobody is no record, user or group to post to.'] },
  { name: 'a flow that has no active version runs in its latest, but is no action', code: "System.debug(Run.it('Draft', null).getVariableValue('text')); System.debug(Invocable.Action.createCustomAction('flow', 'Draft').addInvocation().invoke()[0].isSuccess());", prints: ['latest', 'false'] },
  { name: 'inputs of another type', code: "Flow.Interview i = Flow.Interview.createInterview('Count', new Map<String, Object>{ 'n' => 'many', 'nothing' => 1 }); try { i.start(); } catch (FlowException e) { System.debug(e.getMessage()); } System.debug(Run.it('Count', new Map<String, Object>{ 'n' => '7' }).getVariableValue('n'));", prints: ['An error occurred when executing a flow interview.', '7'] },
  { name: 'screens', code: "Run.it('Screens', null);", throws: 'NotSupported: NotSupported: flow element screen' },
  { name: 'other actions', code: "Run.it('Submits', null);", throws: 'NotSupported: NotSupported: flow action submit submit' },
  { name: 'versions of their own files, and which of them is active', code: `
    for (String each : new List<String>{ 'Versions', 'Told', 'Switched_Off' }) System.debug(Run.it(each, null).getVariableValue('text') + ' ' + [SELECT VersionNumber, IsActive FROM FlowDefinitionView WHERE ApiName = :each].VersionNumber + ' ' + [SELECT IsActive FROM FlowDefinitionView WHERE ApiName = :each].IsActive);`,
  prints: ['version 2 2 true', 'version 1 1 true', 'off 1 false'] },
  { name: 'flows are rows', code: `
    for (FlowDefinitionView each : [SELECT ApiName, DurableId, ActiveVersionId, Label, ProcessType, TriggerType, RecordTriggerType, TriggerObjectOrEvent.QualifiedApiName, IsActive FROM FlowDefinitionView WHERE ApiName IN ('Draft', 'On_News') ORDER BY ApiName]) {
      FlowVersionView v = [SELECT Status, VersionNumber, RunInMode, DurableId FROM FlowVersionView WHERE FlowDefinitionViewId = :each.DurableId];
      for (FlowVariableView x : [SELECT ApiName, DataType, IsInput FROM FlowVariableView WHERE FlowVersionViewId = :v.DurableId]) System.debug(x.ApiName + ' ' + x.DataType + ' ' + x.IsInput);
      System.debug(each.ApiName + ' ' + each.Label + ' ' + each.TriggerType + ' ' + each.TriggerObjectOrEvent.QualifiedApiName + ' ' + each.IsActive + ' ' + (each.ActiveVersionId == v.DurableId) + ' ' + v.Status + ' ' + v.VersionNumber + ' ' + v.RunInMode); }`,
  prints: ['text String true', 'Draft Small flow null null false false Draft 1 DefaultMode', 'On_News Small flow PlatformEvent News__e true true Active 1 DefaultMode'] },
  { name: 'a name that no flow has', code: "Flow.Interview.createInterview('Nowhere', null);", throws: 'System.TypeException: Invalid type: Nowhere' },
];

describe('flows that code starts', () => { programs(PROGRAMS, CLASSES, FILES); });
