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

describe('files that extend each other\'s classes in a circle', () => {
  const CLASSES = [
    "public virtual class Top { public class Part extends Leaf { } public static Top make() { return new Part(); } public virtual String go() { return 'top'; } }",
    "public virtual class Middle extends Top { public virtual class Core extends Middle { public override String go() { return 'core ' + super.go(); } } }",
    "public virtual class Leaf extends Middle.Core { public override String go() { return 'leaf ' + super.go(); } }",
  ];
  // An org each: which class comes first matters.
  for (const [first, printed] of [['Top.make()', 'leaf core top'], ['new Middle()', 'top'], ['new Leaf()', 'leaf core top'], ['new Middle.Core()', 'core top'], ['new Top.Part()', 'leaf core top']] as const) {
    describe(`with ${first} first`, () => {
      programs([{ name: 'all are there', code: `System.debug(${first}.go()); System.debug(Top.make() instanceof Middle.Core);`, prints: [printed, 'true'] }], CLASSES);
    });
  }
});
