import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { addLink, changeLink, type Link, type LinkDraft } from '../api/links';
import { listSources } from '../api/sources';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { useSaveKey } from '../keys/useKeys';

const empty: LinkDraft = { slug: '', name: '', target: '', source: '', mention: '' };

interface Props {
  link?: Link | undefined;
  made: Partial<LinkDraft>; // what a page that leads here knows
  done: (l: Link) => Promise<unknown>;
}

/** LinkForm makes a short link, or changes one. A link keeps its slug: it was said or printed. */
export function LinkForm({ link, made, done }: Props) {
  const m = useMessages();
  const t = m.links;
  const [draft, setDraft] = useState<LinkDraft>(link ?? { ...empty, ...made });
  const sources = useQuery({ queryKey: ['sources'], queryFn: ({ signal }) => listSources(signal) });
  const change = (d: Partial<LinkDraft>) => setDraft({ ...draft, ...d });
  const save = useMutation({
    mutationFn: () => (link ? changeLink(link.id, draft, link.revision) : addLink(draft)),
    onSuccess: async (saved) => {
      setDraft(empty);
      await done(saved);
    },
  });
  const ready = draft.target.trim() !== '';
  useSaveKey(() => ready && save.mutate());
  const shows = [{ value: '', label: draft.mention ? t.forMention : t.forNothing }, ...(sources.data ?? []).map((s) => ({ value: s.id, label: s.name }))];
  return (
    <form
      className={page.panel}
      onSubmit={(e) => {
        e.preventDefault();
        if (ready) save.mutate();
      }}
    >
      <div className={page.row} style={{ marginBottom: 0 }}>
        <TextInput data-autofocus className={page.grow} label={t.target} placeholder="https://" required withAsterisk={false} maxLength={2000} value={draft.target} onChange={(e) => change({ target: e.currentTarget.value })} />
        {!link && <TextInput w={180} label={t.slug} maxLength={60} title={t.slugHelp} placeholder="late-shift" value={draft.slug} onChange={(e) => change({ slug: e.currentTarget.value })} />}
        <Select
          w={220}
          searchable
          allowDeselect={false}
          comboboxProps={{ shadow: 'none' }}
          label={t.forShow}
          data={shows}
          value={draft.source}
          onChange={(v) => change({ source: v ?? '', mention: v ? '' : draft.mention })}
        />
        <TextInput w={180} label={t.name} maxLength={200} value={draft.name} onChange={(e) => change({ name: e.currentTarget.value })} />
        <Button type="submit" loading={save.isPending} title="Ctrl-S">
          {link ? m.states.save : t.add}
        </Button>
      </div>
      <Refused error={save.error} />
    </form>
  );
}
