/**
 * The code with which a method of debuggable code keeps its frame on the shadow stack, so that the debugger sees each local
 * wherever it may look: at a statement whose flag is set, where an exception comes by, and in the frames further out of a call.
 *
 * Storing every assignment costs more than most statements, so code that calls nobody doesn't: its locals stay in
 * JavaScript's variables, and the frame's copy is brought up to date on the cold paths alone, where the debugger is asked. That is a
 * whole method, which then has no frame before somebody looks, or else each of its loops. Everything else stores as it goes:
 * a callee's stop may show the frame, and change it, at any call.
 *
 * The names: `b` base of the frame, `p` the statement being run, `V` the shadow stack, `B` the statements' flags, `F` those flags
 * while any is set and null otherwise, which is all that a statement looks at then.
 */
import type { BoundStatement } from '../semantics/bound.ts';
import type { LocalSymbol, TypeSymbol } from '../semantics/types.ts';
import { isVisibleAt, LOCALS, SELF, STATEMENT } from '../runtime/frame-layout.ts';
import { isCallFree } from './call-free.ts';
import type { UnitWriter } from './unit-writer.ts';
import { walk } from './walk.ts';

/** A local's place on the shadow stack, in code that has its frame's base as `b`. */
export const frameSlot = (local: LocalSymbol): string => `V[b + ${LOCALS + local.index}]`;

const PLACE = `V[b + ${STATEMENT}] = p;`;

export interface FrameOptions {
  readonly methodId: number;
  readonly body: readonly BoundStatement[];
  readonly locals: readonly LocalSymbol[];
  /** How many of the locals, the first ones, are parameters. */
  readonly parameters: number;
  /** JavaScript for `this`. */
  readonly self: string;
  /** The class whose statics are there while the method runs. */
  readonly initialised: TypeSymbol | null;
}

export class FrameWriter {
  private readonly unit: UnitWriter;
  private readonly options: FrameOptions;
  private readonly entry: string;
  /** The method calls nobody: its frame is pushed late, if at all. */
  private readonly isLate: boolean;
  private inQuietLoop = false;
  private finallyDepth = 0;
  /** Locals that loops so far leave behind in the frame while they run. */
  private readonly behind = new Set<LocalSymbol>();

  constructor(unit: UnitWriter, options: FrameOptions) {
    this.unit = unit;
    this.options = options;
    this.entry = unit.constant('Y', `$.methodEntry(${options.methodId})`);
    // The log is told of each call and each new value.
    this.isLate = unit.shape !== 'traced' && options.body.every((statement) => isCallFree(statement, options.initialised));
  }

  /** Assignments are stored in the frame as they happen. */
  get isStored(): boolean {
    return !this.isLate && !this.inQuietLoop;
  }

  /** The whole method: `body` writes its statements. */
  method(body: () => void): void {
    const { unit } = this;
    const first = unit.statements.length;
    const isTraced = unit.shape === 'traced';
    if (this.isLate) unit.line(`let b = -1, p = ${first};`);
    else {
      unit.line(`let p = ${first}; ${this.push()}`);
      if (isTraced) unit.line('$.traceEnter(b);');
    }
    unit.block('try {', body);
    unit.line(`catch (x) { ${this.leaving()} }`);
    unit.line(this.isLate ? 'finally { if (b >= 0) G.end = b; }' : `finally { ${isTraced ? '$.traceLeave(b); ' : ''}G.end = b; }`);
  }

  /** An exception leaves the method. Short where the frame is late: the engine inlines small methods only. */
  private leaving(): string {
    const { locals, self } = this.options;
    if (!this.isLate) return `${this.caughtUp(locals)} $.passes(x, b); throw x;`;
    return `throw $.leavesLate(${['x', 'b', this.entry, self, 'p', ...locals.map((local) => `v${local.index}`)].join(', ')});`;
  }

  /** Before a statement that starts at `start`: where its flag is set, asks the debugger and takes over locals that it changed. */
  stop(id: number, start: number, isCalling: boolean): string {
    // Elsewhere a change may have been made while another statement ran, in whose callee the thread stopped.
    const seen = this.isLate ? this.options.locals.filter((local) => isVisibleAt(local, start)) : this.options.locals;
    const place = this.unit.shape === 'traced' ? `${PLACE} $.traceStatement(b); ` : isCalling ? `${PLACE} ` : '';
    return `p = ${id}; ${place}if (F !== null && F[${id}] !== 0) { ${this.caughtUp(seen, this.inQuietLoop)} ${asked('G.hook.atStatement(b)', seen)} }`;
  }

  /** Before calls outside of any statement: which one has run last is known only there. */
  place(): string {
    return this.isLate ? '' : PLACE;
  }

  /** Writes what JavaScript's `try` guards; what the handler of an exception `x` has to begin with. */
  guarded(write: () => void): string {
    write();
    return `${this.caughtUp(this.options.locals)} ${asked('$.passes(x, b)', this.options.locals)}`;
  }

  /** Writes what has a `finally` behind it. */
  beforeFinally(write: () => void): void {
    this.finallyDepth++;
    write();
    this.finallyDepth--;
  }

  /** A loop: one that calls nobody leaves the frame's copy behind while it runs. */
  loop(node: BoundStatement, write: () => void): void {
    // A `return` inside would come to a `finally` without having caught up.
    const isQuiet = this.isStored && this.unit.shape !== 'traced' && this.finallyDepth === 0 && node.range !== null && isCallFree(node, this.options.initialised);
    if (!isQuiet) {
      write();
      return;
    }
    for (const local of writtenIn(node)) this.behind.add(local);
    this.inQuietLoop = true;
    write();
    this.inQuietLoop = false;
    const kept = writtenIn(node).filter((local) => local.isParameter || local.scopeStart <= node.range!.start);
    if (kept.length) this.unit.line(stores(kept));
  }

  /** Brings the frame up to date. What the debugger has changed in it meanwhile stands: the code takes that over. */
  private caughtUp(locals: readonly LocalSymbol[], isBehind = this.behind.size > 0): string {
    if (this.isLate) return `b = $.enterLate(b, ${this.entry}, ${this.options.self}); ${PLACE} ${stores(locals)}`;
    return isBehind ? `${PLACE} if (!$.isEdited(b)) { ${stores([...this.behind])} }` : PLACE;
  }

  /** The frame's slots in the order of `frame-layout.ts`. Nothing here can throw: the frame is popped by what follows. */
  private push(): string {
    const { locals, parameters, self } = this.options;
    const values = [`V[b] = ${this.entry}`, `V[b + ${STATEMENT}] = p`, `V[b + ${SELF}] = ${self}`, ...locals.map((local, i) => `${frameSlot(local)} = ${i < parameters ? `v${local.index}` : 'null'}`)];
    return `const b = G.end; G.end = b + ${LOCALS + locals.length}; ${values.join('; ')};`;
  }
}

const stores = (locals: readonly LocalSymbol[]): string => locals.map((local) => `${frameSlot(local)} = v${local.index};`).join(' ');

/** Asks the debugger, which says whether it has changed locals. */
function asked(question: string, locals: readonly LocalSymbol[]): string {
  return locals.length ? `if (${question}) { ${locals.map((local) => `v${local.index} = ${frameSlot(local)};`).join(' ')} }` : `${question};`;
}

/** Locals that a statement declares or gives another value. */
function writtenIn(statement: BoundStatement): readonly LocalSymbol[] {
  const found = new Set<LocalSymbol>();
  walk(statement, (node) => {
    const { target, pattern } = node as { readonly target?: { readonly kind: string; readonly local: LocalSymbol }; readonly pattern?: { readonly local: LocalSymbol } | null };
    if (target?.kind === 'local') found.add(target.local);
    if (pattern) found.add(pattern.local);
    // What isn't read or assigned is declared: by a statement, a loop's head or a `catch`.
    if ('local' in node && (node.kind !== 'local' || 'initializer' in node)) found.add(node.local as LocalSymbol);
  });
  return [...found];
}
