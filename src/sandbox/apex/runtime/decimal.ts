/**
 * Apex Decimal: an unscaled integer and a scale, with java.math.BigDecimal's rules (the scale of a result is part of it:
 * `1.50 + 2` is `3.50`). Immutable. A negative scale is legal (`1.2E+2`).
 */
export type RoundingMode = 'UP' | 'DOWN' | 'CEILING' | 'FLOOR' | 'HALF_UP' | 'HALF_DOWN' | 'HALF_EVEN' | 'UNNECESSARY';

const TEN: bigint[] = [1n];
export function powerOfTen(exponent: number): bigint {
  for (let i = TEN.length; i <= exponent; i++) TEN.push(TEN[i - 1]! * 10n);
  return TEN[exponent]!;
}

/** Significant digits of a division that doesn't end. */
const DIVISION_PRECISION = 33;

export class ApexDecimal {
  readonly unscaled: bigint;
  readonly scale: number;

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  static readonly ZERO = new ApexDecimal(0n, 0);

  static fromInteger(value: number | bigint): ApexDecimal {
    return new ApexDecimal(BigInt(value), 0);
  }

  /** A Double enters as its shortest decimal text: `2.0` has scale 1. Throws RangeError for NaN and infinities. */
  static fromDouble(value: number): ApexDecimal {
    if (!Number.isFinite(value)) throw new RangeError(`Cannot represent Double '${Number.isNaN(value) ? 'NaN' : 'Infinity'}' as a Decimal`);
    const parsed = ApexDecimal.parse(Number.isInteger(value) && Math.abs(value) < 1e7 ? `${value}.0` : value.toString())!;
    return Object.is(value, -0) ? new ApexDecimal(0n, 1) : parsed;
  }

  /** `+12.50`, `.5`, `1.`, `1e3`; null for anything else. */
  static parse(text: string): ApexDecimal | null {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
    if (!match) return null;
    const whole = match[2]!;
    const fraction = match[3] ?? '';
    if (!whole && !fraction) return null;
    const exponent = match[4] ? Number(match[4]) : 0;
    const unscaled = BigInt(whole + fraction);
    return new ApexDecimal(match[1] === '-' ? -unscaled : unscaled, fraction.length - exponent);
  }

  /** The unscaled value at a scale that isn't smaller than its own. */
  private at(scale: number): bigint {
    return scale === this.scale ? this.unscaled : this.unscaled * powerOfTen(scale - this.scale);
  }

  plus(other: ApexDecimal): ApexDecimal {
    if (this.scale === other.scale) return new ApexDecimal(this.unscaled + other.unscaled, this.scale);
    const scale = Math.max(this.scale, other.scale);
    return new ApexDecimal(this.at(scale) + other.at(scale), scale);
  }

  minus(other: ApexDecimal): ApexDecimal {
    if (this.scale === other.scale) return new ApexDecimal(this.unscaled - other.unscaled, this.scale);
    const scale = Math.max(this.scale, other.scale);
    return new ApexDecimal(this.at(scale) - other.at(scale), scale);
  }

  times(other: ApexDecimal): ApexDecimal {
    return new ApexDecimal(this.unscaled * other.unscaled, this.scale + other.scale);
  }

  negate(): ApexDecimal {
    return new ApexDecimal(-this.unscaled, this.scale);
  }

  abs(): ApexDecimal {
    return this.unscaled < 0n ? this.negate() : this;
  }

  signum(): number {
    return this.unscaled > 0n ? 1 : this.unscaled < 0n ? -1 : 0;
  }

  /** The quotient; null for a zero divisor. Exact results keep the preferred scale, others have 33 significant digits. */
  dividedBy(other: ApexDecimal): ApexDecimal | null {
    if (other.unscaled === 0n) return null;
    const preferred = this.scale - other.scale;
    if (this.unscaled === 0n) return new ApexDecimal(0n, Math.max(preferred, 0));
    // Enough digits that the quotient has one more than the precision, then round.
    const extra = Math.max(0, DIVISION_PRECISION + 3 + digits(other.unscaled) - digits(this.unscaled));
    const numerator = this.unscaled * powerOfTen(extra);
    const quotient = numerator / other.unscaled;
    const remainder = numerator % other.unscaled;
    if (remainder === 0n) {
      const exact = new ApexDecimal(quotient, preferred + extra).stripTo(Math.max(preferred, 0));
      return exact.precision() > DIVISION_PRECISION ? exact.toPrecision(DIVISION_PRECISION) : exact;
    }
    // A sticky digit keeps a tie from looking like one.
    const sticky = quotient * 10n + (remainder < 0n !== other.unscaled < 0n ? -1n : 1n);
    return new ApexDecimal(sticky, preferred + extra + 1).toPrecision(DIVISION_PRECISION);
  }

  private stripTo(scale: number): ApexDecimal {
    let unscaled = this.unscaled;
    let own = this.scale;
    while (own > scale && unscaled % 10n === 0n) {
      unscaled /= 10n;
      own--;
    }
    return new ApexDecimal(unscaled, own);
  }

  toPrecision(precision: number, mode: RoundingMode = 'HALF_UP'): ApexDecimal {
    const surplus = this.precision() - precision;
    return surplus <= 0 ? this : this.setScale(this.scale - surplus, mode)!;
  }

  /** null where `UNNECESSARY` would have to round. */
  setScale(scale: number, mode: RoundingMode): ApexDecimal | null {
    if (scale >= this.scale) return new ApexDecimal(this.at(scale), scale);
    const unit = powerOfTen(this.scale - scale);
    const quotient = this.unscaled / unit;
    const remainder = this.unscaled % unit;
    if (remainder === 0n) return new ApexDecimal(quotient, scale);
    const sign = this.unscaled < 0n ? -1n : 1n;
    const twice = (remainder < 0n ? -remainder : remainder) * 2n;
    const half = twice < unit ? -1 : twice > unit ? 1 : 0;
    let up: boolean;
    switch (mode) {
      case 'UP': up = true; break;
      case 'DOWN': up = false; break;
      case 'CEILING': up = sign > 0n; break;
      case 'FLOOR': up = sign < 0n; break;
      case 'HALF_UP': up = half >= 0; break;
      case 'HALF_DOWN': up = half > 0; break;
      case 'HALF_EVEN': up = half > 0 || (half === 0 && quotient % 2n !== 0n); break;
      case 'UNNECESSARY': return null;
    }
    return new ApexDecimal(up ? quotient + sign : quotient, scale);
  }

  stripTrailingZeros(): ApexDecimal {
    if (this.unscaled === 0n) return ApexDecimal.ZERO;
    return this.stripTo(-1000);
  }

  precision(): number {
    return digits(this.unscaled);
  }

  compareTo(other: ApexDecimal): number {
    if (this.scale === other.scale) return this.unscaled < other.unscaled ? -1 : this.unscaled > other.unscaled ? 1 : 0;
    const scale = Math.max(this.scale, other.scale);
    const a = this.at(scale);
    const b = other.at(scale);
    return a < b ? -1 : a > b ? 1 : 0;
  }

  toDouble(): number {
    return Number(this.toText());
  }

  /** Towards zero. */
  toBigInt(): bigint {
    return this.scale <= 0 ? this.at(0) : this.unscaled / powerOfTen(this.scale);
  }

  toPlainString(): string {
    const negative = this.unscaled < 0n;
    let text = (negative ? -this.unscaled : this.unscaled).toString();
    if (this.scale > 0) {
      text = text.padStart(this.scale + 1, '0');
      text = `${text.slice(0, -this.scale)}.${text.slice(-this.scale)}`;
    } else if (this.scale < 0 && this.unscaled !== 0n) {
      text += '0'.repeat(-this.scale);
    }
    return negative ? `-${text}` : text;
  }

  /** As String.valueOf prints it: BigDecimal's scientific notation for negative scales and very small numbers. */
  toText(): string {
    const text = (this.unscaled < 0n ? -this.unscaled : this.unscaled).toString();
    const exponent = text.length - 1 - this.scale;
    if (this.scale === 0) return this.unscaled.toString();
    if (this.scale > 0 && exponent >= -6) return this.toPlainString();
    const mantissa = text.length > 1 ? `${text[0]}.${text.slice(1)}` : text;
    return `${this.unscaled < 0n ? '-' : ''}${mantissa}E${exponent >= 0 ? '+' : ''}${exponent}`;
  }

  toString(): string {
    return this.toText();
  }
}

function digits(value: bigint): number {
  if (value < 0n) value = -value;
  if (value < 1000000000000000n) {
    let n = Number(value);
    let count = 1;
    while (n >= 10) { n = Math.floor(n / 10); count++; }
    return count;
  }
  return value.toString().length;
}
