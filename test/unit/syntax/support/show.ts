import type {
  Annotation, Expression, Member, Modifier, NewExpression, SoqlCondition, SoqlFieldName, SoqlFunctionCall, SoqlQuery, SoqlSelectItem, SoqlValue, SoslQuery, Statement, TypeReference, VariableDeclarator,
} from '../../../../src/sandbox/apex/syntax/ast.ts';

/** The structure of a tree as one line: every operator with its parentheses, every clause by its kind. */
export function showExpression(e: Expression): string {
  switch (e.kind) {
    case 'Literal': {
      const { literal } = e;
      if (literal.type === 'null') return 'null';
      if (literal.type === 'Decimal') return `${literal.text}m`;
      if (literal.type === 'String') return JSON.stringify(literal.value);
      return `${literal.value}${literal.type === 'Long' ? 'L' : literal.type === 'Double' ? 'd' : ''}`;
    }
    case 'NameExpression': return e.name.name;
    case 'ThisExpression': return 'this';
    case 'SuperExpression': return 'super';
    case 'FieldAccess': return `${showExpression(e.receiver)}${e.isSafe ? '?.' : '.'}${e.name.name}`;
    case 'IndexExpression': return `${showExpression(e.receiver)}[${showExpression(e.index)}]`;
    case 'CallExpression': {
      const receiver = e.receiver ? `${showExpression(e.receiver)}${e.isSafe ? '?.' : '.'}` : '';
      return `${receiver}${e.name.name}(${e.arguments.map(showExpression).join(', ')})`;
    }
    case 'NewExpression': return `new ${showType(e.type)}${showCreator(e.creator)}`;
    case 'CastExpression': return `cast<${showType(e.type)}>(${showExpression(e.operand)})`;
    case 'UnaryExpression': return `(${e.operator}${showExpression(e.operand)})`;
    case 'PostfixExpression': return `(${showExpression(e.operand)}${e.operator})`;
    case 'BinaryExpression': return `(${showExpression(e.left)} ${e.operator} ${showExpression(e.right)})`;
    case 'TernaryExpression': return `(${showExpression(e.condition)} ? ${showExpression(e.consequent)} : ${showExpression(e.alternate)})`;
    case 'AssignmentExpression': return `(${showExpression(e.target)} ${e.operator} ${showExpression(e.value)})`;
    case 'InstanceofExpression': return `(${showExpression(e.operand)} instanceof ${showType(e.type)})`;
    case 'ClassLiteral': return `${showType(e.type)}.class`;
    case 'ParenthesizedExpression': return `paren${showExpression(e.expression).replace(/^(?!\()/, ' ')}`;
    case 'ErrorExpression': return '<error>';
    case 'SoqlExpression': return `[${showSoql(e.query)}]`;
    case 'SoslExpression': return `[${showSosl(e.query)}]`;
  }
}

function showCreator(creator: NewExpression['creator']): string {
  switch (creator.kind) {
    case 'arguments': return `(${creator.arguments.map(showExpression).join(', ')})`;
    case 'fields': return `(${creator.fields.map(({ name, value }) => `${name.name}: ${showExpression(value)}`).join(', ')})`;
    case 'elements': return `{${creator.elements.map(showExpression).join(', ')}}`;
    case 'entries': return `{${creator.entries.map(({ key, value }) => `${showExpression(key)} => ${showExpression(value)}`).join(', ')}}`;
    case 'size': return ` of ${showExpression(creator.size)}`;
  }
}

export function showType(type: TypeReference): string {
  const names = type.names.map(({ identifier, typeArguments }) => identifier.name + (typeArguments.length ? `<${typeArguments.map(showType).join(', ')}>` : ''));
  return names.join('.') + '[]'.repeat(type.arrayDimensions);
}

function showAnnotation({ name, parameters }: Annotation): string {
  const values = parameters.map((p) => (p.name ? `${p.name.name}=` : '') + showExpression(p.value));
  return `@${name.name}${values.length ? `(${values.join(' ')})` : ''}`;
}

export function showModifiers(modifiers: readonly Modifier[]): string {
  return modifiers.map((modifier) => `${modifier.kind === 'Annotation' ? showAnnotation(modifier) : modifier.keyword} `).join('');
}

function showDeclarators(declarators: readonly VariableDeclarator[]): string {
  return declarators.map(({ name, initializer }) => name.name + (initializer ? ` = ${showExpression(initializer)}` : '')).join(', ');
}

export function showStatement(s: Statement): string {
  switch (s.kind) {
    case 'Block': return `{ ${s.statements.map((inner) => `${showStatement(inner)} `).join('')}}`;
    case 'LocalDeclaration': return `${showModifiers(s.modifiers)}${showType(s.type)} ${showDeclarators(s.declarators)};`;
    case 'ExpressionStatement': return `${showExpression(s.expression)};`;
    case 'IfStatement': return `if (${showExpression(s.condition)}) ${showStatement(s.consequent)}${s.alternate ? ` else ${showStatement(s.alternate)}` : ''}`;
    case 'WhileStatement': return `while (${showExpression(s.condition)}) ${showStatement(s.body)}`;
    case 'DoWhileStatement': return `do ${showStatement(s.body)} while (${showExpression(s.condition)})`;
    case 'ForStatement': {
      const initializer = s.initializer === null ? '' : 'kind' in s.initializer ? showStatement(s.initializer).slice(0, -1) : s.initializer.map(showExpression).join(', ');
      return `for (${initializer}; ${s.condition ? showExpression(s.condition) : ''}; ${s.update.map(showExpression).join(', ')}) ${showStatement(s.body)}`;
    }
    case 'ForEachStatement': return `for (${showType(s.type)} ${s.name.name} : ${showExpression(s.source)}) ${showStatement(s.body)}`;
    case 'ReturnStatement': return `return${s.value ? ` ${showExpression(s.value)}` : ''};`;
    case 'ThrowStatement': return `throw ${showExpression(s.value)};`;
    case 'TryStatement': {
      const catches = s.catches.map((c) => ` catch (${showType(c.type)} ${c.name.name}) ${showStatement(c.body)}`).join('');
      return `try ${showStatement(s.block)}${catches}${s.finallyBlock ? ` finally ${showStatement(s.finallyBlock)}` : ''}`;
    }
    case 'BreakStatement': return 'break;';
    case 'ContinueStatement': return 'continue;';
    case 'SwitchStatement': {
      const cases = s.cases.map((c) => {
        const head = c.kind === 'WhenElse' ? 'else' : c.kind === 'WhenType' ? `type ${showType(c.type)} ${c.name.name}` : c.values.map(showExpression).join(', ');
        return `when ${head} ${showStatement(c.body)} `;
      });
      return `switch on ${showExpression(s.subject)} { ${cases.join('')}}`;
    }
    case 'DmlStatement': return `${s.operation}${s.accessLevel ? ` as ${s.accessLevel}` : ''} ${showExpression(s.records)}${s.mergeWith ? ` with ${showExpression(s.mergeWith)}` : ''}${s.externalIdField ? ` by ${showExpression(s.externalIdField)}` : ''};`;
    case 'RunAsStatement': return `runAs (${showExpression(s.user)}) ${showStatement(s.body)}`;
    case 'EmptyStatement': return ';';
    case 'ErrorStatement': return '<error>;';
  }
}

export function showMember(m: Member): string {
  switch (m.kind) {
    case 'FieldDeclaration': return `field ${showModifiers(m.modifiers)}${showType(m.type)} ${showDeclarators(m.declarators)}`;
    case 'PropertyDeclaration': {
      const accessor = (name: string, a: typeof m.getter): string => (a ? ` ${showModifiers(a.modifiers)}${name}${a.body ? ` ${showStatement(a.body)}` : ';'}` : '');
      return `property ${showModifiers(m.modifiers)}${showType(m.type)} ${m.name.name} {${accessor('get', m.getter)}${accessor('set', m.setter)} }`;
    }
    case 'MethodDeclaration':
    case 'ConstructorDeclaration': {
      const parameters = m.parameters.map((p) => `${showModifiers(p.modifiers)}${showType(p.type)} ${p.name.name}`).join(', ');
      const head = m.kind === 'ConstructorDeclaration' ? `constructor ${showModifiers(m.modifiers)}` : `method ${showModifiers(m.modifiers)}${m.returnType ? showType(m.returnType) : 'void'} `;
      return `${head}${m.name.name}(${parameters})${m.body ? ` ${showStatement(m.body)}` : ''}`;
    }
    case 'InitializerBlock': return `${m.isStatic ? 'static ' : ''}initializer ${showStatement(m.body)}`;
    case 'EnumDeclaration': return `${showModifiers(m.modifiers)}enum ${m.name.name} { ${m.constants.map((c) => c.name).join(', ')} }`;
    case 'InterfaceDeclaration': return `${showModifiers(m.modifiers)}interface ${m.name.name}${m.superinterfaces.length ? ` extends ${m.superinterfaces.map(showType).join(', ')}` : ''} { ${m.methods.map(showMember).join('; ')} }`;
    case 'ClassDeclaration': return `${showModifiers(m.modifiers)}class ${m.name.name}${m.superclass ? ` extends ${showType(m.superclass)}` : ''}${m.interfaces.length ? ` implements ${m.interfaces.map(showType).join(', ')}` : ''} { ${m.members.map(showMember).join('; ')} }`;
  }
}

const path = (field: SoqlFieldName): string => field.path.map((part) => part.name).join('.');

function showField(field: SoqlFieldName | SoqlFunctionCall): string {
  return field.kind === 'SoqlFieldName' ? path(field) : `${field.name.name}(${field.arguments.map((a) => (a.kind === 'SoqlFieldName' || a.kind === 'SoqlFunctionCall' ? showField(a) : showValue(a))).join(', ')})`;
}

export function showValue(value: SoqlValue): string {
  switch (value.kind) {
    case 'SoqlString': return JSON.stringify(value.value);
    case 'SoqlNumber': return value.text;
    case 'SoqlCurrency': return `currency ${value.isoCode} ${value.text}`;
    case 'SoqlBoolean': return String(value.value);
    case 'SoqlNull': return 'null';
    case 'SoqlDate': return `date ${value.text}`;
    case 'SoqlDatetime': return `datetime ${value.text}`;
    case 'SoqlTime': return `time ${value.text}`;
    case 'SoqlDateLiteral': return value.n === null ? value.name : `${value.name}:${value.n}`;
    case 'SoqlBind': return `:${showExpression(value.expression)}`;
  }
}

function showCondition(condition: SoqlCondition): string {
  switch (condition.kind) {
    case 'SoqlAnd': return `(${condition.conditions.map(showCondition).join(' AND ')})`;
    case 'SoqlOr': return `(${condition.conditions.map(showCondition).join(' OR ')})`;
    case 'SoqlNot': return `(NOT ${showCondition(condition.condition)})`;
    case 'SoqlComparison': {
      const { value } = condition;
      const right = Array.isArray(value) ? `(${(value as readonly SoqlValue[]).map(showValue).join(', ')})` : (value as SoqlQuery).kind === 'SoqlQuery' ? `(${showSoql(value as SoqlQuery)})` : showValue(value as SoqlValue);
      return `${showField(condition.field)} ${condition.operator} ${right}`;
    }
  }
}

function showItem(item: SoqlSelectItem): string {
  switch (item.kind) {
    case 'SoqlField': return path(item.field) + (item.alias ? ` ${item.alias.name}` : '');
    case 'SoqlFunction': return showField(item.call) + (item.alias ? ` ${item.alias.name}` : '');
    case 'SoqlSubquery': return `(${showSoql(item.query)})`;
    case 'SoqlTypeof': return `TYPEOF ${path(item.field)}${item.whens.map((w) => ` WHEN ${w.type.name} THEN ${w.fields.map(path).join(', ')}`).join('')}${item.otherwise.length ? ` ELSE ${item.otherwise.map(path).join(', ')}` : ''} END`;
  }
}

const showOrder = (items: SoqlQuery['orderBy']): string => (items.length ? ` ORDER BY ${items.map((o) => `${showField(o.field)}${o.descending ? ' DESC' : ''}${o.nulls ? ` NULLS ${o.nulls}` : ''}`).join(', ')}` : '');

export function showSoql(q: SoqlQuery): string {
  const from = [q.from, ...q.fromAliases].map((f) => path(f.name) + (f.alias ? ` ${f.alias.name}` : '')).join(', ');
  return [
    `SELECT ${q.select.map(showItem).join(', ')} FROM ${from}`,
    q.usingScope ? ` SCOPE ${q.usingScope.name}` : '',
    q.where ? ` WHERE ${showCondition(q.where)}` : '',
    q.with ? ` WITH ${q.with.name}` : '',
    q.withDataCategory ? ' WITH DATA CATEGORY' : '',
    q.groupBy ? ` GROUP BY ${q.groupBy.grouping} ${q.groupBy.fields.map(showField).join(', ')}` : '',
    q.having ? ` HAVING ${showCondition(q.having)}` : '',
    showOrder(q.orderBy),
    q.limit ? ` LIMIT ${showValue(q.limit)}` : '',
    q.offset ? ` OFFSET ${showValue(q.offset)}` : '',
    q.allRows ? ' ALL ROWS' : '',
    q.forClause.map((word) => ` FOR ${word}`).join(''),
  ].join('');
}

export function showSosl(q: SoslQuery): string {
  const returning = q.returning.map((r) => {
    const inner = `${r.fields.map(showItem).join(', ')}${r.where ? ` WHERE ${showCondition(r.where)}` : ''}${showOrder(r.orderBy)}${r.limit ? ` LIMIT ${showValue(r.limit)}` : ''}${r.offset ? ` OFFSET ${showValue(r.offset)}` : ''}`;
    return `${r.object.name}${inner ? `(${inner})` : ''}`;
  });
  return `FIND ${showValue(q.find)}${q.inFields ? ` IN ${q.inFields}` : ''}${returning.length ? ` RETURNING ${returning.join(', ')}` : ''}${q.with.map((w) => ` WITH ${w}`).join('')}${q.limit ? ` LIMIT ${showValue(q.limit)}` : ''}`;
}
