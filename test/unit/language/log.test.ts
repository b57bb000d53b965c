import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { DEFAULT_LEVELS } from '../../../src/sandbox/org/execution/log.ts';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';

const CLASSES = [
  `public class Shop {
  Integer sold = 0;
  public static Integer total = 5;
  public Shop(Integer first) {
    sold = first;
  }
  public Integer sell(Integer amount, String name) {
    Integer before = sold;
    sold += amount;
    return before;
  }
}`,
  `trigger Names on Account (before insert, after update) {
  for (Account a : Trigger.new) System.debug(a.Name);
}`,
  '@IsTest private class ShopTest { @IsTest static void sells() { System.debug(new Shop(1).sell(2, null)); } }',
];
const RULE = '<?xml version="1.0" encoding="UTF-8"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><validationRules><fullName>No_X</fullName><active>true</active><errorConditionFormula>Name = "x"</errorConditionFormula><errorMessage>no x</errorMessage></validationRules></CustomObject>';

/** Lines without what differs from run to run: times, nanoseconds, ids, CPU time and heap. */
function shapeOf(log: string): string[] {
  return log.split('\n').map((line) => line.replace(/^\d\d:\d\d:\d\d\.\d{1,3} \(\d+\)\|/, '').replaceAll(/\b(?:01p|01q|001|005|03d)[A-Za-z0-9]{12}(?:[A-Z0-9]{3})?\b/g, (id) => `<${id.slice(0, 3)}>`).replace(/(Maximum (?:CPU time|heap size)): \d+/, '$1: n').replace(/0x[0-9a-f]+/, '0xn'));
}

describe('debug log', () => {
  let plain: TestOrg;
  let traced: TestOrg;
  before(() => {
    const files = { 'objects/Account.object': RULE };
    plain = openTestOrg({ classes: CLASSES, files });
    traced = openTestOrg({ classes: CLASSES, files, shape: 'traced' });
    traced.executor.levels = { ...DEFAULT_LEVELS, ApexCode: 'FINEST', Visualforce: 'FINER' };
  });
  after(() => {
    plain.close();
    traced.close();
  });

  it('tells of a request from its levels to its limits', () => {
    const lines = shapeOf(plain.run("System.debug('hello');\ninsert new Account(Name = 'a');\nList<Account> found = [SELECT Id, (SELECT Id FROM Contacts)\n  FROM Account WHERE Name = 'a'];").log);
    assert.deepEqual(lines, [
      '67.0 APEX_CODE,DEBUG;APEX_PROFILING,INFO;CALLOUT,INFO;DATA_ACCESS,INFO;DB,INFO;NBA,INFO;SYSTEM,DEBUG;VALIDATION,INFO;VISUALFORCE,INFO;WAVE,INFO;WORKFLOW,INFO',
      "Execute Anonymous: System.debug('hello');", "Execute Anonymous: insert new Account(Name = 'a');", 'Execute Anonymous: List<Account> found = [SELECT Id, (SELECT Id FROM Contacts)', "Execute Anonymous:   FROM Account WHERE Name = 'a'];",
      'USER_INFO|[EXTERNAL]|<005>|admin@test.example|(GMT-08:00) Pacific Standard Time (America/Los_Angeles)|GMT-08:00', 'EXECUTION_STARTED', 'CODE_UNIT_STARTED|[EXTERNAL]|execute_anonymous_apex',
      'USER_DEBUG|[1]|DEBUG|hello',
      'DML_BEGIN|[2]|Op:Insert|Type:Account|Rows:1',
      'CODE_UNIT_STARTED|[EXTERNAL]|<01q>|Names on Account trigger event BeforeInsert|__sfdc_trigger/Names', 'USER_DEBUG|[2]|DEBUG|a', 'CODE_UNIT_FINISHED|Names on Account trigger event BeforeInsert|__sfdc_trigger/Names',
      'CODE_UNIT_STARTED|[EXTERNAL]|Validation:Account:new', 'VALIDATION_RULE|<03d>|No_X', 'VALIDATION_FORMULA|Name = "x"|Name=a', 'VALIDATION_PASS', 'CODE_UNIT_FINISHED|Validation:Account:new',
      'DML_END|[2]',
      "SOQL_EXECUTE_BEGIN|[3]|Aggregations:1|SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE Name = 'a'", 'SOQL_EXECUTE_END|[3]|Rows:1',
      'CUMULATIVE_LIMIT_USAGE', 'LIMIT_USAGE_FOR_NS|(default)|',
      '  Number of SOQL queries: 1 out of 100', '  Number of query rows: 1 out of 50000', '  Number of SOSL queries: 0 out of 20', '  Number of DML statements: 1 out of 150', '  Number of Publish Immediate DML: 0 out of 150',
      '  Number of DML rows: 1 out of 10000', '  Maximum CPU time: n out of 10000', '  Maximum heap size: n out of 6000000', '  Number of callouts: 0 out of 100', '  Number of Email Invocations: 0 out of 10', '  Number of future calls: 0 out of 50',
      '  Number of queueable jobs added to the queue: 0 out of 50', '  Number of Mobile Apex push calls: 0 out of 10', '', 'CUMULATIVE_LIMIT_USAGE_END',
      'CODE_UNIT_FINISHED|execute_anonymous_apex', 'EXECUTION_FINISHED',
    ]);
  });

  it('tells of exceptions where they are thrown, and of the one that ends the request', () => {
    const lines = shapeOf(plain.run("try {\n  throw new IllegalArgumentException('a');\n} catch (Exception e) {\n  Integer n = 1 / 0;\n}").log);
    assert.deepEqual(lines.filter((line) => /EXCEPTION|FATAL|^$|AnonymousBlock/.test(line)), ['EXCEPTION_THROWN|[2]|System.IllegalArgumentException: a', 'EXCEPTION_THROWN|[4]|System.MathException: Divide by 0', 'FATAL_ERROR|System.MathException: Divide by 0', '', 'AnonymousBlock: line 4, column 1', '']);
  });

  it('has times in the zone of the user, from a whole second on', () => {
    const [stamp] = /^02:00:00\.\d{1,3} \(\d+\)/m.exec(plain.run('System.debug(1);').log) ?? [];
    assert.match(stamp ?? '', /^02:00:00/);
  });

  it('tells of every call, statement and assignment at FINEST', () => {
    const lines = shapeOf(traced.run("Shop s = new Shop(1);\nInteger n = s.sell(2, 'x');").log);
    const from = lines.indexOf('CODE_UNIT_STARTED|[EXTERNAL]|execute_anonymous_apex');
    assert.deepEqual(lines.slice(from + 1, lines.indexOf('CUMULATIVE_LIMIT_USAGE')), [
      'STATEMENT_EXECUTE|[1]',
      'METHOD_ENTRY|[1]|<01p>|Shop.Shop()', 'VARIABLE_SCOPE_BEGIN|[3]|Shop.total|Integer|false|true', 'STATEMENT_EXECUTE|[3]', 'VARIABLE_ASSIGNMENT|[3]|Shop.total|5', 'METHOD_EXIT|[1]|Shop',
      'STATEMENT_EXECUTE|[2]', 'VARIABLE_ASSIGNMENT|[2]|this.sold|0|0xn',
      'CONSTRUCTOR_ENTRY|[1]|<01p>|<init>(Integer)|Shop', 'VARIABLE_SCOPE_BEGIN|[5]|this|Shop|true|false', 'VARIABLE_ASSIGNMENT|[5]|this|{"sold":0}|0xn', 'VARIABLE_SCOPE_BEGIN|[5]|first|Integer|false|false', 'VARIABLE_ASSIGNMENT|[5]|first|1',
      'STATEMENT_EXECUTE|[5]', 'VARIABLE_ASSIGNMENT|[5]|this.sold|1|0xn', 'CONSTRUCTOR_EXIT|[1]|<01p>|<init>(Integer)|Shop',
      'VARIABLE_SCOPE_BEGIN|[1]|s|Shop|true|false', 'VARIABLE_ASSIGNMENT|[1]|s|{"sold":1}|0xn', 'STATEMENT_EXECUTE|[2]',
      'METHOD_ENTRY|[2]|<01p>|Shop.sell(Integer, String)', 'VARIABLE_SCOPE_BEGIN|[8]|this|Shop|true|false', 'VARIABLE_ASSIGNMENT|[8]|this|{"sold":1}|0xn',
      'VARIABLE_SCOPE_BEGIN|[8]|amount|Integer|false|false', 'VARIABLE_ASSIGNMENT|[8]|amount|2', 'VARIABLE_SCOPE_BEGIN|[8]|name|String|false|false', 'VARIABLE_ASSIGNMENT|[8]|name|"x"',
      'STATEMENT_EXECUTE|[8]', 'VARIABLE_SCOPE_BEGIN|[8]|before|Integer|false|false', 'VARIABLE_ASSIGNMENT|[8]|before|1', 'STATEMENT_EXECUTE|[9]', 'VARIABLE_ASSIGNMENT|[9]|this.sold|3|0xn', 'STATEMENT_EXECUTE|[10]',
      'METHOD_EXIT|[2]|<01p>|Shop.sell(Integer, String)', 'VARIABLE_SCOPE_BEGIN|[2]|n|Integer|false|false', 'VARIABLE_ASSIGNMENT|[2]|n|1',
    ]);
  });

  it('names a test as a code unit, and its limits as a test\'s', () => {
    const [{ result }] = plain.runTests(['ShopTest.sells']) as [ReturnType<TestOrg['runTests']>[number]];
    const lines = shapeOf(result.log);
    assert.ok(lines.includes('CODE_UNIT_STARTED|[EXTERNAL]|<01p>|ShopTest.sells()'));
    assert.ok(lines.includes('TESTING_LIMITS'));
  });

  it('says nothing at NONE', () => {
    plain.executor.levels = Object.fromEntries(Object.keys(DEFAULT_LEVELS).map((category) => [category, 'NONE'])) as unknown as typeof DEFAULT_LEVELS;
    assert.deepEqual(plain.run("System.debug(1); insert new Account(Name = 'q');").log.split('\n').length, 2);
    plain.executor.levels = DEFAULT_LEVELS;
  });
});
