/** What can be asked of a paused thread. One `Pause` per stop: its frame ids and references die with it. */
import type { DebugExceptionInfo, DebugScope, DebugStackFrame, DebugStopView, DebugVariable } from '../../protocol/debug.ts';
import { ApexException } from '../apex/runtime/exception.ts';
import type { ApexValue } from '../apex/runtime/contract.ts';
import type { Frame } from './contract.ts';
import { AgentError } from './agent-error.ts';
import type { DataWatches } from './data-watches.ts';
import { frameName, framesFrom } from './frame-names.ts';
import type { Handles } from './handles.ts';
import { TRIAL_MS } from './host.ts';
import type { AgentHost } from './host.ts';
import type { AgentCommand, AgentResults, EvaluationArtefact, FrameContext } from './messages.ts';
import { scopesOf } from './scopes.ts';
import type { Child, Container } from './values/container.ts';
import type { Presenter } from './values/present.ts';

/** Bounds of what comes with a stop. */
const VIEW_FRAMES = 20;
const VIEW_VARIABLES = 100;

export type Handle =
  | { readonly kind: 'frame'; readonly frame: Frame; readonly isInnermost: boolean }
  | { readonly kind: 'container'; readonly container: Container; readonly frame: Frame };

export interface StoppedException { readonly exception: ApexException; readonly breakMode: 'always' | 'unhandled' }

type Ask<K extends AgentCommand['kind']> = Extract<AgentCommand, { kind: K }>;

export class Pause {
  readonly #host: AgentHost;
  readonly #presenter: Presenter;
  readonly #handles: Handles<Handle>;
  readonly #frames: readonly Frame[];
  readonly #exception: StoppedException | null;
  readonly #frameIds = new Map<Frame, number>();

  constructor(host: AgentHost, presenter: Presenter, handles: Handles<Handle>, innermost: Frame, exception: StoppedException | null) {
    this.#host = host;
    this.#presenter = presenter;
    this.#handles = handles;
    this.#frames = framesFrom(innermost);
    this.#exception = exception;
  }

  /** What is asked first, answered as it will be. */
  view(): DebugStopView {
    const { frames, totalFrames } = this.stackTrace({ kind: 'stackTrace', startFrame: 0, levels: VIEW_FRAMES });
    const scopes = frames[0] ? this.scopes({ kind: 'scopes', frameId: frames[0].id }) : [];
    const shown = scopes.filter(({ isExpensive, namedCount, indexedCount }) => !isExpensive && indexedCount === 0 && (namedCount ?? 0) <= VIEW_VARIABLES);
    return {
      frames, totalFrames, scopes,
      variables: shown.map(({ reference }) => ({ reference, variables: this.variables({ kind: 'variables', reference, start: 0, count: VIEW_VARIABLES, filter: null }) })),
    };
  }

  /** What another partner's package runs. */
  #isHidden({ unit }: Frame): boolean {
    return unit.namespace == null ? this.#presenter.isForeign(unit.unitName) : this.#presenter.hides(unit.namespace);
  }

  stackTrace({ startFrame, levels }: Ask<'stackTrace'>): AgentResults['stackTrace'] {
    const frames = this.#frames.slice(startFrame, startFrame + levels).map((frame): DebugStackFrame => {
      const statement = frame.unit.statements[frame.statement];
      const isHidden = this.#isHidden(frame);
      return {
        id: this.#idOf(frame), name: frameName(frame), path: isHidden ? null : frame.unit.path, line: statement?.line ?? 1, column: statement?.column ?? 1,
        endLine: statement?.endLine ?? null, endColumn: statement?.endColumn ?? null, isHidden,
      };
    });
    return { frames, totalFrames: this.#frames.length };
  }

  frameContext({ frameId }: Ask<'frameContext'>): FrameContext {
    const { frame } = this.#frame(frameId);
    if (this.#isHidden(frame)) throw new AgentError('evaluateFailed', 'The code of another managed package is hidden: nothing can be evaluated in it.');
    return contextOf(frame);
  }

  scopes({ frameId }: Ask<'scopes'>): readonly DebugScope[] {
    const { frame, isInnermost } = this.#frame(frameId);
    if (this.#isHidden(frame)) return [];
    return scopesOf(this.#host, frame, this.#frames[0] ?? frame, isInnermost ? this.#exception?.exception ?? null : null).map(({ name, container, isExpensive }) => ({
      name, reference: this.#handles.add({ kind: 'container', container, frame }), isExpensive,
      // The Limits scope is counted when it is opened.
      namedCount: isExpensive ? null : container.namedCount, indexedCount: isExpensive ? null : container.indexedCount,
    }));
  }

  variables({ reference, start, count, filter }: Ask<'variables'>): readonly DebugVariable[] {
    const { container, frame } = this.#container(reference);
    return container.children({ start, count, filter }).map(child => this.#toVariable(child, frame));
  }

  target({ reference, name }: Ask<'target'>): AgentResults['target'] {
    const { container, frame } = this.#container(reference);
    const type = container.targetType(name);
    if (type === null) throw new AgentError('evaluateFailed', `${name} can't be set.`);
    return { frame: contextOf(frame), type };
  }

  offerWatch({ reference, name }: Ask<'offerWatch'>, watches: DataWatches): AgentResults['offerWatch'] {
    const { container } = this.#container(reference);
    const read = container.reader(name);
    const child = read && container.child(name);
    if (!read || !child) return null;
    const description = child.evaluateName ?? child.name;
    return { watchable: watches.offer({ name: description, type: child.type, read }), description };
  }

  setVariable({ reference, name, value }: Ask<'setVariable'>): DebugVariable {
    const { container, frame } = this.#container(reference);
    if (container.targetType(name) === null) throw new AgentError('evaluateFailed', `${name} can't be set.`);
    const result = this.#run(frame, value, { isTrial: false });
    try {
      container.set(name, result);
    } catch (error) {
      throw evaluationError(error);
    }
    const child = container.child(name);
    if (!child) throw new AgentError('internal', `${name} is gone.`);
    return this.#toVariable(child, frame);
  }

  evaluate({ frameId, expression, artefact, isTrial, isFull }: Ask<'evaluate'>): AgentResults['evaluate'] {
    const { frame } = this.#frame(frameId);
    const value = this.#run(frame, artefact, { isTrial });
    if (artefact.resultType === null) return { value: '', type: '', reference: 0, namedCount: null, indexedCount: null };
    const { text, type, container } = this.#presenter.present(value, artefact.resultType, expression.trim());
    return { value: isFull ? this.#presenter.copy(value, artefact.resultType) : text, type, ...this.#referenceTo(container, frame) };
  }

  exceptionInfo(): DebugExceptionInfo {
    if (!this.#exception) throw new AgentError('notPaused', 'The thread didn\'t stop on an exception.');
    return exceptionInfo(this.#exception.exception, this.#exception.breakMode, namespace => this.#presenter.hides(namespace));
  }

  #run(frame: Frame, artefact: EvaluationArtefact, { isTrial }: { isTrial: boolean }): ApexValue {
    try {
      const run = this.#host.load(artefact);
      return this.#host.run({ milliseconds: isTrial ? TRIAL_MS : null, isUndone: isTrial && !artefact.isPure, ownLimits: isTrial }, () => run(frame.base));
    } catch (error) {
      throw evaluationError(error);
    } finally {
      // The frame's code takes over what was assigned, if only up to an error.
      if (!isTrial && !artefact.isPure) frame.isDirty = true;
    }
  }

  #toVariable(child: Child, frame: Frame): DebugVariable {
    const { text, type, container } = this.#presenter.present(child.value, child.type, child.evaluateName);
    return {
      name: child.name, value: child.text ?? text, type, evaluateName: child.evaluateName, isReadOnly: child.isReadOnly, kind: child.kind, ...(child.isLazy ? { isLazy: true } : {}),
      ...this.#referenceTo(child.container ?? container, frame),
    };
  }

  #referenceTo(container: Container | null, frame: Frame): { reference: number; namedCount: number | null; indexedCount: number | null } {
    if (!container) return { reference: 0, namedCount: null, indexedCount: null };
    return { reference: this.#handles.add({ kind: 'container', container, frame }), namedCount: container.namedCount, indexedCount: container.indexedCount };
  }

  #idOf(frame: Frame): number {
    let id = this.#frameIds.get(frame);
    if (id === undefined) {
      id = this.#handles.add({ kind: 'frame', frame, isInnermost: frame === this.#frames[0] });
      this.#frameIds.set(frame, id);
    }
    return id;
  }

  #frame(id: number): Extract<Handle, { kind: 'frame' }> {
    const handle = this.#handles.get(id);
    if (handle?.kind !== 'frame') throw new AgentError('unknownReference', `There is no frame ${id} in this pause.`);
    return handle;
  }

  #container(reference: number): Extract<Handle, { kind: 'container' }> {
    const handle = this.#handles.get(reference);
    if (handle?.kind !== 'container') throw new AgentError('unknownReference', `There is no variable ${reference} in this pause.`);
    return handle;
  }
}

function contextOf(frame: Frame): FrameContext {
  return { path: frame.unit.path, methodId: frame.method.id, statement: frame.statement };
}

/** An Apex exception in an evaluation is the answer to it; anything else is passed on. */
function evaluationError(error: unknown): unknown {
  if (error instanceof ApexException) return new AgentError('evaluateFailed', `${error.$type.name}: ${error.message ?? 'null'}`);
  return error;
}

function exceptionInfo(exception: ApexException, breakMode: 'always' | 'unhandled', isHidden: (namespace: string) => boolean, depth = 0): DebugExceptionInfo {
  return {
    typeName: exception.$type.name, message: exception.message ?? '', stackTrace: exception.traceText(isHidden), breakMode,
    // A cause may be its own cause.
    cause: exception.cause && depth < 10 ? exceptionInfo(exception.cause, breakMode, isHidden, depth + 1) : null,
  };
}
