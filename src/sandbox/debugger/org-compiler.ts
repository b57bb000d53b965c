/** `DebugCompiler` of a running org: what a session in its runner binds breakpoints and evaluates with. */
import { generate } from '../apex/codegen/generate.ts';
import type { SourceFile } from '../apex/semantics/types.ts';
import type { OrgCompiler } from '../org/compiler.ts';
import type { UnitDebugInfo } from './contract.ts';
import { ProgramDebugCompiler } from './program-compiler.ts';

/** `versionOf`: what is installed under a namespace. `anonymous`: the anonymous Apex of the requests that run, by the path of its source. */
export function orgDebugCompiler(org: OrgCompiler, anonymous: (path: string) => { readonly source: SourceFile; readonly unit: UnitDebugInfo } | null, versionOf: (namespace: string | null) => string | null): ProgramDebugCompiler {
  return new ProgramDebugCompiler({
    program: org.program,
    anonymous,
    versionOf,
    debugInfo(path) {
      const [first] = org.problemsOf(path);
      if (first) return { problem: `line ${first.line}: ${first.message}` };
      const unit = org.program.unit(path);
      const trigger = unit?.trigger;
      const type = unit?.type;
      const prefix = unit?.source.namespace ? `${unit.source.namespace}.` : '';
      const name = trigger ? `trigger:${prefix}${trigger.name}` : `${prefix}${type?.name ?? ''}`;
      const artifact = org.unit(name, 'debuggable');
      return artifact ? { unit: artifact.debug } : { problem: 'it has no code.' };
    },
    generate: bound => generate(bound, 'debuggable'),
  });
}
