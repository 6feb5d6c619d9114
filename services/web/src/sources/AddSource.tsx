import { Button, FileButton, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addSource, deleteSource, importSources, lookUp } from '../api/sources';
import type { Candidate } from '../api/types';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { undoStack } from '../undo/undo';
import { Imported } from './Imported';

/**
 * AddSource takes what somebody has at hand: the address of a feed or a page, an Apple link,
 * a show's name, or an OPML file. One find is added at once; of several one is chosen.
 */
export function AddSource() {
  const m = useMessages();
  const queries = useQueryClient();
  const [wanted, setWanted] = useState('');
  const refresh = () => queries.invalidateQueries({ queryKey: ['sources'] });
  const add = useMutation({
    mutationFn: (c: Candidate) => addSource({ url: c.url, type: c.type, title: c.name }),
    onSuccess: ({ source: s, outcome }) => {
      setWanted('');
      find.reset();
      // What was there before is not taken away by an undo.
      if (outcome === 'added') undoStack.push({ label: m.sources.added(s.name), undo: () => deleteSource(s.id).then(refresh) });
      else undoStack.say(outcome === 'known' ? m.sources.known(s.name) : m.sources.credentials(s.name));
      void refresh();
    },
  });
  const find = useMutation({
    mutationFn: lookUp,
    onMutate: () => {
      add.reset();
      load.reset();
    },
    onSuccess: (found) => found.length === 1 && add.mutate(found[0]!),
  });
  const load = useMutation({
    mutationFn: importSources,
    // What was wrong with another try says nothing of this one.
    onMutate: () => {
      find.reset();
      add.reset();
    },
    onSuccess: refresh,
  });

  return (
    <section>
      <form
        className={page.row}
        onSubmit={(e) => {
          e.preventDefault();
          if (wanted.trim() !== '') find.mutate(wanted.trim());
        }}
      >
        <TextInput className={page.grow} label={m.sources.label} placeholder={m.sources.example} value={wanted} onChange={(e) => setWanted(e.currentTarget.value)} />
        <Button type="submit" loading={find.isPending || add.isPending}>
          {m.sources.add}
        </Button>
        <FileButton accept=".opml,.xml,.txt,text/x-opml" onChange={(file) => file && load.mutate(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={load.isPending}>
              {m.sources.import}
            </Button>
          )}
        </FileButton>
      </form>
      <Refused error={find.error ?? add.error ?? load.error} />
      {find.data && find.data.length === 0 && <p className={page.none}>{m.sources.nothing}</p>}
      {find.data && find.data.length > 1 && (
        <ul className={page.choices} aria-label={m.sources.which}>
          {find.data.map((c) => (
            <li key={c.url}>
              <div>
                {c.name}
                <div className="meta">{[c.author, c.items > 0 ? m.sources.count(c.items) : '', c.url].filter(Boolean).join(' · ')}</div>
              </div>
              <Button size="compact-sm" variant="default" onClick={() => add.mutate(c)} aria-label={`${m.sources.add}: ${c.name}`}>
                {m.sources.add}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {load.data && <Imported done={load.data} close={load.reset} />}
    </section>
  );
}
