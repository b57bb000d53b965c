/** Logical functions, blanks, picklists, what changed. Source: Salesforce Help, "Formula Operators and Functions by Context". */
import { areEqual, evaluate, negate } from '../evaluate.ts';
import type { FormulaContext } from '../evaluate.ts';
import { FormulaError } from '../parse.ts';
import type { FormulaNode } from '../parse.ts';
import { isBlank, textOf } from '../values.ts';
import type { FormulaValue } from '../values.ts';
import { ApexDecimal } from '../../../apex/runtime/decimal.ts';
import { define, defineLazy, pathOf } from './define.ts';

const ANY = Number.POSITIVE_INFINITY;

defineLazy('AND', 1, ANY, (parameters, context) => parameters.every((one) => evaluate(one, context) === true));
defineLazy('OR', 1, ANY, (parameters, context) => parameters.some((one) => evaluate(one, context) === true));
define('NOT', 1, 1, ([value]) => negate(value!));
defineLazy('IF', 3, 3, ([condition, yes, no], context) => evaluate(evaluate(condition!, context) === true ? yes! : no!, context));
defineLazy('CASE', 4, ANY, (parameters, context) => {
  if (parameters.length % 2 !== 0) throw new FormulaError(`Incorrect number of parameters for function 'CASE()'. Expected ${parameters.length - 1}, received ${parameters.length}`);
  const value = evaluate(parameters[0]!, context);
  let i = 1;
  for (; i + 1 < parameters.length; i += 2) if (areEqual(value, evaluate(parameters[i]!, context), context) === true) return evaluate(parameters[i + 1]!, context);
  return evaluate(parameters[i]!, context);
});
define('ISBLANK', 1, 1, ([value]) => isBlank(value!));
// Text is never null: these two say so, and their BLANK siblings were added for it.
define('ISNULL', 1, 1, ([value]) => value === null);
define('NULLVALUE', 2, 2, ([value, other]) => value ?? other!);
define('BLANKVALUE', 2, 2, ([value, other]) => (isBlank(value!) ? other! : value!));
defineLazy('ISNEW', 0, 0, (_parameters, context) => context.isNew);
defineLazy('ISCLONE', 0, 0, () => false);
defineLazy('ISCHANGED', 1, 1, ([field], context) => {
  const path = pathOf(field, 'ISCHANGED');
  return !context.isNew && areEqual(context.field(path), context.prior(path), { isRule: true }) === false;
});
defineLazy('PRIORVALUE', 1, 1, ([field], context) => context.prior(pathOf(field, 'PRIORVALUE')));
define('ISPICKVAL', 2, 2, ([value, wanted]) => textOf(value) === textOf(wanted));
define('INCLUDES', 2, 2, ([value, wanted]) => !isBlank(value!) && textOf(value).split(';').includes(textOf(wanted)));
define('PICKLISTCOUNT', 1, 1, ([value]) => ApexDecimal.fromInteger(isBlank(value!) ? 0 : textOf(value).split(';').length));
defineLazy('VLOOKUP', 3, 3, (parameters, context) => lookUp(parameters, context));

/** `VLOOKUP($ObjectType.Zip__c.Fields.City__c, $ObjectType.Zip__c.Fields.Name, Zip)`. */
function lookUp(parameters: readonly FormulaNode[], context: FormulaContext): FormulaValue {
  if (context.lookUp === undefined) throw new FormulaError('Function VLOOKUP may not be used in this type of formula');
  const [wanted, key] = parameters.slice(0, 2).map((one) => {
    const path = pathOf(one, 'VLOOKUP');
    if (path.length !== 4 || path[0]!.toLowerCase() !== '$objecttype' || path[2]!.toLowerCase() !== 'fields') throw new FormulaError(`Field ${path.join('.')} does not exist. Check spelling.`);
    return { object: path[1]!, field: path[3]! };
  });
  return context.lookUp(wanted!.object, wanted!.field, key!.field, textOf(evaluate(parameters[2]!, context)));
}
