import type { ApexValue } from '../../apex/runtime/contract.ts';
import { ApexList } from '../../apex/runtime/list.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { Child, Container, Page } from './container.ts';
import { childNamed, pageOf } from './container.ts';

/** What the debugger needs of an org's schema. */
export interface FieldTypes {
  /** Apex type of an object's field: `Decimal`. */
  typeOfField(objectName: string, fieldName: string): string | null;
}

/** The fields that are set or were queried, then relationships that were. */
export class RecordContainer implements Container {
  readonly indexedCount = 0;
  readonly #record: SObjectRecord;
  readonly #expression: string | null;
  readonly #types: FieldTypes;

  constructor(record: SObjectRecord, expression: string | null, types: FieldTypes) {
    this.#record = record;
    this.#expression = expression;
    this.#types = types;
  }

  get namedCount(): number {
    return this.#record.fields.size + (this.#record.relationships?.size ?? 0);
  }

  children(page: Page): readonly Child[] {
    return pageOf(this.#all(), page);
  }

  child(name: string): Child | null {
    return childNamed(this.#all(), name);
  }

  targetType(name: string): string | null {
    const child = this.child(name);
    return child === null || child.isReadOnly ? null : child.type;
  }

  set(name: string, value: ApexValue): void {
    this.#record.fields.set(this.child(name)?.name ?? name, value);
  }

  reader(name: string): (() => ApexValue) | null {
    const child = this.child(name);
    return child && (() => this.#record.fields.get(child.name) ?? this.#record.relationships?.get(child.name) ?? null);
  }

  #all(): readonly Child[] {
    const { objectName } = this.#record;
    const named = (name: string): string | null => (this.#expression === null ? null : `${this.#expression}.${name}`);
    const fields = [...this.#record.fields].map(([name, value]): Child => ({
      name, value, type: this.#types.typeOfField(objectName, name) ?? 'Object', evaluateName: named(name),
      // The platform never lets an Id that is set be changed.
      isReadOnly: this.#record.isReadOnly || name === 'Id', kind: 'property',
    }));
    const relationships = [...(this.#record.relationships ?? [])].map(([name, value]): Child => ({
      name, value, type: value instanceof ApexList ? value.$type.name : value instanceof SObjectRecord ? value.objectName : 'SObject', evaluateName: named(name), isReadOnly: true, kind: 'property',
    }));
    return [...fields, ...relationships];
  }
}
