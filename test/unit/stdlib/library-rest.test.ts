import { describe } from 'mocha';
import { programs } from '../language/programs.ts';
import { testClasses } from './test-classes.ts';

describe('the rest of the library', () => {
  programs([
    { name: 'types of collections by name', code: "List<SObject> l = (List<SObject>) Type.forName('List<Schema.Account >').newInstance(); System.debug(l.getSObjectType() + ' ' + Type.forName('Map<Id, SObject>') + ' ' + Type.forName('List<HttpRequest>') + ' ' + Type.forName('Set<Nothing>'));", prints: ['Account Map<Id,SObject> List<HttpRequest> null'] },
    { name: 'options are sorted by value, then label', code: "List<SelectOption> l = new List<SelectOption>{ new SelectOption('b', '1'), new SelectOption('a', '2'), new SelectOption('a', '1') }; l.sort(); System.debug(l[0].getLabel() + l[1].getLabel() + l[2].getValue());", prints: ['12b'] },
    { name: 'rows of a picklist that code makes', code: "VisualEditor.DynamicPickListRows r = new VisualEditor.DynamicPickListRows(); r.addRow(new VisualEditor.DataRow('b', 2, true)); r.addAllRows(new List<VisualEditor.DataRow>{ new VisualEditor.DataRow('a', 1) }); r.sort(); System.debug(r.size() + r.get(0).getLabel() + r.getDataRows()[1].isSelected() + r.containsAllRows());", prints: ['2atruetrue'] },
    { name: 'a null Blob is a null argument', code: 'Blob b; b.toString();', throws: 'System.NullPointerException: Argument cannot be null.' },
    { name: 'JSON that begins as a text is no list, whatever follows', code: "JSON.deserialize('\"}]', List<Contact>.class);", throws: "System.JSONException: Malformed JSON: Expected '[' at the beginning of List/Set at [line:1, column:2]" },
    { name: 'a class that is there to be extended', code: "VisualEditor.DynamicPickList d = new Choices(); System.debug(d.getDefaultValue().getLabel() + d.getValues().size());", prints: ['a1'] },
    { name: 'header keys come in the order of a hash table', code: "HttpResponse r = new HttpResponse(); r.setHeader('someKey', 'a'); r.setHeader('anotherKey', 'b'); System.debug(r.getHeaderKeys());", prints: ['(anotherKey, someKey)'] },
    { name: 'host names of the org', code: "System.debug(DomainCreator.getLightningHostname() + ' ' + DomainCreator.getVisualforceHostname(null) + ' ' + DomainCreator.getOrgMyDomainHostname());", prints: ['test.lightning.force.com test--c.vf.force.com test.example'] },
    { name: 'claims of a token', code: "Auth.JWT j = new Auth.JWT(); j.setSub('s'); j.setAud('a'); j.setValidityLength(60); j.setAdditionalClaims(new Map<String, Object>{ 'x' => 1 }); Map<String, Object> m = (Map<String, Object>) JSON.deserializeUntyped(j.toJSONString()); System.debug((String) m.get('sub') + m.get('aud') + m.get('x') + ((Integer) m.get('exp') - (Integer) m.get('iat')) + m.containsKey('iss'));", prints: ['sa160false'] },
    { name: 'a continuation takes three requests', code: "Continuation c = new Continuation(40); for (Integer i = 0; i < 3; i++) c.addHttpRequest(new HttpRequest()); System.debug(c.getRequests().size() + ' ' + c.timeout); c.addHttpRequest(new HttpRequest());", prints: ['3 40'], throws: 'System.LimitException: Too many continuation callouts: 4' },
  ], ["public class Choices extends VisualEditor.DynamicPickList { public override VisualEditor.DataRow getDefaultValue() { return new VisualEditor.DataRow('a', 1); } public override VisualEditor.DynamicPickListRows getValues() { VisualEditor.DynamicPickListRows r = new VisualEditor.DynamicPickListRows(); r.addRow(getDefaultValue()); return r; } }"]);
  testClasses([
    { name: 'a continuation goes on with what the test sets', code: "Waiting p = new Waiting(); Continuation c = (Continuation) p.begin(); HttpResponse r = new HttpResponse(); r.setBody('hi'); Test.setContinuationResponse(p.label, r); System.assertEquals('hi', p.label == null ? null : (String) Test.invokeContinuationMethod(p, c));" },
  ], ["public class Waiting { public String label; public Object begin() { Continuation c = new Continuation(10); c.continuationMethod = 'finish'; label = c.addHttpRequest(new HttpRequest()); return c; } public Object finish() { return Continuation.getResponse(label).getBody(); } }"]);
});
