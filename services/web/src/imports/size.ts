import type { Messages } from '../i18n/en';

const units = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** sizeOf writes a number of bytes as 12.3 MB. */
export function sizeOf(bytes: number, m: Messages): string {
  let n = bytes / 1000;
  let unit = 0;
  while (n >= 999.5 && unit < units.length - 1) {
    n /= 1000;
    unit++;
  }
  return n.toLocaleString(m.locale, { style: 'unit', unit: units[unit], unitDisplay: 'short', maximumFractionDigits: n < 10 ? 1 : 0 });
}
