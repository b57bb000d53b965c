/** Formula fields inside SQL: a call back into JavaScript with the fields that the formula reads. */
import type { SQLInputValue } from 'node:sqlite';
import { foldText } from '../dialect.ts';
import { qualify } from '../metadata/names.ts';
import type { FieldSchema, ObjectSchema } from '../schema.ts';
import { registerFunctions } from '../soql/functions.ts';
import type { SqlExpression } from '../soql/scope.ts';
import type { StoreConnection } from '../storage/connection.ts';
import type { FormulaContext } from './evaluate.ts';
import { FormulaError, parseFormula, pathsOf } from './parse.ts';
import type { FormulaNode } from './parse.ts';
import { evaluateStored, formulaValue, namespaceOf, storageOfFormula } from './stored.ts';
import type { FormulaStorage } from './stored.ts';
import type { FormulaValue } from './values.ts';

interface Entry {
  readonly node: FormulaNode;
  readonly inputs: ReadonlyMap<string, FormulaStorage & { readonly position: number }>;
  readonly storage: FormulaStorage;
  readonly blankAsZero: boolean;
  readonly namespace: string | null;
  readonly asKey: boolean;
}

export interface FormulaSurroundings {
  calendar(): FormulaContext['calendar'];
  global(path: readonly string[], namespace: string | null): FormulaValue;
  objectNameOf(keyPrefix: string): string | null;
}

const registries = new WeakMap<StoreConnection, FormulaRegistry>();

/** The formulas that the statements of one connection call. */
export class FormulaRegistry {
  readonly #entries: Entry[] = [];
  readonly #indexes = new Map<string, number>();
  /** The session whose query runs. */
  surroundings: FormulaSurroundings | null = null;

  static of(connection: StoreConnection): FormulaRegistry {
    let registry = registries.get(connection);
    if (registry === undefined) {
      const created = new FormulaRegistry();
      registries.set(connection, registry = created);
      registerFunctions(connection.database, {
        objectNameOf: (prefix) => created.surroundings?.objectNameOf(prefix) ?? null,
        formula: (index, inputs) => created.#call(index, inputs),
      });
    }
    return registry;
  }

  expression(field: FieldSchema, object: ObjectSchema, resolve: (path: readonly string[]) => SqlExpression): SqlExpression {
    const node = parseFormula(field.formula!);
    const namespace = namespaceOf(field.name) ?? object.namespace;
    const inputs = new Map<string, FormulaStorage & { position: number }>();
    const columns: string[] = [];
    for (const [key, path] of pathsOf(node)) {
      const input = resolve(path.map((part) => qualify(part.replace(/:.*$/, ''), namespace)));
      inputs.set(key, { position: columns.push(input.sql) - 1, storage: input.storage, scale: input.scale, isPercent: input.field?.type === 'Percent' });
    }
    const result = storageOfFormula(field);
    const { storage, scale } = result;
    const call = (asKey: boolean): string => {
      const name = `${object.name}.${field.name}|${asKey}|${[...inputs.values()].map((one) => one.storage + one.scale).join()}`;
      let index = this.#indexes.get(name);
      if (index === undefined) {
        index = this.#entries.push({ node, inputs, storage: result, blankAsZero: field.treatsBlanksAsZero, namespace, asKey }) - 1;
        this.#indexes.set(name, index);
      }
      return `sf_formula(${[String(index), ...columns].join(', ')})`;
    };
    const sql = call(false);
    return { sql, key: storage === 'text' ? call(true) : sql, storage, scale, field };
  }

  #call(index: number, values: readonly SQLInputValue[]): SQLInputValue {
    const entry = this.#entries[index]!;
    const { surroundings } = this;
    if (surroundings === null) throw new FormulaError('A formula was evaluated outside a query');
    const field = (path: readonly string[]): FormulaValue => {
      const input = entry.inputs.get(path.join('.').toLowerCase())!;
      return formulaValue(input, values[input.position]!, entry.blankAsZero);
    };
    const stored = evaluateStored(entry.storage, entry.node, {
      calendar: surroundings.calendar(), blankAsZero: entry.blankAsZero, isRule: false, isNew: false, field, prior: field, global: (path) => surroundings.global(path, entry.namespace),
    });
    if (entry.asKey && typeof stored === 'string') return foldText(stored);
    // Integers must stay integers: a JavaScript number would come back as a floating-point value.
    return typeof stored === 'number' && Number.isInteger(stored) ? BigInt(stored) : stored;
  }
}
