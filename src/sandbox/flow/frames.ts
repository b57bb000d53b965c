/**
 * The frames of flows on the shadow stack of a debugged request: below the Apex that a flow calls, the stack shows the flow, at the
 * line of its element, with the variables of the interview (of several that run together, the first one's).
 */
import { LOCALS, SELF, STATEMENT } from '../apex/runtime/frame-layout.ts';
import { debugState, MethodEntry, passes } from '../apex/runtime/shadow-stack.ts';
import { listTypeOf } from '../apex/runtime/runtime-types.ts';
import type { UnitDebugInfo } from '../debugger/contract.ts';
import type { FlowDefinition, FlowElement } from './contract.ts';
import type { Interview } from './interview.ts';
import { itemTypeOf } from './values.ts';

const entries = new WeakMap<FlowDefinition, MethodEntry>();

function entryOf(flow: FlowDefinition): MethodEntry {
  let entry = entries.get(flow);
  if (entry === undefined) entries.set(flow, entry = makeEntry(flow));
  return entry;
}

function makeEntry(flow: FlowDefinition): MethodEntry {
  const parameter = (name: string, typeName: string): UnitDebugInfo['methods'][number]['locals'][number] => ({ name, typeName, isParameter: true, scopeStart: 0, scopeEnd: 0 });
  const locals = flow.variables.map((variable) => parameter(variable.name, (variable.isCollection ? listTypeOf(itemTypeOf(variable)) : itemTypeOf(variable)).name));
  const record = flow.start.trigger === null || flow.start.object === null ? [] : [parameter('$Record', flow.start.object), parameter('$Record__Prior', flow.start.object)];
  const className = flow.namespace === null ? flow.name : `${flow.namespace}.${flow.name}`;
  const method = { id: 0, className, traceName: '<flow>', isStatic: true, locals: [...record, ...locals] };
  const statements = flow.elements.map(({ line }, id) => ({ id, methodId: 0, line, column: 1, endLine: line, endColumn: 1, start: 0 }));
  return new MethodEntry({ path: flow.file, unitName: `flow ${className}`, namespace: flow.namespace, statements, methods: [method] }, method);
}

/** Runs what an element does for interviews of one flow, in a frame of its own if the request is debugged. */
export function withFrame(interviews: readonly Interview[], element: FlowElement, action: () => void): void {
  if (!debugState.isOn) {
    action();
    return;
  }
  const [first] = interviews;
  const { flow, triggered, variables } = first!;
  const entry = entryOf(flow);
  const { values, end: base } = debugState;
  values[base] = entry;
  values[base + STATEMENT] = flow.elements.indexOf(element);
  values[base + SELF] = null;
  entry.method.locals.forEach(({ name }, i) => {
    values[base + LOCALS + i] = name === '$Record' ? (triggered?.record ?? null) : name === '$Record__Prior' ? (triggered?.prior ?? null) : (variables.get(name.toLowerCase()) ?? null);
  });
  debugState.end = base + entry.size;
  try {
    action();
  } catch (error) {
    passes(error, base);
    throw error;
  } finally {
    debugState.end = base;
  }
}
