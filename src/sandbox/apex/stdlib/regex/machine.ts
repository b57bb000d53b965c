import { isBoundaryWord } from './character-sets.ts';
import type { Anchor } from './syntax.ts';

/** How often one matching may look at its text, as the platform bounds it. */
export const ACCESS_LIMIT = 1_000_000;

/** Thrown when a matching has looked at its text too often or nests too deep. */
export class TooComplicated extends Error {}

/** What a matching works on: the text, its bounds, the groups found so far and what it noticed of the end. */
export class Machine {
  text = '';
  /** Bounds of the region that matches lie in. */
  from = 0;
  to = 0;
  /** Bounds that anchors and lookarounds see. */
  anchorFrom = 0;
  anchorTo = 0;
  lookFrom = 0;
  lookTo = 0;
  /** Start and end of each group, -1 if it took no part. */
  groups: number[] = [];
  /** Count and last start of each loop. */
  counts: number[] = [];
  starts: number[] = [];
  previousEnd = 0;
  /** Where the innermost accepted body ended. */
  accepted = 0;
  /** Only a match that ends at the region's end counts. */
  mustEnd = false;
  hitEnd = false;
  requireEnd = false;
  accesses = 0;

  charge(): void {
    if (++this.accesses > ACCESS_LIMIT) throw new TooComplicated();
  }

  /** The code point at `i`, -1 at the end of the region. */
  read(i: number): number {
    if (i >= this.to) {
      this.hitEnd = true;
      return -1;
    }
    this.charge();
    const c = this.text.charCodeAt(i);
    if (c < 0xd800 || c > 0xdbff || i + 1 >= this.to) return c;
    return this.text.codePointAt(i)!;
  }

  /** The code point that ends at `i`, -1 at the start. */
  before(i: number): number {
    if (i <= this.lookFrom) return -1;
    this.charge();
    const c = this.text.charCodeAt(i - 1);
    if (c < 0xdc00 || c > 0xdfff || i - 2 < this.lookFrom) return c;
    const pair = this.text.codePointAt(i - 2)!;
    return pair > 0xffff ? pair : c;
  }

  private isLineEnd(c: number, isUnixLines: boolean): boolean {
    return c === 10 || (!isUnixLines && (c === 13 || c === 0x85 || c === 0x2028 || c === 0x2029));
  }

  holds(anchor: Anchor, i: number, isUnixLines: boolean): boolean {
    switch (anchor) {
      case 'begin': return i === this.anchorFrom;
      case 'end': return this.atEnd(i);
      case 'previousEnd': return i === this.previousEnd;
      case 'boundary': return this.isBoundary(i);
      case 'notBoundary': return !this.isBoundary(i);
      case 'lineBegin': {
        if (i === this.anchorFrom) return true;
        if (i >= this.anchorTo) {
          this.hitEnd = true;
          return false;
        }
        const c = this.text.charCodeAt(i - 1);
        // Between the two characters of one line end there is no line.
        return this.isLineEnd(c, isUnixLines) && !(c === 13 && this.text.charCodeAt(i) === 10);
      }
      case 'lineEnd': {
        if (i >= this.anchorTo) return this.atEnd(i);
        const c = this.text.charCodeAt(i);
        return this.isLineEnd(c, isUnixLines) && !(c === 10 && !isUnixLines && i > this.anchorFrom && this.text.charCodeAt(i - 1) === 13);
      }
      case 'finalEnd': {
        if (i >= this.anchorTo) return this.atEnd(i);
        const c = this.text.charCodeAt(i);
        const isLast = i === this.anchorTo - 1 && this.isLineEnd(c, isUnixLines) && !(c === 10 && !isUnixLines && i > this.anchorFrom && this.text.charCodeAt(i - 1) === 13);
        const isPair = !isUnixLines && i === this.anchorTo - 2 && c === 13 && this.text.charCodeAt(i + 1) === 10;
        if (isLast || isPair) {
          this.hitEnd = true;
          this.requireEnd = true;
        }
        return isLast || isPair;
      }
    }
  }

  private atEnd(i: number): boolean {
    if (i < this.anchorTo) return false;
    this.hitEnd = true;
    this.requireEnd = true;
    return true;
  }

  private isBoundary(i: number): boolean {
    const left = this.before(i);
    let right = -1;
    if (i < this.lookTo) {
      this.charge();
      right = this.text.codePointAt(i)!;
    } else {
      this.hitEnd = true;
      this.requireEnd = true;
    }
    return (left >= 0 && isBoundaryWord(left)) !== (right >= 0 && isBoundaryWord(right));
  }
}
