import { MultiSelect, Select, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { listBrands } from '../api/brands';
import { listCountries, type Site, type SiteDraft } from '../api/sites';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';

interface Props {
  site: Site | undefined; // undefined for a new one
  draft: SiteDraft;
  change: (d: SiteDraft) => void;
}

/** countriesIn are countries by their name in a language, in its order. */
export function countriesIn(codes: string[], locale: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  return codes.map((value) => ({ value, label: names.of(value) ?? value })).sort((a, b) => a.label.localeCompare(b.label, locale));
}

/** SiteFields are the fields of a site. */
export function SiteFields({ site, draft, change }: Props) {
  const m = useMessages();
  const t = m.sites;
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => listBrands(signal) });
  const choices = (brands.data ?? []).map((b) => ({ value: b.id, label: b.name }));
  const missing = draft.brands.filter((id) => !choices.some((c) => c.value === id)).map((id) => ({ value: id, label: id }));
  const countries = useQuery({ queryKey: ['holiday countries'], queryFn: ({ signal }) => listCountries(signal), staleTime: Infinity });
  const codes = [...new Set([...(countries.data ?? []), ...draft.holidays])];
  const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', ...(draft.zone ? [draft.zone] : [])])];
  const feeds = site?.feeds ?? [];
  const metrics = [...new Set(feeds.flatMap((f) => f.metrics ?? []))];
  const none = { comboboxProps: { shadow: 'none' } } as const;
  const setPrimary = (metric: string, feed: string | null) => {
    const primary = { ...draft.primary };
    if (feed) primary[metric] = feed;
    else delete primary[metric];
    change({ ...draft, primary });
  };
  return (
    <div className={page.fields}>
      <TextInput label={t.name} required withAsterisk={false} autoFocus={!site} maxLength={200} value={draft.name} onChange={(e) => change({ ...draft, name: e.currentTarget.value })} />
      <Select {...none} label={t.zone} description={t.zoneHelp} searchable limit={50} allowDeselect={false} data={zones} value={draft.zone} onChange={(zone) => change({ ...draft, zone: zone ?? draft.zone })} />
      <TagsInput {...none} label={t.domains} description={t.domainsHelp} placeholder={draft.domains.length === 0 ? 'acme.example' : undefined} value={draft.domains} onChange={(domains) => change({ ...draft, domains })} acceptValueOnBlur splitChars={[',', ';', ' ']} />
      <MultiSelect {...none} label={t.brands} description={t.brandsHelp} placeholder={draft.brands.length === 0 ? t.allOwn : undefined} searchable data={[...choices, ...missing]} value={draft.brands} onChange={(b) => change({ ...draft, brands: b })} />
      <MultiSelect {...none} label={t.holidays} description={t.holidaysHelp} placeholder={draft.holidays.length === 0 ? t.noHolidays : undefined} searchable data={countriesIn(codes, m.locale)} value={draft.holidays} onChange={(holidays) => change({ ...draft, holidays })} />
      {metrics.map((metric) => (
        <Select
          {...none}
          key={metric}
          label={t.primary(t.metricNames[metric] ?? metric)}
          description={t.primaryHelp}
          data={[{ value: '', label: t.primaryFirst }, ...feeds.filter((f) => f.metrics?.includes(metric)).map((f) => ({ value: f.id, label: f.name }))]}
          value={draft.primary[metric] ?? ''}
          allowDeselect={false}
          onChange={(v) => setPrimary(metric, v)}
        />
      ))}
    </div>
  );
}
