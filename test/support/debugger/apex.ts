/** Real Apex for the debugger's tests: parsed, bound and generated, without an org around it. */
import { generate } from '../../../src/sandbox/apex/codegen/generate.ts';
import type { Shape, UnitArtifact } from '../../../src/sandbox/apex/codegen/artifact.ts';
import { bindUnit } from '../../../src/sandbox/apex/semantics/bind-unit.ts';
import { Catalogue } from '../../../src/sandbox/apex/semantics/catalogue.ts';
import { Program } from '../../../src/sandbox/apex/semantics/program.ts';
import type { Schema } from '../../../src/sandbox/data/schema.ts';
import { ProgramDebugCompiler } from '../../../src/sandbox/debugger/program-compiler.ts';

export const SHOP_PATH = '/app/classes/Shop.cls';
/** Lines are found by their markers. */
export const SHOP = `public class Shop {
  private static Integer sold = 0; // @bp static
  private static final String NAME = 'Corner';
  private List<Integer> prices = new List<Integer>(); // @bp initialiser
  public Status state = Status.OPEN;
  public enum Status { OPEN, CLOSED }

  public Shop(Integer first) {
    prices.add(first); // @bp constructor
  }

  public Integer sell(Integer count) {
    Integer total = 0; // @bp sell
    for (Integer i = 0; i < count; i++) {
      Integer price = priceOf(i); // @bp call
      total += price;
    }
    Map<String, Integer> byName = new Map<String, Integer>{ 'a' => total, 'b' => 2 };
    Object anything = 1.5;
    sold += count; // @bp after
    if (total > 1000) {
      throw new ShopException('Too much');
    }
    return total; // @bp return
  }

  private Integer priceOf(Integer index) {
    Integer base = prices[0]; // @bp inside
    return base + index; // @bp inside2
  }

  public static Integer run(Integer count) {
    if (count == 77) return nested(count); // @bp choose
    if (count < 0) return new Shop(10).sell(-count); // @bp uncaught
    Shop shop = new Shop(10); // @bp run
    try {
      return shop.sell(count); // @bp try
    } catch (ShopException e) {
      sold = -1; // @bp caught
      return -1;
    }
  }

  private static Integer nested(Integer n) {
    for (Integer i = plus(0, 0); i < plus(n, n); i = plus(i, 500)) {
      sold = plus(plus(n, 1), n > 0 ? plus(n, 2) : new Shop(n).priceOf(0)); // @bp nested
    }
    return sold;
  }

  private static Integer plus(Integer a, Integer b) {
    return a + b; // @bp plus
  }

  public class ShopException extends Exception {}
}
`;

export function lineOf(marker: string): number {
  const line = SHOP.split('\n').findIndex(text => text.endsWith(`// @bp ${marker}`));
  if (line < 0) throw new Error(`no marker ${marker}`);
  return line + 1;
}

const schema = { object: () => undefined, namespace: null } as unknown as Schema;
const sources = [{ path: SHOP_PATH, text: SHOP, apiVersion: 64, namespace: null }];

export function makeProgram(): Program {
  return new Program({ schema, catalogue: Catalogue.load(), sources });
}

export function compileUnit(program: Program, path: string, shape: Shape): UnitArtifact {
  const { unit, diagnostics } = bindUnit(program, path);
  if (!unit) throw new Error(diagnostics.map(each => `${each.line}: ${each.message}`).join('\n'));
  return generate(unit, shape);
}

export function makeCompiler(): ProgramDebugCompiler {
  const program = makeProgram();
  const artifact = compileUnit(program, SHOP_PATH, 'debuggable');
  return new ProgramDebugCompiler({ program, anonymous: () => null, versionOf: () => null, debugInfo: () => ({ unit: artifact.debug }), generate: bound => generate(bound, 'debuggable') });
}
