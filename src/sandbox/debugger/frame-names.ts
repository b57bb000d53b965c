/** How frames are called in a call stack. */
import type { Frame } from './contract.ts';
import { isTriggerFrame } from './exception-filters.ts';

/** `ns.Outer.Inner.run(Integer, List<Account>)`, `trigger OrderTrigger`, `flow Discount`, `AnonymousBlock`. */
export function frameName(frame: Frame): string {
  const { method } = frame;
  if (isTriggerFrame(frame)) return `trigger ${method.className}`;
  if (method.traceName === '<flow>') return `flow ${method.className}`;
  if (method.className === 'AnonymousBlock') return method.className;
  const parameters = method.locals.filter(local => local.isParameter).map(local => local.typeName).join(', ');
  const { traceName } = method;
  if (traceName === '<clinit>') return `${method.className}.<clinit>`;
  if (traceName.startsWith('__sfdc_')) return `${method.className}.${traceName.slice('__sfdc_'.length)}`;
  return `${method.className}.${traceName}(${parameters})`;
}

export function framesFrom(innermost: Frame): readonly Frame[] {
  const frames: Frame[] = [];
  for (let frame: Frame | null = innermost; frame; frame = frame.parent) frames.push(frame);
  return frames;
}
