/** The scopes of a frame: what is listed under Local, This, Static, Trigger, Exception and Limits. */
import type { ApexException } from '../apex/runtime/exception.ts';
import type { ApexValue } from '../apex/runtime/contract.ts';
import { isVisibleAt } from '../apex/runtime/frame-layout.ts';
import { ApexObject } from '../apex/runtime/object.ts';
import type { Frame } from './contract.ts';
import { isTriggerFrame } from './exception-filters.ts';
import { framesFrom } from './frame-names.ts';
import { isAlive } from '../apex/runtime/shadow-stack.ts';
import type { AgentHost } from './host.ts';
import type { Child, Container, Page } from './values/container.ts';
import { childNamed, pageOf } from './values/container.ts';
import { FieldsContainer, ObjectContainer } from './values/object.ts';

export interface Scope {
  readonly name: 'Local' | 'This' | 'Static' | 'Trigger' | 'Exception' | 'Limits';
  readonly container: Container;
  readonly isExpensive: boolean;
}

/** `innermost`: the frame that runs. `exception`: the one the thread stopped on, for that frame. */
export function scopesOf(host: AgentHost, frame: Frame, innermost: Frame, exception: ApexException | null): readonly Scope[] {
  const scopes: Scope[] = [{ name: 'Local', container: new LocalsContainer(frame), isExpensive: false }];
  const { className, isStatic } = frame.method;
  if (!isStatic && frame.self instanceof ApexObject) {
    scopes.push({ name: 'This', container: new ObjectContainer(frame.self, host.fieldsOf(frame.self) ?? [], 'this', host), isExpensive: false });
  }
  const statics = host.staticsOf(className);
  if (statics.length > 0) scopes.push({ name: 'Static', container: new FieldsContainer(statics, className, host), isExpensive: false });
  const trigger = isInTrigger(frame) ? host.triggerContext(triggersWithin(frame, innermost)) : null;
  if (trigger) scopes.push({ name: 'Trigger', container: new TriggerContainer(trigger), isExpensive: false });
  if (exception) {
    scopes.push({ name: 'Exception', container: new ObjectContainer(exception, host.fieldsOf(exception) ?? [], null, host), isExpensive: false });
  }
  scopes.push({ name: 'Limits', container: new LimitsContainer(host), isExpensive: true });
  return scopes;
}

function isInTrigger(frame: Frame): boolean {
  return framesFrom(frame).some(isTriggerFrame);
}

/** How many triggers run that this frame's code fired. */
function triggersWithin(frame: Frame, innermost: Frame): number {
  const frames = framesFrom(innermost);
  return frames.slice(0, frames.indexOf(frame)).filter(isTriggerFrame).length;
}

/** Parameters and the locals declared so far whose block is still open: a loop's variable is gone behind the loop. */
export class LocalsContainer implements Container {
  readonly indexedCount = 0;
  readonly #frame: Frame;

  constructor(frame: Frame) {
    this.#frame = frame;
  }

  get namedCount(): number {
    return this.#visible().length;
  }

  children(page: Page): readonly Child[] {
    return pageOf(this.#all(), page);
  }

  child(name: string): Child | null {
    return childNamed(this.#all(), name);
  }

  targetType(name: string): string | null {
    const index = this.#indexOf(name);
    const local = index === null ? undefined : this.#frame.method.locals[index];
    return local?.fullTypeName ?? local?.typeName ?? null;
  }

  set(name: string, value: ApexValue): void {
    const index = this.#indexOf(name);
    if (index === null) return;
    this.#frame.setLocal(index, value);
  }

  reader(name: string): (() => ApexValue | undefined) | null {
    const index = this.#indexOf(name);
    return index === null ? null : () => (isAlive(this.#frame) ? this.#frame.local(index) : undefined);
  }

  #all(): readonly Child[] {
    const { locals } = this.#frame.method;
    return this.#visible().map((index): Child => ({
      name: locals[index]?.name ?? '', value: this.#frame.local(index), type: locals[index]?.typeName ?? 'Object',
      evaluateName: locals[index]?.name ?? null, isReadOnly: false, kind: null,
    }));
  }

  #indexOf(name: string): number | null {
    const wanted = name.toLowerCase();
    return this.#visible().find(index => this.#frame.method.locals[index]?.name.toLowerCase() === wanted) ?? null;
  }

  #visible(): readonly number[] {
    const at = this.#frame.unit.statements[this.#frame.statement]?.start ?? 0;
    return this.#frame.method.locals.flatMap((local, index) => (isVisibleAt(local, at) ? [index] : []));
  }
}

class TriggerContainer implements Container {
  readonly indexedCount = 0;
  readonly #variables: readonly Child[];

  constructor(variables: NonNullable<ReturnType<AgentHost['triggerContext']>>) {
    this.#variables = variables.map(({ name, type, value }) => ({ name, value, type, evaluateName: `Trigger.${name}`, isReadOnly: true, kind: 'property' }));
  }

  get namedCount(): number {
    return this.#variables.length;
  }

  children(page: Page): readonly Child[] {
    return pageOf(this.#variables, page);
  }

  child(name: string): Child | null {
    return childNamed(this.#variables, name);
  }

  targetType(): null {
    return null;
  }

  set(): never {
    throw new Error('A trigger context variable can\'t be set.');
  }

  reader(): null {
    return null;
  }
}

/** `SOQL queries: 3 of 100`. Read when it is opened. */
class LimitsContainer implements Container {
  readonly indexedCount = 0;
  readonly #host: AgentHost;

  constructor(host: AgentHost) {
    this.#host = host;
  }

  get namedCount(): number {
    return this.#host.limits().length;
  }

  children(page: Page): readonly Child[] {
    return pageOf(this.#all(), page);
  }

  child(name: string): Child | null {
    return childNamed(this.#all(), name);
  }

  #all(): readonly Child[] {
    return this.#host.limits().map(({ name, used, maximum }): Child => ({
      name, value: used, type: 'Integer', evaluateName: null, isReadOnly: true, kind: 'virtual', text: `${used} of ${maximum}`,
    }));
  }

  targetType(): null {
    return null;
  }

  set(): never {
    throw new Error('A limit can\'t be set.');
  }

  /** Who uses it up? */
  reader(name: string): (() => ApexValue) | null {
    const at = this.#host.limits().findIndex(limit => limit.name === name);
    return at < 0 ? null : () => this.#host.limits()[at]?.used ?? null;
  }
}
