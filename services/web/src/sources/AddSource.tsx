import { Alert, Button, FileButton, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { addSource, deleteSource, importSources, lookUp } from '../api/sources';
import type { Candidate, NewSource, SourceType } from '../api/types';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { undoStack } from '../undo/undo';
import { Imported } from './Imported';
import { Preview } from './Preview';
import { TypeForm } from './TypeForm';
import { worded } from './fields';

/**
 * AddSource takes what somebody has at hand: the address of a feed or a page, an Apple link,
 * a show's name, or an OPML file. One find is added at once; of several one is chosen. Every
 * type of source that the server knows can be added by a form of its own as well.
 */
export function AddSource({ types }: { types: SourceType[] }) {
  const m = useMessages();
  const queries = useQueryClient();
  const [wanted, setWanted] = useState('');
  const [type, setType] = useState('');
  const [round, setRound] = useState(0); // a form that was sent begins again
  const [shown, setShown] = useState<{ found: Candidate; name: string } | null>(null); // what was added last, for its last items
  const refresh = () => queries.invalidateQueries({ queryKey: ['sources'] });
  const add = useMutation({
    mutationFn: ({ source }: { source: NewSource; found?: Candidate }) => addSource(source),
    onSuccess: ({ source: s, outcome }, { found }) => {
      setShown(found ? { found, name: s.name } : null);
      setWanted('');
      setRound((n) => n + 1);
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
      setShown(null);
      add.reset();
      load.reset();
    },
    onSuccess: (found) => found.length === 1 && take(found[0]!),
  });
  const resetFile = useRef<() => void>(null);
  const load = useMutation({
    mutationFn: importSources,
    // What was wrong with another try says nothing of this one.
    onMutate: () => {
      find.reset();
      add.reset();
    },
    onSuccess: refresh,
    // The browser says nothing when the same file is chosen once more, unless the field was emptied.
    onSettled: () => resetFile.current?.(),
  });

  const candidate = (c: Candidate): NewSource => ({ url: c.url, query: c.query, settings: c.settings, type: c.type, title: c.name });
  const take = (found: Candidate) => add.mutate({ source: candidate(found), found });
  const nameOf = (t: string) => {
    const known = types.find((k) => k.type === t);
    return known ? worded(known, m.sources.types[known.type]).name : '';
  };
  const known = types.filter((t) => t.addable).map((t) => worded(t, m.sources.types[t.type]));
  const chosen = known.find((t) => t.type === type);

  return (
    <section>
      {known.length > 0 && (
        <NativeSelect
          label={m.sources.kind}
          mb="xs"
          maw={320}
          value={type}
          data={[{ value: '', label: m.sources.findIt }, ...known.map((t) => ({ value: t.type, label: t.name }))]}
          onChange={(e) => {
            setType(e.currentTarget.value);
            find.reset();
            add.reset();
          }}
        />
      )}
      {chosen && <TypeForm key={`${chosen.type} ${round}`} type={chosen} busy={add.isPending} add={(s) => add.mutate({ source: s })} />}
      {!chosen && <form
        className={page.row}
        onSubmit={(e) => {
          e.preventDefault();
          if (wanted.trim() !== '') find.mutate(wanted.trim());
        }}
      >
        <TextInput className={page.grow} label={m.sources.label} description={m.sources.labelHelp} placeholder={m.sources.example} value={wanted} onChange={(e) => setWanted(e.currentTarget.value)} />
        <Button type="submit" loading={find.isPending || add.isPending}>
          {m.sources.add}
        </Button>
        <FileButton resetRef={resetFile} accept=".opml,.xml,.txt,text/x-opml" onChange={(file) => file && load.mutate(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={load.isPending}>
              {m.sources.import}
            </Button>
          )}
        </FileButton>
      </form>}
      <Refused error={find.error ?? add.error ?? load.error} />
      {find.data && find.data.length === 0 && <p className={page.none}>{m.sources.nothing}</p>}
      {find.data && find.data.length > 1 && (
        <ul className={page.choices} aria-label={m.sources.which}>
          {find.data.map((c) => (
            <li key={`${c.type} ${c.url} ${c.query}`}>
              <div>
                {c.name}
                <div className="meta">{[c.author, c.items > 0 ? m.sources.count(c.items) : '', c.url || c.query].filter(Boolean).join(' · ')}</div>
                <Preview found={c} type={nameOf(c.type)} />
              </div>
              <Button size="compact-sm" variant="default" onClick={() => take(c)} aria-label={`${m.sources.add}: ${c.name}`}>
                {m.sources.add}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {shown && (
        <Alert mb="md" variant="outline" color="green" title={m.sources.added(shown.name)} withCloseButton closeButtonLabel={m.states.close} onClose={() => setShown(null)} role="status">
          <Preview found={shown.found} type={nameOf(shown.found.type)} />
        </Alert>
      )}
      {load.data && <Imported done={load.data} close={load.reset} />}
    </section>
  );
}
