import { describe } from 'mocha';
import { programs } from '../language/programs.ts';
import { evaluations } from './evaluations.ts';

const debug = (...expressions: readonly string[]): string => expressions.map((expression) => `System.debug(${expression});`).join(' ');

describe('List', () => {
  evaluations([
    ['new List<Integer>{1, 2}.get(2)', '! System.ListException: List index out of bounds: 2'],
    ['new List<Integer>{1}[-1]', '! System.ListException: List index out of bounds: -1'],
    ['new List<Integer>{1}.get(null)', '! System.NullPointerException: Attempt to de-reference a null object'],
    ["new List<String>{'a'}.contains('A')", 'false'], ['new List<Integer>{1, null}.indexOf(null)', '1'],
    ['new List<Integer>{1, 2}.clone() == new List<Integer>{1, 2}', 'true'], ['new List<Integer>{1}.equals(null)', 'false'], ['new Integer[2]', '(null, null)'], ['new List<Integer>()', '()'],
    ['new List<Integer>(new Set<Integer>{3, 1})', '(3, 1)'], ['new List<Integer>{1, 2}.hashCode() == new List<Integer>{1, 2}.hashCode()', 'true'],
  ]);
  programs([
    { name: 'adds, inserts, removes', code: `List<Integer> l = new List<Integer>{1}; l.add(1, 3); l.add(1, 2); l.addAll(new Set<Integer>{4}); ${debug('l', 'l.remove(0)', 'l', 'l.isEmpty()')}`, prints: ['(1, 2, 3, 4)', '1', '(2, 3, 4)', 'false'] },
    { name: 'insertion past the end', code: 'List<Integer> l = new List<Integer>{1}; l.add(3, 1);', throws: 'System.ListException: List index out of bounds: 3' },
    { name: 'addAll of null', code: 'new List<Integer>().addAll((List<Integer>) null);', throws: 'System.NullPointerException: Attempt to de-reference a null object' },
    { name: 'sorts nulls first, texts by code unit', code: `List<Integer> l = new List<Integer>{3, null, 1}; l.sort(); List<String> t = new List<String>{'b', 'B', 'a'}; t.sort(); ${debug('l', 't')}`, prints: ['(null, 1, 3)', '(B, a, b)'] },
    { name: 'keys of a map are the map\'s', code: `Map<String, Integer> m = new Map<String, Integer>{'a' => 1, 'b' => 2, 'c' => 3}; Set<String> keys = m.keySet(); keys.remove('a'); m.keySet().retainAll(new Set<String>{'c', 'x'}); m.put('d', 4); ${debug('m')} ${debug('keys')} keys.add('own'); keys.remove('c'); ${debug('m')} ${debug('keys')} m.keySet().clear(); ${debug('m.isEmpty()')}`, prints: ['{c=3, d=4}', '{c, d}', '{c=3, d=4}', '{d, own}', 'true'] },
    { name: 'a map may change while its keys are gone through', code: "Map<String, Integer> m = new Map<String, Integer>{'a' => 1, 'b' => 2}; for (String key : m.keySet()) m.put(key, 9); for (String key : m.keySet()) m.remove(key); System.debug(m.isEmpty());", prints: ['true'] },
    { name: 'sorts by comparator', code: `List<Integer> l = new List<Integer>{1, 3, 2}; l.sort(new Down()); ${debug('l')}`, prints: ['(3, 2, 1)'] },
    { name: 'sorts by compareTo', code: `List<Sized> l = new List<Sized>{new Sized(2), new Sized(1)}; l.sort(); ${debug('l[0].size')}`, prints: ['1'] },
    { name: 'sorts only what compares', code: 'List<Down> l = new List<Down>{new Down(), new Down()}; l.sort();', throws: 'System.ListException: One or more of the items in this list is not Comparable' },
    { name: 'refuses change while iterated', code: 'List<Integer> l = new List<Integer>{1, 2}; for (Integer i : l) l.add(i);', throws: 'System.FinalException: Cannot modify a collection while it is being iterated.' },
    { name: 'iterator past the end', code: 'Iterator<Integer> i = new List<Integer>().iterator(); i.next();', throws: 'System.NoSuchElementException: Iterator has no more elements' },
    { name: 'refuses elements of another type', code: "List<Object> l = new List<Integer>(); l.add('x');", throws: 'System.TypeException: Collection store exception adding String to List<Integer>' },
  ], ['public class Down implements Comparator<Integer> { public Integer compare(Integer a, Integer b) { return b - a; } }', 'public class Sized implements Comparable { public Integer size; public Sized(Integer s) { size = s; } public Integer compareTo(Object o) { return size - ((Sized) o).size; } }']);
});

describe('Set and Map', () => {
  evaluations([
    ["new Set<String>{'b', 'a', 'b'}", '{b, a}'], ["new Set<String>{'a'}.contains('A')", 'false'], ['new Set<Decimal>{1.0, 1.00}.size()', '2'], ['new Set<Object>{1, 1L, 1.0}.size()', '3'],
    ['new Set<Integer>{1}.add(1)', 'false'], ['new Set<Integer>{1}.addAll(new List<Integer>{2})', 'true'], ['new Set<Integer>{1, 2}.retainAll(new Set<Integer>{2})', 'true'], ['new Set<Integer>{1}.removeAll(new Set<Integer>{2})', 'false'],
    ['new Set<Integer>{1}.addAll((List<Integer>) null)', '! System.NullPointerException: Argument 1 cannot be null'], ['new Set<Integer>{1, 2}.equals(new Set<Integer>{2, 1})', 'true'],
    ["new Map<String, Integer>{'b' => 1, 'a' => 2, 'b' => 3}", '{b=3, a=2}'], ['new Map<String, Integer>{null => 1}.get(null)', '1'], ["new Map<String, Integer>{'a' => 1}.put('a', 2)", '1'], ["new Map<String, Integer>{'a' => 1}.remove('b')", 'null'],
    ["new Map<String, Integer>{'a' => 1, 'b' => 2}.values()", '(1, 2)'], ["new Map<String, Integer>{'a' => 1}.keySet()", '{a}'], ["new Map<String, Integer>{'a' => 1} == new Map<String, Integer>{'a' => 1}", 'true'],
    ['new Map<List<Integer>, Integer>{new List<Integer>{1} => 5}.get(new List<Integer>{1})', '5'],
  ]);
  programs([{ name: 'putAll of records without an Id', code: "Map<Id, SObject> m = new Map<Id, SObject>(); m.putAll(new List<SObject>{ new Contact(LastName = 'a'), new Contact(LastName = 'b') }); System.debug(m.size() + ' ' + m.get(null).get('LastName'));", prints: ['1 b'] }, { name: 'putAll of null', code: 'new Map<String, Integer>().putAll((Map<String, Integer>) null);', throws: 'System.NullPointerException: Argument 1 cannot be null' }]);
});
