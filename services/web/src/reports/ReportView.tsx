import { Button, Menu, SegmentedControl } from '@mantine/core';
import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { useRef, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Report } from '../api/reports';
import { Page } from '../frame/Page';
import { useMessages } from '../i18n';
import { BrandMark } from '../inbox/BrandMark';
import { useKeys } from '../keys/useKeys';
import { dayIn } from '../text/time';
import { Caveats } from './Caveats';
import { chartMetrics, chosenRows } from './chosen';
import { DayChart } from './DayChart';
import { asPNG, rowsAsCSV, save, standalone } from './download';
import { Grade } from './Grade';
import { Lines, lineText } from './Lines';
import { Method } from './Method';
import { Dots, Placebos } from './Outcomes';
import { Overlaps } from './Overlaps';
import classes from './report.module.css';
import { PeriodsTable } from './PeriodsTable';
import { RowsTable } from './RowsTable';
import { dayOf, headline, middleOf } from './sentences';
import { Windows } from './Windows';

interface Props {
  report: Report;
  data: string; // address of the same as JSON
  shared?: boolean; // for a reader who isn't in the desk: without links into it
  more?: ReactNode; // beside the other buttons
}

/** ReportView is what a mention moved, on one page of paper too. */
export function ReportView({ report: r, data, shared = false, more }: Props) {
  const m = useMessages();
  const [params, setParams] = useSearchParams();
  const picture = useRef<SVGSVGElement>(null);
  const asTable = params.get('view') === 'table';
  const { rows, line } = chosenRows(r, params.get('metric') ?? '');
  const metrics = chartMetrics(r);
  const nameOf = (metric: string) => m.timeline.metrics[metric] ?? metric;
  const chartName = line?.metric ? m.report.chartOf(nameOf(line.metric)) : m.report.chart;
  const pick = (metric: string) =>
    setParams((p) => {
      const next = new URLSearchParams(p);
      if (metric === r.metric) next.delete('metric');
      else next.set('metric', metric);
      return next;
    }, { replace: true });
  const show = (view: string) =>
    setParams((p) => {
      const next = new URLSearchParams(p);
      if (view === 'table') next.set('view', 'table');
      else next.delete('view');
      return next;
    }, { replace: true });
  const title = [r.mention.show, r.mention.title].filter((x) => x !== '').join(', ') || m.report.what;
  const name = `report-${r.id}`;
  const chart = () => (picture.current ? standalone(picture.current, `${title} · ${r.site.name} · ${chartName}`) : '');
  useKeys({ t: () => show(asTable ? '' : 'table') });

  const day = dayIn(r.mention.published, r.site.zone, m);
  const tools = (
    <>
      {more}
      <Button size="compact-md" variant="default" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
        {m.report.print}
      </Button>
      <Menu shadow="none" position="bottom-end">
        <Menu.Target>
          <Button size="compact-md" variant="default" leftSection={<IconDownload size={16} />}>
            {m.report.download}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={asTable || rows.length === 0} onClick={() => save(`${name}.svg`, new Blob([chart()], { type: 'image/svg+xml' }))}>
            {m.report.image}, SVG
          </Menu.Item>
          <Menu.Item disabled={asTable || rows.length === 0} onClick={() => void asPNG(chart()).then((b) => save(`${name}.png`, b))}>
            {m.report.image}, PNG
          </Menu.Item>
          <Menu.Item disabled={rows.length === 0} onClick={() => save(`${name}.csv`, new Blob([rowsAsCSV(rows)], { type: 'text/csv' }))}>
            {m.report.rows}, CSV
          </Menu.Item>
          <Menu.Item component="a" href={data} download={`${name}.json`}>
            {m.report.what}, JSON
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );

  return (
    <Page title={title} back={shared ? undefined : { to: '/reports', label: m.pages.reports }} tools={tools}>
      <article className={classes.report}>
        <p className={classes.about}>
          <BrandMark own={r.brand.own} /> {r.brand.name} · {shared ? day : <Link to={`/mentions/${r.mention.id}`}>{day}</Link>} · {r.site.name} ({r.site.zone}) ·{' '}
          {m.report.window(m.report.days(r.window.days), dayOf(r.window.from, m), dayOf(r.window.to, m))}
          {r.groupDays && ` · ${m.report.groupWindow(m.report.days(r.groupDays.days), dayOf(r.groupDays.from, m), dayOf(r.groupDays.to, m))}`}
        </p>
        <section className={classes.verdict}>
          <Grade verdict={r.state === 'open' ? null : r.verdict} size={18} />
          <p className={classes.sentence}>{headline(r, m)}</p>
          <p className={classes.dim}>
            {middleOf(r, m)} {m.report.explain}
          </p>
          <Windows report={r} />
        </section>
        {rows.length > 0 && (
          <section>
            <div className={classes.partHead}>
              <h2 className={classes.part}>{chartName}</h2>
              {metrics.length > 1 && (
                <SegmentedControl
                  className={classes.noPrint}
                  size="xs"
                  aria-label={m.timeline.metric}
                  value={line?.metric ?? r.metric}
                  onChange={pick}
                  data={metrics.map((metric) => ({ value: metric, label: nameOf(metric) }))}
                />
              )}
              <SegmentedControl
                className={classes.noPrint}
                size="xs"
                aria-label={chartName}
                value={asTable ? 'table' : 'chart'}
                onChange={show}
                data={[{ value: 'chart', label: m.report.image }, { value: 'table', label: m.report.rows }]}
              />
            </div>
            {line && <p className={classes.dim}>{m.report.notVisits(lineText(line, r.window.days, m))}</p>}
            {asTable ? <RowsTable rows={rows} /> : <DayChart rows={rows} events={r.events} name={chartName} picture={picture} />}
            {asTable && <PeriodsTable report={r} />}
          </section>
        )}
        {r.lift && (
          <div className={classes.pair}>
            <Dots report={r} />
            <Placebos report={r} />
          </div>
        )}
        <Lines report={r} linked={!shared} />
        <Overlaps report={r} linked={!shared} />
        <Caveats caveats={r.caveats} />
        <Method report={r} />
        <footer className={classes.foot}>
          {r.dataTo !== '' && <span>{m.report.dataTo(dayOf(r.dataTo, m))} · </span>}
          {m.report.foot(r.id, r.method.version, new Date().toLocaleDateString(m.locale, { dateStyle: 'long' }))}
        </footer>
      </article>
    </Page>
  );
}
