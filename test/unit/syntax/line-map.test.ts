import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { LineMap } from '../../../src/sandbox/apex/syntax/line-map.ts';

describe('line map', () => {
  const text = 'ab\ncd\r\n\re😀\n';
  const map = new LineMap(text);
  const positions = [[0, 1, 1], [2, 1, 3], [3, 2, 1], [6, 2, 4], [7, 3, 1], [8, 4, 1], [9, 4, 2], [11, 4, 4], [12, 5, 1]] as const;
  for (const [offset, line, column] of positions) {
    it(`offset ${offset} is ${line}:${column}`, () => {
      assert.deepEqual(map.position(offset), { line, column });
      assert.equal(map.offset(line, column), offset);
    });
  }
  it('counts lines', () => { assert.equal(map.lineCount, 5); });
  it('gives the nearest offset for positions outside', () => {
    assert.equal(map.offset(0, 1), 0);
    assert.equal(map.offset(99, 99), text.length);
  });
});
