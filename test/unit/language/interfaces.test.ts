import { describe } from 'mocha';
import { programs } from './programs.ts';

describe('methods of interfaces', () => {
  programs([
    { name: 'a List of the declaration goes to the implementation that takes any Iterable', code: 'Filter f = new AnyFilter(); System.debug(f.isIn(new List<Integer>{ 1, 2 })); System.debug(f.isIn(new List<String>{ \'a\' }));', prints: ['iterable', 'strings'] },
  ], [
    'public interface Filter { String isIn(Iterable<Object> all); String isIn(List<Object> all); String isIn(List<String> all); }',
    "public class AnyFilter implements Filter { public String isIn(Iterable<Object> all) { return 'iterable'; } public String isIn(List<String> all) { return 'strings'; } }",
  ]);
});
