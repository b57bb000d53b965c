// Makes src/sandbox/apex/stdlib/catalogue/standard-library.txt from a list of published signatures (arguments: their paths).
// Kept: one block a type, one line a member. Dropped: what every type has (clone), lines that aren't members, and types
// that additions.txt states itself.
import { readFileSync, writeFileSync } from 'node:fs';

const sources = process.argv.slice(2);
if (sources.length === 0) {
  console.error('usage: node scripts/generate-catalogue.mjs PATH-OF-SIGNATURES…');
  process.exit(2);
}
const folder = new URL('../src/sandbox/apex/stdlib/catalogue/', import.meta.url);
const additions = readFileSync(new URL('additions.txt', folder), 'utf8');
const replaced = new Set([...additions.matchAll(/^(?:class|interface|enum) ([\w.]+)/gm)].filter((m) => !additions.includes(`# extends ${m[1]}\n`)).map((m) => m[1].toLowerCase()));

const blocks = sources.map((source) => readFileSync(source, 'utf8').trim()).join('\n').split(/\n(?=(?:class|interface|enum) )/);
// Return types that the published list states without their List or Map.
const corrections = [
  ['  Schema.ChildRelationship getChildRelationships()', '  List<Schema.ChildRelationship> getChildRelationships()'],
  ['  Schema.RecordTypeInfo getRecordTypeInfosById()', '  Map<Id,Schema.RecordTypeInfo> getRecordTypeInfosById()'],
  ['  Schema.RecordTypeInfo getRecordTypeInfosByName()', '  Map<String,Schema.RecordTypeInfo> getRecordTypeInfosByName()'],
  ['  static String communitiesLanding()', '  static System.PageReference communitiesLanding()'],
  ['  System.SelectOption getListViewOptions()', '  List<System.SelectOption> getListViewOptions()'],
  ['  object reset()', '  Matcher reset()'],
  ['  object region(Integer start, Integer end)', '  Matcher region(Integer start, Integer end)'],
  ['  object pattern()', '  Pattern pattern()'],
  ['  object usePattern(Pattern pattern)', '  Matcher usePattern(Pattern pattern)'],
  ['  object useAnchoringBounds(Boolean b)', '  Matcher useAnchoringBounds(Boolean b)'],
];
// Supertypes that the published list leaves out.
const heads = new Map(Object.entries({
  'class System.StaticResourceCalloutMock': ' implements System.HttpCalloutMock', 'class System.MultiStaticResourceCalloutMock': ' implements System.HttpCalloutMock',
  'class Metadata.CustomMetadata': ' extends Metadata.Metadata', 'class Metadata.Layout': ' extends Metadata.Metadata',
}));
// Members that the published list leaves out: constants, overloads, and what Math has for whole numbers.
const left = {
  'class VisualEditor.DynamicPickListRows': ['  new()'],
  'class DataWeave.Script': ['  static dataweave.Script createScript(String scriptName)'],
  'class Flow.Interview': ['  new(Map<String,Object> inputVariables)'],
  'class ApexPages.StandardController': ['  System.PageReference delete()'],
  'class System.Search': ['  static List<List<SObject>> query(String query)'],
  'enum System.Quiddity': ['  = IOT', '  = UNDEFINED'],
  'class System.Math': [
    '  static Double PI', '  static Double E',
    ...['acos', 'asin', 'atan', 'cbrt', 'ceil', 'cos', 'cosh', 'exp', 'floor', 'log', 'log10', 'rint', 'signum', 'sin', 'sinh', 'sqrt', 'tan', 'tanh'].map((name) => `  static Double ${name}(Long longValue)`),
    '  static Long roundToLong(Long longValue)',
  ],
};
// The published list gives some enums of ConnectApi a suffix that they don't have in code.
const declared = new Set(blocks.map((block) => block.split(/\s/)[1].toLowerCase()));
const suffixed = [...new Set(blocks.map((block) => /^enum (ConnectApi\.\w+)Enum\n/.exec(block)?.[1]).filter((name) => name && !declared.has(name.toLowerCase())))];
const suffix = new RegExp(`\\b(${suffixed.map((name) => name.replace('.', '\\.')).join('|')})Enum\\b`, 'g');
const correct = (line) => corrections.find(([from]) => from === line)?.[1] ?? line;
const out = [];
for (const block of blocks) {
  const [head, ...members] = block.trimEnd().replaceAll(suffix, '$1').split('\n');
  if (replaced.has(head.split(' ')[1].toLowerCase())) continue;
  const kept = members.filter((line) => line.trim() && line !== '  Object clone()' && !/^ {2}[\w.<>,[\]]+ *$/.test(line));
  const [first, ...rest] = kept.map(correct);
  out.push([head + (heads.get(head) ?? ''), ...new Set([...(left[head] ? [first, ...left[head]] : [first]), ...rest])].filter((line) => line !== undefined).join('\n'));
}
writeFileSync(new URL('standard-library.txt', folder), `${out.join('\n')}\n`);
console.log(`${out.length} types`);
