import { SegmentedControl } from '@mantine/core';
import { useSearchParams } from 'react-router';
import type { Report } from '../api/reports';
import { useMessages } from '../i18n';
import { chartMetrics } from './chosen';
import classes from './report.module.css';
import { daysOf, more, rangeOf } from './sentences';

/** Windows shows the numbers of a longer window, which has no verdict. The chart stays that of the report's own window. */
export function Windows({ report: r }: { report: Report }) {
  const m = useMessages();
  const [params, setParams] = useSearchParams();
  const own = String(daysOf(r));
  const longer = r.longer.filter((l) => rangeOf(l.effect));
  const asked = (params.get('window') ?? '').replace(/d$/, '');
  const metric = params.get('metric') ?? '';
  const picked = longer.find((l) => String(l.days) === asked);
  const known = asked === '' || asked === own || asked === String(r.window.days) || picked !== undefined;
  const drawn = metric === '' || chartMetrics(r).includes(metric);
  if (longer.length === 0 && known && drawn) return null;
  const pick = (days: string) =>
    setParams((p) => {
      const next = new URLSearchParams(p);
      if (days === own) next.delete('window');
      else next.set('window', days);
      return next;
    }, { replace: true });
  const range = picked && rangeOf(picked.effect);
  return (
    <div className={`${classes.windows} ${classes.noPrint}`}>
      {longer.length > 0 && (
        <SegmentedControl
          size="xs"
          aria-label={m.report.windowChoice}
          value={picked ? asked : own}
          onChange={pick}
          data={[own, ...longer.map((l) => String(l.days))].map((n) => ({ value: n, label: m.report.days(Number(n)) }))}
        />
      )}
      <p className={classes.dim} role="status">
        {picked && range && m.report.longerWindow(m.report.longerLine(m.report.days(picked.days), more(range, picked.days, m), picked.others))}
        {!known && m.report.noWindow(asked.slice(0, 20))}
        {!drawn && ` ${m.report.noMetric(metric.slice(0, 40))}`}
      </p>
    </div>
  );
}
