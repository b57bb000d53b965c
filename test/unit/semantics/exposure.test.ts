/** What is shown to other packages, to flows, Lightning components and subscribers. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { compiles, errorsAcross, type PackagedClass } from './compile.ts';

const OLD = '@Deprecated global class Old { }';
const invocable = (type: string, properties: string): string => `public class A { @InvocableVariable(${properties}) public ${type} b; }`;
const replica = (value: string): string => `global class A { @ReadOnly(useReplica='${value}') webservice static void b() { } }`;

describe('compiling: what others see of a class', () => {
  compiles({
    rejected: [
      [46, 'PageReference p = Page.Missing;', '1: Page does not exist: Missing'], [46, 'PageReference p =\n Page.acme__Missing;', '2: Page does not exist: acme__Missing'], [46, 'String s = Page.Invoice.getUrl();', '1: Page does not exist: Invoice'],
      [346, "@IsTest(testFor='ApexClass:Missing') class A { }", '1: Invalid value for property testFor expected Apex class Missing not found'],
      [346, "@IsTest(testFor='ApexClass:Dog, ApexTrigger:Missing') class A { }", '1: Invalid value for property testFor expected Apex trigger Missing not found'],
      [351, invocable('Integer', "defaultValue='a'"), "1: The data type of the value for the defaultValue annotation property doesn't match the data type of the 'Integer' variable. Specify a value with a data type of Integer"],
      [351, invocable('Boolean', "defaultValue='1'"), "1: The data type of the value for the defaultValue annotation property doesn't match the data type of the 'Boolean' variable. Specify a value with a data type of Boolean"],
      [351, invocable('Double', "defaultValue='1.5'"), "1: The data type of the value for the defaultValue annotation property doesn't match the data type of the 'Double' variable. Specify a value with a data type of Double"],
      [352, invocable('Date', "defaultValue='2024-01-01'"), "1: The defaultValue annotation property doesn't support the Date data type"],
      [352, invocable('List<String>', "defaultValue='a'"), "1: The defaultValue annotation property doesn't support the List<String> data type"],
      [352, invocable('Account', "defaultValue='a'"), "1: The defaultValue annotation property doesn't support the Account data type"],
      [353, invocable('Integer', "defaultValue=''"), '1: Specify a value for the defaultValue annotation property'], [353, invocable('String', "placeholderText=''"), '1: Specify a value for the placeholderText annotation property'],
      [354, "public class A { @InvocableMethod(configurationEditor='my editor') public static void b() { } }", '1: Invalid value for property configurationEditor: my editor is not a valid Lightning Web Component name'],
      [354, "public class A { @InvocableMethod(configurationEditor='editor') public static void b() { } }", '1: Invalid value for property configurationEditor: editor is not a valid Lightning Web Component name'],
      [367, 'public class A { @AuraEnabled public String name;\n @AuraEnabled public static String name() { return null; } }', '2: AuraEnabled method and variable cannot have the same name: name'],
      [368, 'public class A { @AuraEnabled public static void b() { }\n @AuraEnabled public static void b(String c) { } }', '2: Overload of AuraEnabled method: b overload is not permitted'],
      [392, "global class A implements Schedulable { @ReadOnly(useReplica='preferred') global void execute(SchedulableContext b) { } }", '1: ReadOnly methods with useReplica=preferred parameter must be declared as static'],
      [400, 'public class A { @NamespaceAccessible public void b() { } }', '1: *'], [400, 'public class A { @NamespaceAccessible public Integer b; }', '1: *'], [400, 'public class A { @NamespaceAccessible public Integer b { get; } }', '1: *'], [400, 'public class A { @NamespaceAccessible public A() { } }', '1: *'], [400, 'public class A {\n @NamespaceAccessible public class B { } }', '2: *'],
      [400, '@NamespaceAccessible public class A { @NamespaceAccessible @AuraEnabled public static void b() { } }', '1: *'],
      [417, `global class A { global static Old b() { return null; } }\n---\n${OLD}`, '1: Global methods must be deprecated when return type is deprecated: Old'],
      [417, `global class A { global static Map<Id, Old> b() { return null; } }\n---\n${OLD}`, '1: Global methods must be deprecated when return type is deprecated: Map<Id,Old>'],
      [418, `global class A { global static void b(Integer c, Old d) { } }\n---\n${OLD}`, '1: Global methods must be deprecated when parameter type is deprecated: Old'],
      [418, 'global class A { global static void b(List<C> d) { } @Deprecated global class C { } }', '1: Global methods must be deprecated when parameter type is deprecated: List<A.C>'],
      [419, `global class A {\n global Old b; }\n---\n${OLD}`, '2: Global fields must be deprecated when type is deprecated: Old'],
      [420, `global class A { webservice Old b; }\n---\n${OLD}`, '1: WebService fields must be deprecated when type is deprecated: Old'],
      [422, 'Object o = Package.Version.Request;', '1: Package.Version Requires a namespaced org'],
    ],
    accepted: [
      [46, 'PageReference p = Page.Welcome;'], [46, 'PageReference p = Page.acme__Invoice;'], [46, "PageReference p = Page.WELCOME; p.getParameters().put('id', '1'); String s = Page.welcome.getUrl();"], [46, "PageReference p = new PageReference('/apex/Missing');"],
      [346, "@IsTest(testFor='ApexClass:Dog') class A { }"], [346, "@IsTest(testFor='apexclass:dog, ApexClass:Animal') class A { }"], [346, "@IsTest(testFor='ApexTrigger:Orders') class A { }\n---\ntrigger Orders on Account (before insert) { }"],
      [351, invocable('Integer', "defaultValue='5'")], [351, invocable('Integer', "defaultValue='-5' required=true")], [351, invocable('Long', "defaultValue='5L'")], [351, invocable('Boolean', "defaultValue='TRUE'")], [351, invocable('Decimal', "defaultValue='1.50'")], [351, invocable('Double', "defaultValue='1.5D'")], [351, invocable('String', "defaultValue='anything' placeholderText='Type here'")],
      [352, invocable('Date', "label='When' description='x'")], [352, invocable('List<Account>', "placeholderText='Choose'")],
      [353, invocable('String', "label='' description=''")],
      [354, "public class A { @InvocableMethod(configurationEditor='c-my-editor') public static void b() { } }"], [354, "public class A { @InvocableMethod(configurationEditor='acme:myEditor') public static void b() { } }"], [355, "public class A { @InvocableMethod(iconName='slds:standard:account') public static void b() { } }"],
      [367, 'public class A { @AuraEnabled public String name; public static String name() { return null; } }'], [367, 'public class A { public String name; @AuraEnabled public static String name() { return null; } }'], [367, '// 54\npublic class A { @AuraEnabled public String name; @AuraEnabled public static String name() { return null; } }'],
      [368, 'public class A { @AuraEnabled public static void b() { } public static void b(String c) { } }'], [368, '// 54\npublic class A { @AuraEnabled public static void b() { } @AuraEnabled public static void b(String c) { } }'],
      [392, "global class A implements Schedulable { @ReadOnly(useReplica='never') global void execute(SchedulableContext b) { } }"], [392, replica('preferred')], [392, replica('never')], [394, 'public class A { @RemoteAction public static void b() { } }'], [394, 'global class A { @RemoteAction public static void b() { } }'],
      [400, '@NamespaceAccessible public class A { @NamespaceAccessible public A() { } @NamespaceAccessible public void b() { } @NamespaceAccessible protected Integer c; @NamespaceAccessible public Integer d { get; set; } @NamespaceAccessible public class E { } public void f() { } }'.replace('public class A', 'public virtual class A')],
      [400, 'global class A { @NamespaceAccessible public void b() { } @NamespaceAccessible public class C { } }'], [400, '@NamespaceAccessible public interface A { void b(); }'], [400, '@NamespaceAccessible public enum A { ONE }'], [400, '// 49\npublic class A { @NamespaceAccessible public void b() { } }'],
      [417, `global class A { @Deprecated global static Old b() { return null; } }\n---\n${OLD}`], [417, `global class A { public static Old b() { return null; } }\n---\n${OLD}`], [417, `@Deprecated global class A { global static Old b() { return null; } }\n---\n${OLD}`], [418, `global class A { @Deprecated global static void b(Old c) { } static void d(Old e) { } }\n---\n${OLD}`],
      [419, `global class A { @Deprecated global Old b; public Old c; private Old d; }\n---\n${OLD}`], [420, 'global class A { webservice Animal b; }'.replace('Animal', 'String')], [422, 'Version v = System.requestVersion(); Boolean b = v.major() > 1;'], [422, 'public class Package_x { Integer version; void a(Package_x b) { Integer c = b.version; } }'],
    ],
  });
});

describe('packages of one namespace', () => {
  const LIBRARY: PackagedClass = {
    namespace: 'acme', package: 'base',
    text: `@NamespaceAccessible public virtual class Tool {
      @NamespaceAccessible public Tool() { }
      public Tool(Integer size) { }
      @NamespaceAccessible public static void open() { }
      public static void internal() { }
      @NamespaceAccessible protected void inherited() { }
      @NamespaceAccessible public Integer size;
      public Integer hidden;
      @NamespaceAccessible public class Part { }
      public class Inside { }
    }`,
  };
  const others: readonly PackagedClass[] = [
    LIBRARY, { namespace: 'acme', package: 'base', text: 'public class Secret { public static void run() { } }' }, { namespace: 'acme', package: 'base', text: '@NamespaceAccessible public interface Job { void work(); }' },
    { namespace: 'acme', package: 'base', text: 'global class Shown { global static void run() { } }' },
  ];
  const caller = (namespace: string | null, name: string | undefined, body: string): PackagedClass => ({ namespace, ...(name === undefined ? {} : { package: name }), text: `public class Caller extends acme.Tool { void run() { ${body}\n} }` });
  const TABLE: readonly (readonly [body: string, ...errors: string[]])[] = [
    ['Tool.open();'], ['new Tool();'], ['Integer i = new Tool().size;'], ['inherited();'], ['Tool.Part p = new Tool.Part();'], ['Shown.run();'], ['Job j; j.work();'], ['acme.Tool.open();'],
    ['Tool.internal();', '1: Method is not visible: void acme.Tool.internal()'], ['Integer i = new Tool().hidden;', '1: Variable is not visible: hidden'], ['Secret s;', '1: Type is not visible: Secret'], ['Tool.Inside i;', '1: Type is not visible: Tool.Inside'],
  ];
  for (const [body, ...errors] of TABLE) it(`${errors.length ? 'refuses' : 'accepts'} in another package: ${body}`, () => { assert.deepEqual(errorsAcross([caller('acme', 'extension', body), ...others]), errors); });
  for (const [body] of TABLE) it(`accepts in the same package: ${body}`, () => { assert.deepEqual(errorsAcross([caller('acme', 'base', body), ...others]), []); });
  it('are closed to other namespaces', () => {
    assert.deepEqual(errorsAcross([{ namespace: 'beta', package: 'extension', text: 'public class Caller { void run() { acme.Tool.open(); acme.Shown.run(); } }' }, ...others]), ['1: Method is not visible: void acme.Tool.open()']);
  });
});
