import { describe } from 'mocha';
import { programs } from '../language/programs.ts';

const builder = (type: string, returns: string, formula: string): string => `Formula.builder().withType(${type}).withReturnType(FormulaEval.FormulaReturnType.${returns}).withFormula(${formula})`;
const FILES = {
  'objects/Account/fields/Rate__c.field-meta.xml': '<CustomField><fullName>Rate__c</fullName><type>Percent</type><precision>5</precision><scale>2</scale></CustomField>',
  'objects/Account/fields/Half__c.field-meta.xml': '<CustomField><fullName>Half__c</fullName><type>Number</type><precision>18</precision><scale>1</scale><formula>NumberOfEmployees / 2</formula></CustomField>',
  'objects/Account/fields/Lines__c.field-meta.xml': '<CustomField><fullName>Lines__c</fullName><type>Text</type><formula>Site &amp; BR() &amp; AccountNumber &amp; "  "</formula></CustomField>',
  'objects/Contact/fields/Firm__c.field-meta.xml': '<CustomField><fullName>Firm__c</fullName><type>Text</type><formula>UPPER(Account.Name)</formula></CustomField>',
};

describe('formulas in Apex', () => {
  programs([
    { name: 'over a record', code: `System.debug(${builder('Account.SObjectType', 'STRING', `'Name & " of " & Parent.Name & TEXT(Rate__c)'`)}.build().evaluate(new Account(Name = 'A', Rate__c = 50, Parent = new Account(Name = 'B'))));`, prints: ['A of B0.5'] },
    { name: 'over an object of a class', code: `Yacht y = new Yacht(); y.lengthInYards = 52; y.owner = new Account(Name = 'Acme');
      System.debug(${builder('Yacht.class', 'STRING', `'IF(lengthInYards < 100, "small", "super") & owner.Name'`)}.build().evaluate(y));
      System.debug(${builder('Yacht.class', 'DECIMAL', `'lengthInYards * 1.5'`)}.build().evaluate(y));
      System.debug(${builder('Yacht.class', 'INTEGER', `'guests + 1'`)}.treatNumericNullAsZero(true).build().evaluate(y));
      System.debug(${builder('Yacht.class', 'INTEGER', `'guests + 1'`)}.build().evaluate(y));
      System.debug(${builder('Yacht.class', 'BOOLEAN', `'launched = DATE(2020, 1, 2)'`)}.build().evaluate(new Yacht(Date.newInstance(2020, 1, 2))));`, prints: ['smallAcme', '78.0', '1', 'null', 'true'] },
    { name: 'a line break, and blanks at the end', code: "insert new Account(Name = 'A', Site = 's', AccountNumber = '7'); System.debug('[' + [SELECT Lines__c FROM Account].Lines__c + ']');", prints: ['[s<br>7]'] },
    { name: 'as a template', code: `System.debug(${builder('Contact.SObjectType', 'STRING', `'Dear {!FirstName} of "{!Account.Name}"'`)}.parseAsTemplate(true).build().evaluate(new Contact(FirstName = 'Al', Account = new Account(Name = 'Acme'))));`, prints: ['Dear Al of "Acme"'] },
    { name: 'referenced fields', code: `System.debug(${builder('Contact.SObjectType', 'STRING', `'LastName & Account.Name'`)}.build().getReferencedFields().equals(new Set<String>{ 'LastName', 'Account.Name' }));`, prints: ['true'] },
    { name: 'a field that does not exist', code: `${builder('Account.SObjectType', 'STRING', `'Nope__c'`)}.build();`, throws: 'System.FormulaValidationException: Field Nope__c does not exist. Check spelling.' },
    { name: 'a value that can not be worked out', code: `${builder('Account.SObjectType', 'DECIMAL', `'VALUE(Name)'`)}.build().evaluate(new Account(Name = 'x'));`, throws: 'System.FormulaEvaluationException: Invalid numeric value' },
    { name: 'recalculated fields', code: `Account a = new Account(NumberOfEmployees = 5, Name = 'Acme'); Contact c = new Contact(Account = a);
      List<FormulaRecalcResult> results = Formula.recalculateFormulas(new List<SObject>{ a, c }); System.debug(a.Half__c + ' ' + c.Firm__c + ' ' + results[0].isSuccess() + ' ' + (results[1].getSObject() === c));`, prints: ['2.5 ACME true true'] },
  ], ['global class Yacht { global Integer lengthInYards; global Integer guests; global Account owner; global Date launched; global Yacht() {} global Yacht(Date d) { launched = d; } }'], FILES);
});
