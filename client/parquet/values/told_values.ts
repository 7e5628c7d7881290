// Values as they are shown, from values as they are stored: decimals and instants keep every digit.

import type { CellForm } from "./cell_form.ts";
import { decimalText, signedOfBytes } from "./exact_decimal.ts";
import { clockText, instantText, PLACES, type TimeUnit } from "./plain_time.ts";

/** A number that no double need hold. */
export class ExactNumber {
  readonly unscaled: bigint;
  readonly scale: number;

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  toString(): string {
    return decimalText(this.unscaled, this.scale);
  }

  toJSON(): number | string {
    const text = this.toString();
    // A double keeps 15 digits of any decimal number.
    return text.replace(/\D/g, "").replace(/^0+/, "").length <= 15 ? Number(text) : text;
  }
}

/** A number of a column of 32-bit floats, which is shown as short as such a column tells it apart. */
export class ShortNumber {
  readonly float: number;

  constructor(float: number) {
    this.float = float;
  }

  toString(): string {
    return numberText(shortestOf(this.float));
  }

  toJSON(): number | string {
    const short = shortestOf(this.float);
    return Number.isFinite(short) ? short : numberText(short);
  }
}

/** An instant at the resolution of its column. */
export class Instant {
  readonly units: bigint;
  readonly unit: TimeUnit;

  constructor(units: bigint, unit: TimeUnit) {
    this.units = units;
    this.unit = unit;
  }

  toISOString(): string {
    return instantText(this.units, this.unit);
  }

  toString(): string {
    return this.toISOString();
  }

  toJSON(): string {
    return this.toISOString();
  }

  /** Milliseconds since 1970, rounded down. */
  getTime(): number {
    const perMs = 10n ** BigInt(PLACES[this.unit] - 3), rest = this.units % perMs;
    return Number(this.units / perMs) - (rest < 0n ? 1 : 0);
  }
}

/** Makes of a stored value of a leaf what is shown; null stays. */
export function tellerOf(form: CellForm): (stored: unknown) => unknown {
  const tell = presentTellerOf(form);
  return (stored) => stored === null || stored === undefined ? null : tell(stored as never);
}

function presentTellerOf(form: CellForm): (stored: never) => unknown {
  switch (form.kind) {
    case "decimal":
      return (stored: number | bigint | Uint8Array) => new ExactNumber(wholeOf(stored), form.scale);
    case "float":
      return (stored: number) => new ShortNumber(stored);
    case "instant":
      return (stored: bigint | number) => new Instant(BigInt(stored), form.unit);
    case "date":
      return (stored: number) => new Instant(BigInt(stored) * 86_400_000n, "ms");
    case "clock":
      return (stored: bigint | number) => clockText(BigInt(stored), form.unit);
    case "interval":
      return intervalText;
    case "integer":
      return form.isSigned || form.bits > 16
        ? asIs
        : (stored: number) => stored & (2 ** form.bits - 1);
    default:
      return asIs;
  }
}

function asIs(stored: unknown): unknown {
  return stored;
}

/** The unscaled whole number of a stored decimal. */
export function wholeOf(stored: number | bigint | Uint8Array): bigint {
  return typeof stored === "bigint"
    ? stored
    : typeof stored === "number"
    ? BigInt(stored)
    : signedOfBytes(stored);
}

/** As ISO 8601 writes a duration: `P14M3DT4.5S`. Three numbers without a sign, little-endian. */
export function intervalText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [months, days, milliseconds] = [0, 4, 8].map((at) => view.getUint32(at, true)) as [
    number,
    number,
    number,
  ];
  const date = (months ? `${months}M` : "") + (days ? `${days}D` : "");
  const time = milliseconds ? `T${milliseconds / 1000}S` : "";
  return `P${date}${time}` === "P" ? "PT0S" : `P${date}${time}`;
}

/** As RFC 9562 writes an identifier. */
export function uuidText(bytes: Uint8Array): string {
  return bytes.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The shortest decimal number that is this 32-bit float and no other. */
export function shortestOf(float: number): number {
  if (float === 0) return float; // with its sign
  // A float keeps six digits of any decimal number, unless it is among the least, which keep fewer.
  const least = Math.abs(float) < 2 ** -126 ? 1 : 6;
  for (let digits = least; digits < 9; digits++) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) return short;
  }
  return Number.isFinite(float) ? Number(float.toPrecision(9)) : float;
}

/** As it is shown: 0 keeps its sign. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
