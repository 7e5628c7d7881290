// Sizes as the explorer tells them.

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** `4.2 MB`, in powers of ten. */
export function formatBytes(bytes: number): string {
  let value = bytes, unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.5 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}
