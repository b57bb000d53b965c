/** Formulas over records in memory: `Formula.recalculateFormulas`, and the formulas that Apex builds at run time. */
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { DmlHost, Rows } from '../dml/host.ts';
import { storageOf } from '../layout.ts';
import { qualify } from '../metadata/names.ts';
import type { FieldSchema, ObjectSchema } from '../schema.ts';
import { toStored } from '../values.ts';
import { evaluate } from './evaluate.ts';
import type { FormulaContext } from './evaluate.ts';
import { globalValue } from './globals.ts';
import { FormulaError, parseFormula } from './parse.ts';
import { evaluateStored, formulaValue, namespaceOf, pathOfRow, storageOfFormula } from './stored.ts';
import type { FormulaValue } from './values.ts';

export type FieldSource = (path: readonly string[]) => FormulaValue;

/** What a formula stands in beside its fields. `global` gets the globals that the org itself has as its second argument. */
export interface FormulaSurroundings {
  readonly global?: (path: readonly string[], ofOrg: FieldSource) => FormulaValue;
  readonly prior?: FieldSource;
  readonly isNew?: boolean;
}

export class FormulaRuntime {
  readonly #host: DmlHost;
  readonly #rows: Rows;

  constructor(host: DmlHost, rows: Rows) {
    this.#host = host;
    this.#rows = rows;
  }

  /** Evaluates a formula whose fields come from `field`. */
  evaluate(source: string, field: FieldSource, blankAsZero: boolean, namespace: string | null, surroundings: FormulaSurroundings = {}): FormulaValue {
    const context = this.#context(field, blankAsZero, namespace, true);
    const { global, ...rest } = surroundings;
    return evaluate(parseFormula(source), { ...context, ...rest, ...(global ? { global: (path: readonly string[]) => global(path, context.global) } : {}) });
  }

  #context(field: FieldSource, blankAsZero: boolean, namespace: string | null, isRule: boolean): FormulaContext {
    return { calendar: this.#host.calendar(), blankAsZero, isRule, isNew: false, field, prior: field, global: (path) => globalValue(this.#host, this.#rows, path, namespace) };
  }

  /** A field of a record, or of a parent: the one that hangs at the record, else the stored one. */
  fieldOf(record: SObjectRecord, path: readonly string[], blankAsZero: boolean, namespace: string | null, depth = 0): FormulaValue {
    const { schema } = this.#host.store;
    const object = schema.object(record.objectName)!;
    const [first, ...rest] = path;
    if (rest.length === 0) return this.#own(record, object, first!, blankAsZero, namespace, depth);
    const step = first!.replace(/:.*$/, '');
    const lookup = schema.parentRelationship(object, qualify(step, namespace)) ?? schema.parentRelationship(object, step);
    if (lookup === undefined) throw new FormulaError(`Field ${path.join('.')} does not exist. Check spelling.`);
    const parent = record.relationships?.get(lookup.relationshipName!) as SObjectRecord | null | undefined;
    if (parent != null) return this.fieldOf(parent, rest, blankAsZero, namespace, depth);
    const id = record.fields.get(lookup.name);
    const layout = typeof id === 'string' ? this.#rows.layoutOfId(id) : undefined;
    const row = layout && this.#rows.readOne(layout, id as string);
    const target = row === undefined ? schema.object(lookup.referenceTo[0] ?? '') : layout!.object;
    return target === undefined ? null : pathOfRow(this.#host, this.#rows, this.#rows.layout(target), row ?? [], rest, namespace, depth, blankAsZero);
  }

  #own(record: SObjectRecord, object: ObjectSchema, name: string, blankAsZero: boolean, namespace: string | null, depth: number): FormulaValue {
    const { schema } = this.#host.store;
    const field = schema.field(object, qualify(name, namespace)) ?? schema.field(object, name);
    if (field === undefined) throw new FormulaError(`Field ${name} does not exist. Check spelling.`);
    if (field.formula !== null) {
      if (depth > 20) throw new FormulaError(`Formula ${object.name}.${field.name} refers to itself`);
      return formulaValue(storageOfFormula(field), this.#worked(record, object, field, depth), blankAsZero);
    }
    const storage = { storage: storageOf(field) ?? 'text', scale: Math.max(0, field.scale), isPercent: field.type === 'Percent' };
    return formulaValue(storage, toStored(storage, this.#host.bridge.plain(record.fields.get(field.name) ?? null)) ?? null, blankAsZero);
  }

  #worked(record: SObjectRecord, object: ObjectSchema, field: FieldSchema, depth: number): ReturnType<typeof evaluateStored> {
    const namespace = namespaceOf(field.name) ?? object.namespace;
    const blankAsZero = field.treatsBlanksAsZero;
    const context = this.#context((path) => this.fieldOf(record, path, blankAsZero, namespace, depth + 1), blankAsZero, namespace, false);
    return evaluateStored(storageOfFormula(field), parseFormula(field.formula!), context);
  }

  /** What every formula field of a record yields, as it would be stored. */
  recalculate(record: SObjectRecord): { readonly field: FieldSchema; readonly value: ReturnType<typeof evaluateStored>; readonly error: string | null }[] {
    const object = this.#host.store.schema.object(record.objectName)!;
    return [...object.fields.values()].filter((field) => field.formula !== null).map((field) => {
      try {
        return { field, value: this.#worked(record, object, field, 0), error: null };
      } catch (error) {
        if (!(error instanceof FormulaError)) throw error;
        return { field, value: null, error: error.message };
      }
    });
  }
}
