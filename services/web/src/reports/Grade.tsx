import type { Verdict } from '../api/reports';
import { useMessages } from '../i18n';
import classes from './report.module.css';

// How much of the disc is filled. Without colour: the shape and the word say it.
const shares: Partial<Record<Verdict | 'open', number>> = { clear: 1, likely: 0.75, possible: 0.5, no_sign: 0 };

/** Grade is a verdict as a disc and a word. */
export function Grade({ verdict, size = 14 }: { verdict: Verdict | null; size?: number }) {
  const m = useMessages();
  const grade = verdict ?? 'open';
  const share = shares[grade];
  return (
    <span className={classes.grade} data-grade={grade}>
      <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden>
        <circle cx="8" cy="8" r="6.75" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray={grade === 'open' ? '2.5 2' : undefined} />
        {share !== undefined && share > 0 && <path d={slice(share)} fill="currentColor" />}
        {grade === 'cannot_tell' && (
          <text x="8" y="11.75" textAnchor="middle" fontSize="10.5" fontWeight="600" fill="currentColor">
            ?
          </text>
        )}
      </svg>
      {m.report.grades[grade] ?? grade}
    </span>
  );
}

/** slice is a share of the disc, clockwise from the top. */
function slice(share: number): string {
  if (share >= 1) return 'M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12z';
  const turn = 2 * Math.PI * share;
  const x = 8 + 6 * Math.sin(turn);
  const y = 8 - 6 * Math.cos(turn);
  return `M8 8V2A6 6 0 ${share > 0.5 ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}z`;
}
