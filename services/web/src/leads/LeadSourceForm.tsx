import { Autocomplete, Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ChannelFields } from '../alerts/ChannelFields';
import { addLeadSource, changeLeadSource, listLeadTypes, type LeadSource, type LeadSourceDraft } from '../api/leads';
import { listSites } from '../api/sites';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useSaveKey } from '../keys/useKeys';
import { worded } from './words';

interface Props {
  source: LeadSource | undefined; // undefined for a new one
  done: (s: LeadSource) => void;
  cancel: () => void;
}

/** LeadSourceForm asks for what a type of source needs. It is made of the type's fields and knows no type itself. */
export function LeadSourceForm({ source, done, cancel }: Props) {
  const m = useMessages();
  const types = useQuery({ queryKey: ['lead types'], queryFn: ({ signal }) => listLeadTypes(signal), staleTime: Infinity });
  const sites = useQuery({ queryKey: ['sites'], queryFn: ({ signal }) => listSites(signal) });
  const [draft, setDraft] = useState<LeadSourceDraft>(() => draftOf(source));
  const change = (d: Partial<LeadSourceDraft>) => {
    save.reset();
    setDraft({ ...draft, ...d });
  };
  const all = (types.data ?? []).map((t) => worded(t, m));
  const type = all.find((t) => t.type === draft.type) ?? (source ? undefined : all[0]);
  const known = sites.data ?? [];
  const site = draft.site === '' && known.length === 1 ? known[0]!.name : draft.site;
  const zone = known.find((s) => s.name === site.trim())?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const save = useMutation({
    mutationFn: () => {
      const d = { ...draft, site, type: type?.type ?? draft.type };
      return source ? changeLeadSource(source.id, d, type?.fields ?? []) : addLeadSource(d, type?.fields ?? [], zone);
    },
    onSuccess: done,
  });
  const ready = site.trim() !== '' && type !== undefined;
  useSaveKey(() => ready && save.mutate());
  if (types.isPending) return <Waiting rows={3} height={32} />;
  return (
    <form
      className={page.panel}
      style={{ maxWidth: 560, marginBottom: 16 }}
      aria-label={source ? m.leads.changeIt(source.name) : m.leads.add}
      onSubmit={(e) => {
        e.preventDefault();
        if (ready) save.mutate();
      }}
    >
      <div className={page.fields}>
        {!source && <NativeSelect label={m.leads.kind} value={type?.type ?? ''} data={all.map((t) => ({ value: t.type, label: t.name }))} onChange={(e) => change({ type: e.currentTarget.value, values: {} })} />}
        {type && <p className={page.help} style={{ margin: 0 }}>{[type.summary, type.limits].filter(Boolean).join(' ')}</p>}
        {!source && <Autocomplete comboboxProps={{ shadow: 'none' }} label={m.leads.site} description={m.imports.newSite} required withAsterisk={false} maxLength={100} data={known.map((s) => s.name)} value={site} onChange={(s) => change({ site: s })} />}
        <TextInput label={m.leads.name} maxLength={300} placeholder={type?.name} value={draft.name} onChange={(e) => change({ name: e.currentTarget.value })} />
        {type && <ChannelFields words={{}} fields={source ? type.fields.filter((f) => f.name !== 'url') : type.fields} set={source?.keys ?? []} values={{ ...standards(type.fields), ...draft.values }} change={(values) => change({ values })} />}
        <Checkbox label={m.leads.keep} description={m.leads.keepHelp} checked={draft.keep} onChange={(e) => change({ keep: e.currentTarget.checked })} />
        <div className={page.row} style={{ marginBottom: 0 }}>
          <Button type="submit" disabled={!ready} loading={save.isPending} title="Ctrl-S">
            {source ? m.states.save : m.leads.add}
          </Button>
          <Button variant="default" onClick={cancel}>
            {m.states.cancel}
          </Button>
        </div>
      </div>
      <Refused error={save.error} />
    </form>
  );
}

function draftOf(s: LeadSource | undefined): LeadSourceDraft {
  if (!s) return { type: '', site: '', name: '', keep: false, values: {} };
  const values = Object.fromEntries(Object.entries(s.settings).map(([name, value]) => [name, typeof value === 'boolean' ? value : String(value ?? '')]));
  return { type: s.type, site: s.site, name: s.name, keep: s.keep, values };
}

/** standards are what fields hold before anything is filled in. */
const standards = (fields: { name: string; kind: string; standard: string }[]) =>
  Object.fromEntries(fields.filter((f) => f.standard !== '' && f.kind !== 'secret').map((f) => [f.name, f.kind === 'switch' ? f.standard === 'true' : f.standard]));
