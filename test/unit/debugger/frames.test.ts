/**
 * What debuggable code lets the debugger see and change. The measure is traced code, which stores every local at once, where it
 * is assigned; debuggable code does so only where somebody may look.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Shape } from '../../../src/sandbox/apex/codegen/artifact.ts';
import { isVisibleAt } from '../../../src/sandbox/apex/runtime/frame-layout.ts';
import { ApexList } from '../../../src/sandbox/apex/runtime/list.ts';
import type { LoadedUnit } from '../../../src/sandbox/apex/runtime/loader.ts';
import { debugState, frameAt } from '../../../src/sandbox/apex/runtime/shadow-stack.ts';
import { setPoll } from '../../../src/sandbox/apex/runtime/support.ts';
import type { Frame } from '../../../src/sandbox/debugger/contract.ts';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';
import { FRAME_PROGRAMS } from '../../support/debugger/frame-programs.ts';

/** At which stop which local of which frame, from the innermost outwards, gets which value. */
interface Edit { readonly stop: number; readonly depth: number; readonly local: string; readonly value: number | null }
/** `edits`: what could be set at each stop. */
interface Run { readonly result: unknown; readonly stops: readonly string[]; readonly edits: readonly (readonly Edit[])[] }
interface How {
  /** The one statement that stops; null: every one. */
  readonly statement?: number | null;
  readonly stopsAtThrow?: boolean;
  readonly edit?: Edit;
}

const text = (value: unknown): string => (value instanceof ApexList ? `[${value.items.map(text).join(' ')}]` : typeof value === 'object' && value !== null ? (value as { $type: { name: string } }).$type.name : String(value));

function framesFrom(base: number): readonly Frame[] {
  const frames: Frame[] = [];
  for (let frame: Frame | null = frameAt(base); frame; frame = frame.parent) frames.push(frame);
  return frames;
}

const visible = (frame: Frame): readonly { readonly name: string; readonly index: number; readonly typeName: string }[] => {
  const at = frame.unit.statements[frame.statement]!.start;
  return frame.method.locals.flatMap((local, index) => (isVisibleAt(local, at) ? [{ name: local.name, typeName: local.typeName, index }] : []));
};

const stackText = (frames: readonly Frame[]): string => frames.map((frame) => `${frame.method.traceName}#${frame.statement}(${visible(frame).map(({ name, index }) => `${name}=${text(frame.local(index))}`).join(' ')})`).join(' < ');

class Program {
  readonly org: TestOrg;
  readonly unit: LoadedUnit;

  constructor(members: string, shape: Shape) {
    this.org = openTestOrg({ classes: [`public class K { ${members} }`], shape });
    this.org.executor.loader.require('K');
    this.unit = [...this.org.executor.loader.loadedUnits()].find((unit) => unit.artifact.unitName === 'K')!;
  }

  run({ statement, stopsAtThrow = false, edit }: How, body: () => void = () => undefined): Run {
    const { unit } = this;
    const stops: string[] = [];
    const edits: Edit[][] = [];
    const { hook } = debugState;
    const flag = (only: number | null | undefined): void => {
      unit.flags.fill(only === null ? 1 : 0);
      if (typeof only === 'number') unit.flags[only] = 1;
      unit.heedFlags(only !== undefined);
    };
    const stop = (base: number, why: string): void => {
      const frames = framesFrom(base);
      stops.push(`${why}${stackText(frames)}`);
      const at = edits.push(frames.flatMap((frame, depth) => visible(frame).filter((local) => local.typeName === 'Integer').flatMap(({ name }) => [2, null].map((value) => ({ stop: edits.length, depth, local: name, value }))))) - 1;
      if (edit?.stop !== at) return;
      const frame = frames[edit.depth]!;
      frame.setLocal(visible(frame).findLast((local) => local.name === edit.local)!.index, edit.value);
      // As the agent does, until the frame's code has taken it over.
      flag(null);
    };
    const isTakenOver = (base: number): boolean => {
      const frame = frameAt(base);
      const { isDirty } = frame;
      frame.isDirty = false;
      return isDirty;
    };
    debugState.hook = {
      atStatement(base) {
        stop(base, '');
        return isTakenOver(base);
      },
      onThrow(base) {
        if (stopsAtThrow) stop(base, '! ');
        return isTakenOver(base);
      },
    };
    flag(statement);
    let result: unknown;
    try {
      const { exception } = this.org.executor.runApi(this.org.users[0]!, () => {
        body();
        result = this.org.executor.loader.require('K').u()['run$']!();
      });
      if (exception) result = `! ${exception.type}: ${exception.message}`;
    } finally {
      debugState.hook = hook;
      flag(undefined);
    }
    assert.equal(debugState.end, 0);
    return { result, stops, edits };
  }
}

describe('what the debugger sees of frames', () => {
  for (const { name, members, result } of FRAME_PROGRAMS) {
    describe(name, () => {
      let debuggable: Program;
      let traced: Program;
      let statements: readonly number[];
      before(() => {
        debuggable = new Program(members, 'debuggable');
        traced = new Program(members, 'traced');
        statements = debuggable.unit.artifact.debug.statements.map((statement) => statement.id);
      });
      after(() => {
        debuggable.org.close();
        traced.org.close();
      });
      /** The same in both kinds of code. */
      const same = (how: How): Run => {
        const run = debuggable.run(how);
        assert.deepEqual(run, traced.run(how), JSON.stringify(how));
        return run;
      };

      it('has its result, whoever looks', () => {
        assert.equal(debuggable.run({}).result, result);
        assert.equal(same({ statement: null, stopsAtThrow: true }).result, result);
      });

      it('shows every local at every stop', () => {
        const stopped = statements.filter((statement) => same({ statement }).stops.length > 0);
        assert.ok(stopped.length > statements.length / 2);
        same({ stopsAtThrow: true });
      });

      it('takes over what is set, in any frame', () => {
        for (const how of [...statements.map((statement): How => ({ statement })), { stopsAtThrow: true }]) {
          const { edits } = debuggable.run(how);
          for (const edit of new Set([...(edits[0] ?? []), ...(edits.at(-1) ?? [])])) same({ ...how, edit });
        }
      });
    });
  }

  it('stops a loop that calls nobody, with its locals', () => {
    for (const shape of ['debuggable', 'traced'] as const) {
      const program = new Program('public static Integer run() { Integer turns = 0; Integer other = 0; while (turns < 2000000) { turns++; other = turns * 2; } return other; }', shape);
      let polls = 0;
      const { stops, result } = program.run({}, () => setPoll(() => {
        polls++;
        program.unit.flags.fill(polls === 50 ? 1 : 0);
        program.unit.heedFlags(polls === 50);
      }));
      program.org.close();
      assert.equal(result, 4_000_000);
      const [, turns, other] = /turns=(\d+) other=(\d+)/.exec(stops[0] ?? '') ?? [];
      assert.ok(Number(turns) > 900_000 && Number(other) === Number(turns) * 2, stops[0]);
    }
  });
});
