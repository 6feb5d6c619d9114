import type { ReactNode } from 'react';
import { useMessages } from '../i18n';
import report from '../reports/report.module.css';
import type { Row } from './rows';

/** Legend names what is drawn now, and no more. */
export function Legend({ rows, gaps, windows }: { rows: Row[]; gaps: boolean; windows: boolean }) {
  const l = useMessages().timeline.legend;
  const shown: [boolean, string, number, ReactNode][] = [
    [true, l.observed, 24, <path d="M0 6h24" stroke="var(--text)" strokeWidth="2" />],
    [rows.some((r) => r.partial), l.partial, 12, <circle cx="6" cy="6" r="3" fill="none" stroke="var(--text)" strokeWidth="1.5" />],
    [rows.some((r) => r.low !== null), l.expected, 24, <path d="M0 1h24v10H0z" fill="var(--baseline)" fillOpacity=".34" />],
    [windows, l.effect, 24, <path d="M0 6h24" stroke="var(--effect)" strokeWidth="3" />],
    [gaps, l.gap, 24, <path d="M0 12L12 0M6 12L18 0M12 12L24 0" stroke="var(--dim)" strokeWidth="1" />],
    [rows.some((r) => r.own > 0), l.own, 12, <circle cx="6" cy="6" r="4.5" fill="var(--own)" />],
    [rows.some((r) => r.rivals > 0), l.rivals, 12, <path d="M6 1l5 5-5 5-5-5z" fill="var(--rival)" />],
    [rows.some((r) => r.events.length > 0), l.event, 12, <path d="M1 12V0M1 0h9l-3 3.5 3 3.5H1z" stroke="var(--annotation)" fill="var(--annotation)" />],
  ];
  return (
    <figcaption className={report.legend}>
      {shown.map(
        ([there, label, width, drawing]) =>
          there && (
            <span key={label}>
              <svg width={width} height="12" aria-hidden>
                {drawing}
              </svg>
              {label}
            </span>
          ),
      )}
    </figcaption>
  );
}
