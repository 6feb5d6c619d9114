import { Button, Textarea, TextInput } from '@mantine/core';
import { IconEar, IconNote, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import type { Hit, Mention } from '../api/types';
import { useMessages } from '../i18n';
import type { Acts } from '../inbox/useActs';
import { useKeys } from '../keys/useKeys';
import { useMay } from '../session/useMay';
import { useSession } from '../session/useSession';
import classes from './MentionDetail.module.css';

type Writing = 'note' | 'assignee' | 'heard';

/** Memo is what the team adds to a mention: whose it is, a note, and a mis-hearing taught to the brand. */
export function Memo({ mention: x, hit, acts }: { mention: Mention; hit: Hit | undefined; acts: Acts }) {
  const m = useMessages();
  const [writing, setWriting] = useState<Writing | null>(null);
  const { data: who } = useSession();
  const spoken = x.document.kind === 'podcast' || x.document.kind === 'video';
  const mishearing = spoken && hit?.field === 'text' ? hit.surface : '';
  const may = useMay();
  useKeys(!may.write ? {} : { n: () => setWriting('note'), a: () => setWriting('assignee'), h: () => mishearing !== '' && setWriting('heard') });
  const first: Record<Writing, string> = { note: x.note, assignee: x.assignee || (who && !who.open && !who.key ? who.name : ''), heard: mishearing };
  const save = (what: Writing, text: string) => {
    setWriting(null);
    if (what === 'note' && text !== x.note) acts.note(x, text);
    if (what === 'assignee' && text !== x.assignee) acts.assign(text, x);
    if (what === 'heard' && text !== '') void acts.heardAs(x, text);
  };
  return (
    <div className={classes.memo}>
      {x.note !== '' && writing !== 'note' && <p className={classes.note}>{x.note}</p>}
      {!may.write ? null : writing === null ? (
        <div className={classes.memoActs}>
          <Button size="compact-sm" variant="subtle" leftSection={<IconNote size={16} />} title="n" onClick={() => setWriting('note')}>
            {x.note === '' ? m.memo.note : m.memo.editNote}
          </Button>
          <Button size="compact-sm" variant="subtle" leftSection={<IconUser size={16} />} title="a" onClick={() => setWriting('assignee')}>
            {x.assignee === '' ? m.memo.assign : m.memo.assigned(x.assignee)}
          </Button>
          {mishearing !== '' && (
            <Button size="compact-sm" variant="subtle" leftSection={<IconEar size={16} />} title="h" onClick={() => setWriting('heard')}>
              {m.memo.heard}
            </Button>
          )}
        </div>
      ) : (
        <MemoForm key={writing} what={writing} brand={x.brand.name} first={first[writing]} save={(text) => save(writing, text)} cancel={() => setWriting(null)} />
      )}
    </div>
  );
}

interface FormProps {
  what: Writing;
  brand: string;
  first: string;
  save: (text: string) => void;
  cancel: () => void;
}

function MemoForm({ what, brand, first, save, cancel }: FormProps) {
  const m = useMessages();
  const [text, setText] = useState(first);
  const field = {
    autoFocus: true,
    value: text,
    onChange: (e: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => setText(e.currentTarget.value),
    onKeyDown: (e: React.KeyboardEvent) => {
      if (e.key === 'Escape') cancel();
      if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) save(text.trim());
    },
  };
  return (
    <form
      className={classes.memoForm}
      onSubmit={(e) => {
        e.preventDefault();
        save(text.trim());
      }}
    >
      {what === 'note' && <Textarea label={m.memo.note} autosize minRows={2} maxRows={8} maxLength={10_000} {...field} />}
      {what === 'assignee' && <TextInput label={m.memo.assign} description={m.memo.assignHelp} maxLength={200} {...field} />}
      {what === 'heard' && <TextInput label={m.memo.heardAs(brand)} description={m.memo.heardHelp} maxLength={300} {...field} />}
      <div className={classes.memoActs}>
        <Button type="submit" size="compact-md">
          {m.states.save}
        </Button>
        <Button size="compact-md" variant="default" onClick={cancel}>
          {m.states.cancel}
        </Button>
      </div>
    </form>
  );
}
