import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseAnonymous, parseCompilationUnit, parseSoql } from '../../../src/sandbox/apex/syntax/parser.ts';
import { childrenOf, collectBinds, walk } from '../../../src/sandbox/apex/syntax/walk.ts';
import { readSamples } from '../../conformance/parser/samples.ts';
import { checkNesting, checkPositions } from './support/invariants.ts';

describe('syntax tree', () => {
  for (const { name, kind, text } of readSamples()) {
    it(`has every node of ${name} inside its parent, in order`, () => {
      const { tree, errors } = kind === 'anonymous' ? parseAnonymous(text) : parseCompilationUnit(text);
      assert.deepEqual(errors, []);
      checkPositions(text, [tree], errors);
      // The roots of files span what belongs to them; Execute Anonymous has no tokens of its own.
      checkNesting(text, kind === 'anonymous' ? [...childrenOf(tree)] : [tree]);
    });
  }

  it('is walked parents first, without what the visitor declines', () => {
    const { tree } = parseAnonymous('f(a, g(b)); h(c);');
    const calls: string[] = [];
    walk(tree, (node) => {
      if (node.kind !== 'CallExpression') return true;
      const { name } = (node as unknown as { name: { name: string } }).name;
      calls.push(name);
      return name !== 'f';
    });
    assert.deepEqual(calls, ['f', 'h']);
  });

  it('is walked however deep it is', () => {
    const { tree } = parseAnonymous(`a = ${'b + '.repeat(1999)}c;`);
    let names = 0;
    walk(tree, (node) => { if (node.kind === 'NameExpression') names++; });
    assert.equal(names, 2001);
  });

  it('gives the binds of a query in the order of the text', () => {
    const { tree } = parseSoql('SELECT Id, (SELECT Id FROM Contacts WHERE A = :a) FROM B WHERE C IN :b AND (D = :c.d OR E = 1) LIMIT :e');
    assert.deepEqual(collectBinds(tree).map((bind) => bind.start), [...'SELECT Id, (SELECT Id FROM Contacts WHERE A = :a) FROM B WHERE C IN :b AND (D = :c.d OR E = 1) LIMIT :e'.matchAll(/:/g)].map((match) => match.index));
  });
});
