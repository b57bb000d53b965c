/** What follows from the status of a record, and the objects that list the statuses. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';
import { projectFolder } from '../../support/folders.ts';

const rows = (org: TestOrg, code: string): readonly string[] => {
  const { output, exception } = org.run(code);
  assert.equal(exception, null);
  return output;
};
const show = (fields: string, from: string): string => `for (SObject row : [SELECT ${fields} FROM ${from}]) System.debug(String.join(new List<Object>{ ${fields.split(', ').map((name) => `row.get('${name}')`).join(', ')} }, ' | '));`;

describe('statuses of standard objects', () => {
  let org: TestOrg;
  before(() => { org = openTestOrg({ classes: ['public class Empty {}'] }); });
  after(() => org.close());
  const table: readonly (readonly [name: string, code: string, prints: readonly string[]])[] = [
    ['a stage gives probability, forecast and expected revenue',
      `insert new Opportunity(Name = 'O', StageName = 'Value Proposition', CloseDate = Date.newInstance(2026, 11, 2), Amount = 300); ${show('Probability, ForecastCategory, ForecastCategoryName, ExpectedRevenue, IsClosed, IsWon, FiscalYear, FiscalQuarter, Fiscal', 'Opportunity')}`,
      ['50 | Pipeline | Pipeline | 150.00 | false | false | 2026 | 4 | 2026 4']],
    ['a probability of its own stays until the stage changes',
      `Opportunity o = new Opportunity(Name = 'O', StageName = 'Prospecting', CloseDate = Date.today(), Probability = 33); insert o; update o; ${show('Probability', 'Opportunity')} o.Probability = null; o.StageName = 'Closed Won'; update new Opportunity(Id = o.Id, StageName = 'Closed Won'); ${show('Probability, IsClosed, IsWon, ForecastCategoryName', 'Opportunity')}`,
      ['33', '100 | true | true | Closed']],
    ['tasks and cases are closed by theirs',
      `insert new Task(Status = 'Completed', Priority = 'High'); insert new Case(Status = 'Closed'); ${show('IsClosed, IsHighPriority', 'Task')} ${show('IsClosed', 'Case')}`, ['true | true', 'true']],
    ['stages are rows', show('MasterLabel, DefaultProbability, IsWon, SortOrder', 'OpportunityStage WHERE IsClosed = true AND IsActive = true ORDER BY SortOrder'), ['Closed Won | 100 | true | 9', 'Closed Lost | 0 | false | 10']],
    ['so are other statuses', `${show('MasterLabel', 'TaskStatus WHERE IsClosed = true')} ${show('MasterLabel', 'LeadStatus WHERE IsConverted = true')} ${show('ApiName', 'CaseStatus WHERE IsDefault = true')} ${show('ApiName', 'TaskPriority WHERE IsHighPriority = true')} ${show('StatusCode', "ContractStatus WHERE ApiName = 'In Approval Process'")}`,
      ['Completed', 'Closed - Converted', 'New', 'High', 'InApproval']],
  ];
  for (const [name, code, prints] of table) it(name, () => assert.deepEqual(rows(org, `Savepoint before = Database.setSavepoint(); ${code} Database.rollback(before);`), prints));

  it('are what the project says', () => {
    const stage = (name: string, parts: string): string => `<standardValue><fullName>${name}</fullName><default>false</default><label>${name}</label>${parts}</standardValue>`;
    const folder = projectFolder({ 'standardValueSets/OpportunityStage.standardValueSet-meta.xml': `<StandardValueSet>${stage('Open', '<closed>false</closed><won>false</won><probability>5</probability><forecastCategory>BestCase</forecastCategory>')}${stage('Done', '<closed>true</closed><won>true</won><probability>100</probability><forecastCategory>Closed</forecastCategory>')}</StandardValueSet>` });
    const own = openTestOrg({ projects: [{ directory: folder, namespace: null }] });
    assert.deepEqual(rows(own, show('MasterLabel, IsWon', 'OpportunityStage')), ['Open | false', 'Done | true']);
    assert.deepEqual(rows(own, `insert new Opportunity(Name = 'O', StageName = 'Open', CloseDate = Date.today()); ${show('Probability, ForecastCategoryName, IsClosed', 'Opportunity')}`), ['5 | Best Case | false']);
    own.close();
    rmSync(folder, { recursive: true });
  });
});
