import { SegmentedControl, Select, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { listBrands } from '../api/brands';
import type { Site } from '../api/sites';
import { units, type Timeline } from '../api/timeline';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import { dayOf } from '../reports/sentences';
import { hourly, periods, type View } from './address';
import classes from './timeline.module.css';
import { channelName, metricName } from './words';

interface Props {
  view: View;
  sites: Site[];
  timeline: Timeline | undefined;
  choose: (name: string, value: string) => void;
}

interface Option {
  value: string;
  label: string;
}

/** withChosen has what is chosen among the options, also where there is no such thing: so it can be taken out. */
const withChosen = (options: Option[], chosen: string): Option[] =>
  chosen === '' || options.some((o) => o.value === chosen) ? options : [...options, { value: chosen, label: chosen }];

/** Choices says what is shown: of which site and brand, counted how, and over which time. */
export function Choices({ view, sites, timeline, choose }: Props) {
  const m = useMessages();
  const t = m.timeline;
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => listBrands(signal) });
  const shared = { size: 'xs', className: classes.choice, comboboxProps: { shadow: 'none' } } as const;
  const brand = view.brand.join(',');
  const ownDays = { value: '', label: t.week(dayOf(view.from, m), view.to === '' ? '…' : dayOf(view.to, m)) };
  const metrics = [...new Set([...(timeline?.metrics ?? []), view.metric])];
  const channels = withChosen((timeline?.channels ?? []).map((value) => ({ value, label: channelName(value, m) })), view.channel);
  return (
    <div className={`${page.row} ${classes.choices}`}>
      {(sites.length > 1 || view.site !== '') && (
        <Select
          {...shared}
          label={t.site}
          allowDeselect={false}
          data={withChosen(sites.map((s) => ({ value: s.id, label: s.name })), view.site)}
          value={view.site || timeline?.site.id || sites[0]?.id || null}
          onChange={(v) => choose('site', v ?? '')}
        />
      )}
      <Select
        {...shared}
        label={t.brand}
        placeholder={t.allBrands}
        clearable
        clearButtonProps={{ 'aria-label': t.allBrands }}
        data={withChosen((brands.data ?? []).map((b) => ({ value: b.id, label: b.name })), brand)}
        value={brand || null}
        onChange={(v) => choose('brand', v ?? '')}
      />
      {metrics.length > 1 && (
        <Select
          {...shared}
          label={t.metric}
          allowDeselect={false}
          data={metrics.map((value) => ({ value, label: metricName(value, m) }))}
          value={view.metric}
          onChange={(v) => choose('metric', v === 'visits' ? '' : (v ?? ''))}
        />
      )}
      {channels.length > 0 && (
        <Select
          {...shared}
          label={t.channel}
          placeholder={t.allChannels}
          clearable
          clearButtonProps={{ 'aria-label': t.allChannels }}
          data={channels}
          value={view.channel || null}
          onChange={(v) => choose('channel', v ?? '')}
        />
      )}
      <Select
        {...shared}
        className={view.period === '' ? classes.wide : classes.choice}
        label={t.period}
        allowDeselect={false}
        data={[...(view.period === '' ? [ownDays] : []), ...periods.map((value) => ({ value: value as string, label: t.periods[value]! }))]}
        value={view.period}
        onChange={(v) => choose('period', v ?? '')}
      />
      <SegmentedControl
        size="xs"
        aria-label={t.unit}
        value={view.unit}
        onChange={(v) => choose('unit', v === 'day' ? '' : v)}
        data={units.map((value) => ({ value, label: t.units[value], disabled: value === 'hour' && !hourly(view) }))}
      />
      <Switch className={classes.rivals} size="sm" label={t.rivals} checked={view.rivals} onChange={(e) => choose('rivals', e.currentTarget.checked ? '' : 'no')} />
    </div>
  );
}
