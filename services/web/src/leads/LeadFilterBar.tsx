import { Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { listSites } from '../api/sites';
import { useQuery } from '@tanstack/react-query';
import type { LeadSource } from '../api/leads';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import { periods, type LeadFilters } from './filters';

interface Props {
  filters: LeadFilters;
  sources: LeadSource[];
  stages: string[];
  set: (name: keyof LeadFilters, value: string) => void;
}

/** LeadFilterBar narrows the leads; what it is set to stands in the address. */
export function LeadFilterBar({ filters: f, sources, stages, set }: Props) {
  const m = useMessages();
  const t = m.leads;
  const sites = useQuery({ queryKey: ['sites'], queryFn: ({ signal }) => listSites(signal) });
  // A value that isn't known stays to be seen, and to be removed.
  const known = (options: { value: string; label: string }[], value: string) => (value === '' || options.some((o) => o.value === value) ? options : [...options, { value, label: value }]);
  const shared = { size: 'xs', w: 160, clearable: true, comboboxProps: { shadow: 'none' } } as const;
  const one = (name: keyof LeadFilters, label: string, all: string, value: string, options: { value: string; label: string }[]) => (
    <Select {...shared} aria-label={label} placeholder={all} data={known(options, value)} value={value || null} onChange={(v) => set(name, v ?? '')} clearButtonProps={{ 'aria-label': all }} />
  );
  return (
    <div className={page.row}>
      <Words key={f.q} q={f.q} set={(q) => set('q', q)} />
      {one('site', t.site, t.allSites, f.site, (sites.data ?? []).map((s) => ({ value: s.name, label: s.name })))}
      {one('source', t.source, t.allSources, f.source.join(','), sources.map((s) => ({ value: s.id, label: s.name })))}
      {one('stage', t.stage, t.allStages, f.stage.join(','), stages.filter((s) => s !== '').map((s) => ({ value: s, label: s.replaceAll('_', ' ') })))}
      {one('judged', t.match.heading, t.match.all, f.judged, [{ value: 'no', label: t.match.toConfirm }, { value: 'only', label: t.match.judged }])}
      {one('period', m.filters.period, m.periods.all, f.period, periods.map((p) => ({ value: p, label: m.periods[p] ?? p })))}
    </div>
  );
}

/** Words is a search that is made on Enter: an answer a letter would be a request a letter. */
function Words({ q, set }: { q: string; set: (q: string) => void }) {
  const m = useMessages();
  const [typed, setTyped] = useState(q);
  return (
    <form
      role="search"
      aria-label={m.leads.search}
      onSubmit={(e) => {
        e.preventDefault();
        set(typed.trim());
      }}
    >
      <TextInput size="xs" w={220} maxLength={300} aria-label={m.leads.search} placeholder={m.leads.search} leftSection={<IconSearch size={14} />} value={typed} onChange={(e) => setTyped(e.currentTarget.value)} onBlur={() => typed.trim() !== q && set(typed.trim())} />
    </form>
  );
}
