import type { ApexValue } from './contract.ts';
import { conversions, decimalFromDouble, idFromText } from './conversions.ts';
import { ApexDecimal } from './decimal.ts';
import { ApexDouble } from './double.ts';
import { fail } from './exception.ts';
import type { RuntimeType } from './runtime-types.ts';
import { isInstance, printedName, runtimeTypeOf } from './type-checks.ts';

/** `(T) value` for a value in its boxed form; the result is boxed too. */
export function cast(value: ApexValue, type: RuntimeType): ApexValue {
  if (value === null) return null;
  if (type.kind === 'primitive') {
    switch (type.name) {
      case 'Id': if (typeof value === 'string') return idFromText(value); break;
      case 'String': if (typeof value === 'string') return value; break;
      case 'Long': if (typeof value === 'number') return BigInt(value); break;
      case 'Double':
        if (typeof value === 'number' || typeof value === 'bigint') return new ApexDouble(Number(value));
        if (value instanceof ApexDecimal) return new ApexDouble(value.toDouble());
        break;
      case 'Decimal':
        if (typeof value === 'number' || typeof value === 'bigint') return conversions.integerToDecimal(value);
        if (value instanceof ApexDouble) return decimalFromDouble(value.value);
        break;
      case 'Datetime': if (runtimeTypeOf(value).name === 'Date') return conversions.dateToDatetime(value as never); break;
      default: break;
    }
  }
  if (!isInstance(value, type)) fail('System.TypeException', `Invalid conversion from runtime type ${printedName(runtimeTypeOf(value)).replace(/__sfdc_ApexStub$/, '')} to ${printedName(type)}`);
  return value;
}
