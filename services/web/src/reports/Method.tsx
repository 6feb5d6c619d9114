import type { Report } from '../api/reports';
import { useMessages } from '../i18n';
import classes from './report.module.css';
import { isNumber, more, rangeOf, small } from './sentences';

/** Method is folded: the numbers for statisticians, and longer windows. */
export function Method({ report: r }: { report: Report }) {
  const m = useMessages();
  const names = m.report.methodNumbers;
  const numbers = r.lift
    ? (Object.keys(names) as (keyof typeof names)[]).flatMap((name) => {
        const value = r.lift![name];
        return isNumber(value) ? [[names[name], name === 'placebos' ? String(value) : small(value, m)] as const] : [];
      })
    : [];
  const longer = r.longer.flatMap((l) => {
    const range = rangeOf(l.effect);
    return range ? [m.report.longerLine(m.report.days(l.days), more(range, l.days, m), l.others)] : [];
  });
  if (!r.lift && r.method.text === '') return null;
  return (
    <details className={classes.method}>
      <summary>{m.report.method}</summary>
      <p lang="en">{r.method.text}</p>
      <dl>
        {numbers.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {longer.length > 0 && (
        <>
          <h3 className={classes.third}>{m.report.longer}</h3>
          <ul>
            {longer.map((l) => (
              <li key={l}>{l}</li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}
