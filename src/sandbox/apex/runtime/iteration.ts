import type { ApexValue } from './contract.ts';
import { fail, failNull } from './exception.ts';
import type { LoopSource } from './data-access.ts';
import { ApexList } from './list.ts';
import { ApexSet } from './map.ts';
import { callSlot, hasSlot } from './object.ts';

const MODIFIED = 'Cannot modify a collection while it is being iterated.';

/** Iterates a List, a Set, or an object with iterator(); notices changes of the collection made meanwhile. */
export function iterate(source: ApexValue): LoopSource {
  if (source === null) failNull();
  if (source instanceof ApexList) {
    let at = 0;
    const { changes } = source;
    return {
      next(): ApexValue | undefined {
        if (at >= source.items.length) return undefined;
        if (source.changes !== changes) fail('System.FinalException', MODIFIED);
        return source.items[at++];
      },
    };
  }
  if (source instanceof ApexSet) {
    const values = source.values();
    const { changes } = source;
    return {
      next(): ApexValue | undefined {
        const step = values.next();
        if (step.done) return undefined;
        if (source.changes !== changes) fail('System.FinalException', MODIFIED);
        return step.value;
      },
    };
  }
  if (hasSlot(source, 'iterator$')) return iterateWith(callSlot(source as object, 'iterator$'));
  if (hasSlot(source, 'hasnext$')) return iterateWith(source);
  const own = (source as { iterate?: () => LoopSource }).iterate;
  return own ? own.call(source) : fail('System.TypeException', 'Value is not Iterable');
}

/** An Iterator: a user's object, or the library's. */
function iterateWith(iterator: ApexValue): LoopSource {
  if (iterator === null) failNull();
  if (hasSlot(iterator, 'hasnext$')) {
    return { next: () => (callSlot(iterator as object, 'hasnext$') === true ? callSlot(iterator as object, 'next$') : undefined) };
  }
  return (iterator as LoopSource & { next(): ApexValue | undefined });
}

/** `System.Iterator` over a collection of the library. */
export class ApexIterator {
  private readonly source: LoopSource;
  private ahead: ApexValue | undefined;
  constructor(source: LoopSource) {
    this.source = source;
    this.ahead = undefined;
    this.pull();
  }
  private pull(): void { this.ahead = this.source.next(); }
  get hasNext(): boolean { return this.ahead !== undefined; }
  take(): ApexValue {
    if (this.ahead === undefined) fail('System.NoSuchElementException', 'Iterator has no more elements');
    const value = this.ahead;
    this.pull();
    return value;
  }
  /** In the form of generated loops. */
  next(): ApexValue | undefined {
    return this.hasNext ? this.take() : undefined;
  }
}
