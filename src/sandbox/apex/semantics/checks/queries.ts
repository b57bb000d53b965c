import type { Node, SoqlBind, SoqlComparisonValue, SoqlCondition, SoqlExpression, SoqlFieldName, SoqlFunctionCall, SoqlQuery, SoqlSelectItem } from '../../syntax/ast.ts';
import { placeIn } from '../../syntax/query-place.ts';
import type { FieldSchema, ObjectSchema } from '../../../data/schema.ts';
import type { Body } from '../body.ts';

const REFERENCE = 'Please reference your WSDL or the describe call for the appropriate names.';

/** From this version on user mode has taken the place of `WITH SECURITY_ENFORCED`. */
const WITHOUT_SECURITY_ENFORCED = 67;

/** Characters of a query's text. Source: Salesforce Developer Limits and Allocations, SOQL and SOSL Limits. */
const LONGEST_QUERY = 100_000;

interface Fault extends Node { readonly message: string }

/**
 * The names in an inline query against the schema; the first that isn't there is reported at the query, with its place.
 * What comes back are the fields that bind expressions are compared with.
 */
export function checkQuery(b: Body, node: SoqlExpression, object: ObjectSchema, isAggregate: boolean): ReadonlyMap<SoqlBind, FieldSchema> {
  const { query } = node;
  if (query.with?.name === 'SECURITY_ENFORCED' && b.unit.source.apiVersion >= WITHOUT_SECURITY_ENFORCED) b.error(query.with, "Unexpected token 'SECURITY_ENFORCED'.");
  if (node.end - node.start > LONGEST_QUERY) b.error(node, 'Query is too large');
  if (query.forClause.includes('update') && query.orderBy.length) b.error(node, 'Explicit ORDER BY not allowed when locking rows (Id order is implied)');
  const check = new QueryCheck(b);
  const fault = check.query(query, object) ?? (isAggregate ? check.grouped(query, object) : null);
  if (fault) b.error(node, placeIn(b.textOf({ start: node.start + 1, end: node.end - 1 }), fault.start - node.start - 1) + fault.message);
  return check.columns;
}

class QueryCheck {
  private readonly b: Body;
  /** What each bind expression of a condition is compared with. */
  readonly columns = new Map<SoqlBind, FieldSchema>();

  constructor(b: Body) {
    this.b = b;
  }

  query(query: SoqlQuery, object: ObjectSchema): Fault | null {
    // `FROM Account a, a.Contacts c` renames parents and children: the query's compiler knows them.
    if (query.fromAliases.length) return null;
    const roots = rootsOf(query, object);
    const aliases = new Set(query.select.flatMap((item) => ('alias' in item && item.alias ? [item.alias.name.toLowerCase()] : [])));
    const named = (field: SoqlFieldName | SoqlFunctionCall): Fault | null => (field.kind === 'SoqlFieldName' && field.path.length === 1 && (aliases.has(field.path[0]!.name.toLowerCase()) || /^expr\d+$/i.test(field.path[0]!.name)) ? null : this.field(object, roots, field));
    return first(query.select, (item) => this.selected(object, roots, item))
      ?? (query.where && this.condition(object, roots, query.where))
      ?? first(query.groupBy?.fields ?? [], (field) => this.field(object, roots, field))
      ?? first(query.orderBy, (item) => named(item.field));
  }

  /** Beside aggregates a field stands only for what the rows are grouped by. */
  grouped(query: SoqlQuery, object: ObjectSchema): Fault | null {
    if (query.fromAliases.length) return null;
    const roots = rootsOf(query, object);
    const keyOf = ({ path }: SoqlFieldName): string => path.map((part) => part.name.toLowerCase()).filter((name, i) => i > 0 || path.length === 1 || !roots.has(name)).join('.');
    const groups = new Set((query.groupBy?.fields ?? []).flatMap((field) => (field.kind === 'SoqlFieldName' ? [keyOf(field)] : [])));
    return first(query.select, (item) => (item.kind !== 'SoqlField' || groups.has(keyOf(item.field)) ? null : { ...place(item.field), message: `Field must be grouped or aggregated: ${item.field.path.map((part) => part.name).join('.')}` }));
  }

  private selected(object: ObjectSchema, roots: ReadonlySet<string>, item: SoqlSelectItem): Fault | null {
    switch (item.kind) {
      case 'SoqlField': return this.field(object, roots, item.field);
      case 'SoqlFunction': return this.field(object, roots, item.call);
      case 'SoqlSubquery': return this.children(object, item.query);
      default: return null;
    }
  }

  private children(object: ObjectSchema, query: SoqlQuery): Fault | null {
    const { schema } = this.b.program;
    const last = query.from.name.path.at(-1)!;
    const child = schema.childRelationship(object, last.name, this.b.namespace);
    if (!child) return { ...place(query.from), message: `Didn't understand relationship '${last.name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${REFERENCE}` };
    const target = schema.object(child.childObject);
    return target ? this.query(query, target) : null;
  }

  private condition(object: ObjectSchema, roots: ReadonlySet<string>, condition: SoqlCondition): Fault | null {
    switch (condition.kind) {
      case 'SoqlAnd': case 'SoqlOr': return first(condition.conditions, (each) => this.condition(object, roots, each));
      case 'SoqlNot': return this.condition(object, roots, condition.condition);
      case 'SoqlComparison': {
        const fault = this.field(object, roots, condition.field);
        if (!fault) this.compared(object, roots, condition.field, condition.value);
        if (fault || !('kind' in condition.value) || condition.value.kind !== 'SoqlQuery') return fault;
        const inner = this.b.program.schema.object(condition.value.from.name.path.map((part) => part.name).join('.'), this.b.namespace);
        return inner ? this.query(condition.value, inner) : { ...place(condition.value.from), message: `sObject type '${condition.value.from.name.path.map((part) => part.name).join('.')}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${REFERENCE}` };
      }
    }
  }

  private field(object: ObjectSchema, roots: ReadonlySet<string>, field: SoqlFieldName | SoqlFunctionCall): Fault | null {
    if (field.kind === 'SoqlFieldName') return this.path(object, roots, field);
    if (field.name.name.toLowerCase() === 'fields') return null;
    return first(field.arguments, (argument) => (argument.kind === 'SoqlFieldName' || argument.kind === 'SoqlFunctionCall' ? this.field(object, roots, argument) : null));
  }

  private compared(object: ObjectSchema, roots: ReadonlySet<string>, field: SoqlFieldName | SoqlFunctionCall, value: SoqlComparisonValue): void {
    if (field.kind !== 'SoqlFieldName' || !('kind' in value) || value.kind !== 'SoqlBind') return;
    const column = this.resolve(object, roots, field);
    if (column && 'type' in column) this.columns.set(value, column);
  }

  private path(object: ObjectSchema, roots: ReadonlySet<string>, field: SoqlFieldName): Fault | null {
    const found = this.resolve(object, roots, field);
    return found && 'message' in found ? found : null;
  }

  /** The field at the end of a path; null where a parent of several kinds hides which one it is. */
  private resolve(object: ObjectSchema, roots: ReadonlySet<string>, { path, start, end }: SoqlFieldName): FieldSchema | Fault | null {
    const { schema } = this.b.program;
    const { namespace } = this.b;
    let at: ObjectSchema = object;
    const names = path.map((part) => part.name);
    if (names.length > 1 && roots.has(names[0]!.toLowerCase()) && !schema.parentRelationship(object, names[0]!, namespace)) names.shift();
    for (const name of names.slice(0, -1)) {
      const lookup: FieldSchema | undefined = schema.parentRelationship(at, name, namespace);
      if (!lookup) return { start, end, message: `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${REFERENCE}` };
      // A parent of several kinds is known by the fields that all of them have.
      const target = lookup.referenceTo.length === 1 ? schema.object(lookup.referenceTo[0]!) : undefined;
      if (!target || target.name === 'Name') return null;
      at = target;
    }
    const last = names.at(-1)!;
    return schema.field(at, last, namespace) ?? { start, end, message: `No such column '${last}' on entity '${at.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${REFERENCE}` };
  }
}

/** Names that stand for the object itself at the head of a path. */
const rootsOf = (query: SoqlQuery, object: ObjectSchema): ReadonlySet<string> =>
  new Set([object.name, query.from.name.path.at(-1)!.name, ...(query.from.alias ? [query.from.alias.name] : [])].map((name) => name.toLowerCase()));

const place = ({ start, end }: Node): Node => ({ start, end });

function first<T>(items: readonly T[], check: (item: T) => Fault | null): Fault | null {
  for (const item of items) {
    const fault = check(item);
    if (fault) return fault;
  }
  return null;
}
