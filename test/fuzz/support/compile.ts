/** The whole compiler on one text: whatever it is, it ends in code that JavaScript takes or in errors that lie in the text. */
import assert from 'node:assert/strict';
import { Script } from 'node:vm';
import { generate } from '../../../src/sandbox/apex/codegen/generate.ts';
import type { Shape } from '../../../src/sandbox/apex/codegen/artifact.ts';
import { bindAnonymous, bindUnit } from '../../../src/sandbox/apex/semantics/bind-unit.ts';
import type { BindResult } from '../../../src/sandbox/apex/semantics/bind-unit.ts';
import { Catalogue } from '../../../src/sandbox/apex/semantics/catalogue.ts';
import { Program } from '../../../src/sandbox/apex/semantics/program.ts';
import type { SourceFile } from '../../../src/sandbox/apex/semantics/types.ts';
import { loadSchema } from '../../../src/sandbox/data/metadata/load-schema.ts';

const SHAPES: readonly Shape[] = ['plain', 'debuggable', 'coverage'];
const source = (path: string, text: string): SourceFile => ({ path, text, apiVersion: 64, namespace: null });
/** What random units refer to. */
const OTHERS = [
  source('/B.cls', 'public virtual class B { public Integer a; public virtual void b() { } public static String c(Object o) { return null; } public class C { } }'),
  source('/E.cls', 'public enum E { ONE, TWO }'),
];
let shared: { readonly schema: ReturnType<typeof loadSchema>['schema']; readonly catalogue: Catalogue } | null = null;

/** How it went: for a fuzzer to say that it reaches both ends. */
export type Ending = 'code' | 'errors';

export function compileUnit(text: string): Ending {
  const path = /^\s*trigger\b/i.test(text) ? '/T.trigger' : '/A.cls';
  return finish(text, bindUnit(program([source(path, text)]), path));
}

export function compileAnonymous(text: string): Ending {
  return finish(text, bindAnonymous(program([]), source('anonymous', text)));
}

function program(sources: readonly SourceFile[]): Program {
  shared ??= { schema: loadSchema({ projects: [], namespace: null }).schema, catalogue: Catalogue.load() };
  return new Program({ ...shared, sources: [...sources, ...OTHERS] });
}

function finish(text: string, { unit, diagnostics }: BindResult): Ending {
  for (const { start, end, line, column, message } of diagnostics) {
    assert.ok(start >= 0 && start <= end && end <= text.length && line >= 1 && column >= 1, `${message} at ${start}–${end} of ${text.length}`);
    assert.ok(message.length > 0);
  }
  if (!unit) {
    assert.ok(diagnostics.length > 0, 'neither code nor errors');
    return 'errors';
  }
  for (const shape of SHAPES) {
    const { code } = generate(unit, shape);
    assert.doesNotThrow(() => new Script(`(function($){${code}\n})`));
  }
  return 'code';
}
