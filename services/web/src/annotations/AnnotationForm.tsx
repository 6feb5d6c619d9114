import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { addAnnotation, changeAnnotation, kinds, type Annotation, type AnnotationDraft, type AnnotationKind } from '../api/annotations';
import { listSites } from '../api/sites';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { useSaveKey } from '../keys/useKeys';

const empty: AnnotationDraft = { name: '', kind: 'release', from: '', to: '', site: '', counting: 'counted' };

interface Props {
  annotation?: Annotation | undefined;
  day?: string; // of a new one
  done: () => Promise<unknown>;
}

/** AnnotationForm adds an annotation, or changes one. */
export function AnnotationForm({ annotation, day = '', done }: Props) {
  const m = useMessages();
  const t = m.annotations;
  const [draft, setDraft] = useState<AnnotationDraft>(annotation ?? { ...empty, from: day });
  const sites = useQuery({ queryKey: ['sites'], queryFn: ({ signal }) => listSites(signal) });
  const change = (d: Partial<AnnotationDraft>) => setDraft({ ...draft, ...d });
  const save = useMutation({
    mutationFn: () => {
      const { name, kind, from, to, site, counting } = draft;
      const written = { name, kind, from, to, site, counting };
      return annotation ? changeAnnotation(annotation.id, written, annotation.revision) : addAnnotation(written);
    },
    onSuccess: async () => {
      setDraft(empty);
      await done();
    },
  });
  const ready = draft.name.trim() !== '' && draft.from !== '';
  useSaveKey(() => ready && save.mutate());
  const none = { comboboxProps: { shadow: 'none' }, allowDeselect: false } as const;
  return (
    <form
      className={page.panel}
      onSubmit={(e) => {
        e.preventDefault();
        if (ready) save.mutate();
      }}
    >
      <div className={page.row} style={{ marginBottom: 0 }}>
        <TextInput data-autofocus className={page.grow} label={t.name} required withAsterisk={false} maxLength={200} value={draft.name} onChange={(e) => change({ name: e.currentTarget.value })} />
        <Select
          {...none}
          w={140}
          label={t.kind}
          data={kinds.map((value) => ({ value: value as string, label: t.kinds[value]! }))}
          value={draft.kind}
          onChange={(v) => change({ kind: v as AnnotationKind, counting: v === 'outage' ? 'not_counted' : 'counted' })}
        />
        <TextInput type="date" label={t.from} required withAsterisk={false} value={draft.from} onChange={(e) => change({ from: e.currentTarget.value })} />
        <TextInput type="date" label={t.to} min={draft.from} value={draft.to} onChange={(e) => change({ to: e.currentTarget.value })} />
        <Select
          {...none}
          w={180}
          label={t.site}
          data={[{ value: '', label: t.allSites }, ...(sites.data ?? []).map((s) => ({ value: s.id, label: s.name }))]}
          value={draft.site}
          onChange={(v) => change({ site: v ?? '' })}
        />
        <Select
          {...none}
          w={180}
          label={t.counting}
          data={Object.entries(t.countings).map(([value, label]) => ({ value, label }))}
          value={draft.counting}
          onChange={(v) => change({ counting: v as AnnotationDraft['counting'] })}
        />
        <Button type="submit" loading={save.isPending} title="Ctrl-S">
          {annotation ? m.states.save : t.add}
        </Button>
      </div>
      <Refused error={save.error} />
    </form>
  );
}
