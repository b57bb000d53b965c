/** A value with something in it: lists its children in pages, and may take new values for them. Lives for one pause. */
import type { ApexValue } from '../../apex/runtime/contract.ts';

export interface Child {
  readonly name: string;
  readonly value: ApexValue;
  /** Declared type, as Apex prints it. */
  readonly type: string;
  /** Apex expression for it in the frame; null if there is none. */
  readonly evaluateName: string | null;
  readonly isReadOnly: boolean;
  readonly kind: 'property' | 'data' | 'virtual' | 'class' | null;
  /** What the value looks like where no Apex value is behind it. */
  readonly text?: string;
  /** A container that isn't the value's own: groups of children, or the value itself once somebody asks for it (`isLazy`). */
  readonly container?: Container;
  readonly isLazy?: boolean;
}

export interface Page { readonly start: number; readonly count: number; readonly filter: 'indexed' | 'named' | null }

export interface Container {
  readonly namedCount: number;
  readonly indexedCount: number;
  children(page: Page): readonly Child[];
  /** A child by its name, without making the others where there may be many. */
  child(name: string): Child | null;
  /** The declared type of a child that can be set; null if it can't. */
  targetType(name: string): string | null;
  set(name: string, value: ApexValue): void;
  /** Looks at a child again while the thread runs: cheap, and undefined once it is gone for good. Null: it can't be watched. */
  reader(name: string): (() => ApexValue | undefined) | null;
}

/** A page of named children that were all made anyway. */
export function pageOf(children: readonly Child[], page: Page): readonly Child[] {
  return page.filter === 'indexed' ? [] : children.slice(page.start, page.start + page.count);
}

export function childNamed(children: readonly Child[], name: string): Child | null {
  const wanted = name.toLowerCase();
  return children.find(child => child.name.toLowerCase() === wanted) ?? null;
}
