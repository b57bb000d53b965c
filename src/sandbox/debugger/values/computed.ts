/** Values that Apex or the library has to compute first: getters of properties and of library objects. Each look is a trial. */
import type { ApexValue } from '../../apex/runtime/contract.ts';
import { ApexException, NotSupportedError } from '../../apex/runtime/exception.ts';
import { AgentError } from '../agent-error.ts';
import { TRIAL_MS } from '../host.ts';
import type { AgentHost } from '../host.ts';
import type { LibraryFact } from '../library-facts.ts';
import type { Child, Container, Page } from './container.ts';
import { childNamed, pageOf } from './container.ts';

/** Nothing of it can be set or watched. */
abstract class ComputedContainer implements Container {
  readonly indexedCount = 0;
  abstract readonly namedCount: number;
  protected abstract all(): readonly Child[];

  children(page: Page): readonly Child[] {
    return pageOf(this.all(), page);
  }

  child(name: string): Child | null {
    return childNamed(this.all(), name);
  }

  targetType(): null {
    return null;
  }

  set(): never {
    throw new Error('A computed value can\'t be set.');
  }

  reader(): null {
    return null;
  }
}

/** What the library tells of one of its objects. */
export class LibraryContainer extends ComputedContainer {
  readonly #facts: readonly LibraryFact[];
  readonly #expression: string | null;
  readonly #host: AgentHost;

  constructor(facts: readonly LibraryFact[], expression: string | null, host: AgentHost) {
    super();
    this.#facts = facts;
    this.#expression = expression;
    this.#host = host;
  }

  get namedCount(): number {
    return this.#facts.length;
  }

  protected all(): readonly Child[] {
    return this.#host.run({ milliseconds: TRIAL_MS, isUndone: false, ownLimits: true }, () => this.#facts.map(({ name, type, call, read }): Child => ({
      name, type, evaluateName: this.#expression === null ? null : `${this.#expression}.${call}`, isReadOnly: true, kind: 'property', ...attempt(read),
    })));
  }
}

/** The one value of a property with a getter: `child` says what it is called. */
export class PropertyContainer extends ComputedContainer {
  readonly namedCount = 1;
  readonly #child: Omit<Child, 'value' | 'text'>;
  readonly #host: AgentHost;
  readonly #compute: () => ApexValue;

  constructor(child: Omit<Child, 'value' | 'text'>, compute: () => ApexValue, host: AgentHost) {
    super();
    this.#child = child;
    this.#compute = compute;
    this.#host = host;
  }

  protected all(): readonly Child[] {
    return [{ ...this.#child, ...attempt(() => this.#host.run({ milliseconds: TRIAL_MS, isUndone: true, ownLimits: true }, this.#compute)) }];
  }
}

/** What goes wrong is what is shown. */
function attempt(read: () => ApexValue): Pick<Child, 'value' | 'text'> {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof ApexException) return { value: null, text: `(${error.$type.name}: ${error.message ?? 'null'})` };
    if (error instanceof AgentError || error instanceof NotSupportedError) return { value: null, text: `(${error.message})` };
    throw error;
  }
}
