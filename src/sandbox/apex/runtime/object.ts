import type { ApexValue } from './contract.ts';
import type { RuntimeType } from './runtime-types.ts';

/** Base of every class instance, generated or of the library. `$type` sits on the prototype. */
export class ApexObject {
  declare readonly $type: RuntimeType;
}

/** An enum constant; one object each, compared by identity. */
export class ApexEnum {
  readonly $type: RuntimeType;
  readonly name: string;
  readonly ordinal: number;
  constructor(type: RuntimeType, name: string, ordinal: number) {
    this.$type = type;
    this.name = name;
    this.ordinal = ordinal;
  }
}

/** Calls a method of an Apex object by its slot (`slotOf`); undefined if its class has none. */
export function callSlot(target: object, slot: string, ...args: ApexValue[]): ApexValue | undefined {
  const method = (target as Record<string, unknown>)[slot];
  return typeof method === 'function' ? (method.call(target, ...args) as ApexValue) : undefined;
}

export function hasSlot(target: unknown, slot: string): boolean {
  return typeof (target as Record<string, unknown> | null)?.[slot] === 'function';
}
