import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addLeadAlias, listLeadAliases, removeLeadAlias } from '../api/leads';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import classes from './leads.module.css';

/** Aliases are the wordings that people confirmed, each of which can be removed. */
export function Aliases() {
  const m = useMessages();
  const t = m.leads.aliases;
  const may = useMay();
  const queries = useQueryClient();
  const found = useQuery({ queryKey: ['leads', 'aliases'], queryFn: ({ signal }) => listLeadAliases(signal) });
  const remove = useMutation({ mutationFn: removeLeadAlias, onSuccess: () => queries.invalidateQueries({ queryKey: ['leads'] }) });
  const list = found.data ?? [];
  if (list.length === 0 && !may.write) return null;
  return (
    <section className={page.section} aria-label={t.heading}>
      <h2 className={page.second}>{t.heading}</h2>
      {list.length === 0 && <p className={page.help}>{t.help}</p>}
      <ul className={classes.aliases}>
        {list.map((a) => (
          <li key={a.id}>
            <q>{a.wording}</q> {t.means(a.show)}{' '}
            {may.write && (
              <Button size="compact-xs" variant="default" aria-label={t.removeIt(a.wording)} onClick={() => remove.mutate(a.id)}>
                {t.remove}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {may.write && <AddAlias />}
      <Refused error={remove.error} />
    </section>
  );
}

function AddAlias() {
  const m = useMessages();
  const t = m.leads.aliases;
  const queries = useQueryClient();
  const [wording, setWording] = useState('');
  const [of, setOf] = useState<'show' | 'person'>('show');
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () => addLeadAlias({ wording: wording.trim(), [of]: name.trim() }),
    onSuccess: async () => {
      setWording('');
      setName('');
      await queries.invalidateQueries({ queryKey: ['leads'] });
    },
  });
  return (
    <form
      className={classes.addAlias}
      aria-label={t.add}
      onSubmit={(e) => {
        e.preventDefault();
        add.mutate();
      }}
    >
      <TextInput label={t.wording} placeholder={t.example} maxLength={300} required withAsterisk={false} value={wording} onChange={(e) => setWording(e.currentTarget.value)} />
      <NativeSelect label={t.of} value={of} onChange={(e) => setOf(e.currentTarget.value as 'show' | 'person')} data={[{ value: 'show', label: t.show }, { value: 'person', label: t.person }]} />
      <TextInput label={t.name} maxLength={300} required withAsterisk={false} value={name} onChange={(e) => setName(e.currentTarget.value)} />
      <Button type="submit" variant="default" loading={add.isPending}>
        {t.add}
      </Button>
      <Refused error={add.error} />
    </form>
  );
}
