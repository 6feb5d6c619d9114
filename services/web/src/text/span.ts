import type { Messages } from '../i18n/en';

/** span writes a number of seconds as seconds, minutes, hours or days, whichever is readable. */
export function span(seconds: number, m: Messages): string {
  const steps: [Intl.NumberFormatOptions['unit'], number][] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ];
  const [unit, size] = steps.find(([, size]) => seconds >= 2 * size) ?? steps[3]!;
  return Math.round(seconds / size).toLocaleString(m.locale, { style: 'unit', unit, unitDisplay: 'long' });
}
