/** Formulas of Apex code. Source: Apex Reference, FormulaEval Namespace and Formula Class. */
import { FormulaError, parseFormula, pathsOf } from '../../../data/formula/parse.ts';
import { storageOfFormula } from '../../../data/formula/stored.ts';
import { isTemporal, textOf } from '../../../data/formula/values.ts';
import type { FormulaValue } from '../../../data/formula/values.ts';
import { formulaOfPlain } from '../../../data/formula/stored.ts';
import { runtimeBridge } from '../../../data/runtime-bridge.ts';
import { toApex } from '../../../data/values.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { ApexDouble } from '../../runtime/double.ts';
import { fail } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass, listOf, typed } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';
import { findLoaded } from '../../runtime/loaded-classes.ts';
import { ApexSet } from '../../runtime/map.ts';
import { ApexObject, type ApexEnum } from '../../runtime/object.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../runtime/temporal.ts';
import { ObjectToken, ApexTypeValue } from '../../runtime/tokens.ts';
import { current } from '../../runtime/transaction.ts';
import { memberValues } from '../json/serialize.ts';

const VALIDATION = 'System.FormulaValidationException';
const EVALUATION = 'System.FormulaEvaluationException';
const NUMBERS = new Set(['Integer', 'Long', 'Double', 'Decimal']);
const bridge = runtimeBridge(() => null);

class FormulaInstance extends ApexObject {
  readonly source: string;
  readonly returnType: string;
  readonly blankAsZero: boolean;
  constructor(source: string, returnType: string, blankAsZero: boolean) {
    super();
    this.source = source;
    this.returnType = returnType;
    this.blankAsZero = blankAsZero;
  }
}
typed(FormulaInstance, 'FormulaEval.FormulaInstance');

/** `Hi {!Name}` → `"Hi " & Name`. */
function templateFormula(text: string): string {
  const parts = text.split(/\{!([^}]*)\}/);
  return parts.map((part, i) => (i % 2 === 1 ? `(${part})` : JSON.stringify(part))).join(' & ');
}

function build(builder: ApexBean): FormulaInstance {
  const formula = builder.get('formula') as string | null;
  const returnType = builder.get('returnType') as ApexEnum | null;
  const type = builder.get('type');
  if (formula === null || formula.trim() === '') return fail(VALIDATION, 'Formula expression is required');
  if (returnType === null) return fail(VALIDATION, 'Return type is required');
  if (type === null) return fail(VALIDATION, 'Context type is required');
  const loaded = type instanceof ApexTypeValue ? findLoaded(type.type.name) : null;
  if (loaded && loaded.facts.access !== 'global') return fail(VALIDATION, `The context type ${loaded.facts.name} is not visible: it must be a global class.`);
  const source = builder.get('template') === true ? templateFormula(formula) : formula;
  try {
    const paths = pathsOf(parseFormula(source));
    if (type instanceof ObjectToken) for (const path of paths.values()) checkPath(type.objectName, path);
  } catch (error) {
    if (error instanceof FormulaError) return fail(VALIDATION, error.message);
    throw error;
  }
  return new FormulaInstance(source, returnType.name, builder.get('nullAsZero') === true);
}

function checkPath(objectName: string, path: readonly string[]): void {
  const { schema, org } = current();
  let object = schema.object(objectName, org.namespace);
  for (const [i, part] of path.entries()) {
    if (object === undefined) return;
    if (i === path.length - 1) {
      if (schema.field(object, part, org.namespace) === undefined) throw new FormulaError(`Field ${path.join('.')} does not exist. Check spelling.`);
      return;
    }
    const lookup = schema.parentRelationship(object, part.replace(/:.*$/, ''), org.namespace);
    if (lookup === undefined) throw new FormulaError(`Field ${path.join('.')} does not exist. Check spelling.`);
    object = lookup.referenceTo.length === 1 ? schema.object(lookup.referenceTo[0]!) : undefined;
  }
}

function evaluate(self: FormulaInstance, subject: ApexValue): ApexValue {
  const { data, org } = current();
  const { formulas } = data;
  const fieldOf = (value: ApexValue, path: readonly string[]): FormulaValue => {
    if (value instanceof SObjectRecord && path.length > 0) return formulas.fieldOf(value, path, self.blankAsZero, org.namespace);
    if (path.length === 0) return formulaOfPlain(bridge.plain(value));
    if (!(value instanceof ApexObject)) return null;
    const found = memberValues(value).find(({ name }) => name.toLowerCase() === path[0]!.toLowerCase());
    if (found === undefined) throw new FormulaError(`Field ${path.join('.')} does not exist. Check spelling.`);
    // A blank keeps the type of its variable.
    if (found.value === null && path.length === 1) return found.type === 'String' || found.type === 'Id' ? '' : self.blankAsZero && NUMBERS.has(found.type) ? ApexDecimal.ZERO : null;
    return fieldOf(found.value, path.slice(1));
  };
  try {
    return resultOf(formulas.evaluate(self.source, (path) => fieldOf(subject, path), self.blankAsZero, org.namespace), self.returnType);
  } catch (error) {
    if (error instanceof FormulaError) return fail(error.message.startsWith('NotSupported') ? 'System.UnsupportedOperationException' : EVALUATION, error.message);
    throw error;
  }
}

function resultOf(value: FormulaValue, type: string): ApexValue {
  const wrong = (): never => { throw new FormulaError(`Formula result is data type (${value === null ? 'Null' : typeof value === 'string' ? 'Text' : typeof value === 'boolean' ? 'Boolean' : value instanceof ApexDecimal ? 'Number' : value.kind}), incompatible with expected data type (${type}).`); };
  if (type === 'BOOLEAN') return value === null ? false : typeof value === 'boolean' ? value : wrong();
  if (value === null) return null;
  if (type === 'STRING' || type === 'ID') return typeof value === 'string' ? (value === '' ? null : value) : type === 'STRING' && value instanceof ApexDecimal ? textOf(value) : wrong();
  if (value === '') return null;
  if (type === 'DATE' || type === 'DATETIME' || type === 'TIME') {
    if (!isTemporal(value) || value.kind !== type.toLowerCase()) return wrong();
    return type === 'DATE' ? new ApexDate(value.value) : type === 'TIME' ? new ApexTime(value.value) : new ApexDatetime(value.value);
  }
  if (!(value instanceof ApexDecimal)) return wrong();
  switch (type) {
    case 'INTEGER': return Number(BigInt.asIntN(32, value.toBigInt()));
    case 'LONG': return BigInt.asIntN(64, value.toBigInt());
    case 'DOUBLE': return new ApexDouble(value.toDouble());
    default: return value;
  }
}

const newBuilder = (): ApexBean => new ApexBean('FormulaEval.FormulaBuilder');
const setting = (name: string) => (self: ApexBean, value: ApexValue): ApexBean => {
  self.set(name, value);
  return self;
};
defineLibraryClass({
  name: 'FormulaEval.FormulaBuilder',
  members: {
    'new()': newBuilder,
    'static FormulaEval.FormulaBuilder builder()': newBuilder,
    'FormulaEval.FormulaInstance build()': build,
    'formulaeval.FormulaBuilder parseAsTemplate(Boolean templateMode)': setting('template'),
    'FormulaEval.FormulaBuilder treatNumericNullAsZero(Boolean isNumericNullZero)': setting('nullAsZero'),
    'FormulaEval.FormulaBuilder withFormula(String formulaText)': setting('formula'),
    'FormulaEval.FormulaBuilder withGlobalVariables(List<formulaeval.FormulaGlobal> formulaGlobals)': setting('globals'),
    'FormulaEval.FormulaBuilder withReturnType(formulaeval.FormulaReturnType returnType)': setting('returnType'),
    'formulaeval.FormulaBuilder withType(System.Type contextType)': (self: ApexBean, type: ApexTypeValue | null) => setting('type')(self, type !== null && current().schema.object(type.apexName) !== undefined ? new ObjectToken(current().schema.object(type.apexName)!.name) : type),
    'formulaeval.FormulaBuilder withType(Schema.SObjectType contextSObjectType)': setting('type'),
  },
});
defineLibraryClass({
  name: 'FormulaEval.FormulaInstance',
  members: {
    'Object evaluate(Object contextObject)': evaluate,
    'Set<String> getReferencedFields()': (self: FormulaInstance) => {
      const fields = new ApexSet(typeOf('Set<String>'));
      for (const path of pathsOf(parseFormula(self.source)).values()) fields.add(path.join('.'));
      return fields;
    },
  },
});

/** Puts the values of a record's formula fields on it. */
function recalculate(record: SObjectRecord): ApexBean {
  const result = new ApexBean('System.FormulaRecalcResult');
  const errors: ApexBean[] = [];
  for (const { field, value, error } of current().data.formulas.recalculate(record)) {
    if (error !== null) {
      const one = new ApexBean('System.FormulaRecalcFieldError');
      one.set('fieldName', field.name);
      one.set('fieldError', error);
      errors.push(one);
      continue;
    }
    const { storage, scale } = storageOfFormula(field);
    record.fields.set(field.name, toApex(bridge, storage, scale, value));
  }
  result.set('errors', listOf('System.FormulaRecalcFieldError', errors));
  result.set('record', record);
  return result;
}
defineLibraryClass({
  name: 'System.Formula',
  members: {
    'static formulaeval.FormulaBuilder builder()': newBuilder,
    'static List<System.FormulaRecalcResult> recalculateFormulas(List<SObject> sobjects)': (records: ApexList) => listOf('System.FormulaRecalcResult', records.items.map((record) => recalculate(record as SObjectRecord))),
  },
});
defineLibraryClass({
  name: 'System.FormulaRecalcResult',
  members: {
    'List<System.FormulaRecalcFieldError> getErrors()': (self: ApexBean) => self.get('errors'),
    'SObject getSObject()': (self: ApexBean) => self.get('record'),
    'Boolean isSuccess()': (self: ApexBean) => (self.get('errors') as ApexList).items.length === 0,
  },
});
defineLibraryClass({
  name: 'System.FormulaRecalcFieldError',
  members: { 'String getFieldError()': (self: ApexBean) => self.get('fieldError'), 'String getFieldName()': (self: ApexBean) => self.get('fieldName') },
});
