import { Button, CloseButton, TextInput } from '@mantine/core';
import { IconCheck, IconStar, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { useMessages } from '../i18n';
import { useKeys } from '../keys/useKeys';
import { useMay } from '../session/useMay';
import { DismissMenu } from '../mention/DismissMenu';
import type { Dismissal } from '../mention/useDismissal';
import classes from './ChosenBar.module.css';

interface Props {
  count: number;
  matching: number; // how many there are to choose, where these are not all of them
  chooseAll: () => void;
  confirm: () => void;
  dismiss: (reason: string) => void;
  star: () => void;
  assign: (who: string) => void;
  clear: () => void;
  dismissal: Dismissal;
}

/** ChosenBar does one thing to several mentions at once; one undo takes all of it back. */
export function ChosenBar({ count, matching, chooseAll, confirm, dismiss, star, assign, clear, dismissal }: Props) {
  const m = useMessages();
  const [assigning, setAssigning] = useState(false);
  const may = useMay();
  useKeys({ a: () => may.write && setAssigning(true) }, 'bar');
  return (
    <div className={classes.bar} role="toolbar" aria-label={m.inbox.withChosen(count)}>
      <strong className={classes.count}>{m.inbox.chosen(count)}</strong>
      {matching > count && (
        <Button size="compact-sm" variant="subtle" onClick={chooseAll} title="*">
          {m.inbox.chooseAll(matching)}
        </Button>
      )}
      <CloseButton size="sm" aria-label={m.inbox.chooseNone} onClick={clear} className={classes.clear} />
      {!may.write ? (
        m.states.forbidden
      ) : assigning ? (
        <AssignForm assign={assign} cancel={() => setAssigning(false)} />
      ) : (
        <div className={classes.acts}>
          <Button size="compact-sm" leftSection={<IconCheck size={14} />} onClick={confirm} title="c">
            {m.acts.confirm}
          </Button>
          <DismissMenu size="compact-sm" byKey={dismissal} onDismiss={dismiss} />
          <Button size="compact-sm" variant="default" leftSection={<IconStar size={14} />} onClick={star} title="s">
            {m.acts.star}
          </Button>
          <Button size="compact-sm" variant="default" leftSection={<IconUser size={14} />} onClick={() => setAssigning(true)} title="a">
            {m.memo.assign}
          </Button>
        </div>
      )}
    </div>
  );
}

function AssignForm({ assign, cancel }: { assign: (who: string) => void; cancel: () => void }) {
  const m = useMessages();
  const [who, setWho] = useState('');
  return (
    <form
      className={classes.acts}
      onSubmit={(e) => {
        e.preventDefault();
        assign(who.trim());
      }}
    >
      <TextInput autoFocus size="xs" maxLength={200} aria-label={m.memo.assign} placeholder={m.memo.assignHelp} className={classes.who} value={who} onChange={(e) => setWho(e.currentTarget.value)} onKeyDown={(e) => e.key === 'Escape' && cancel()} />
      <Button type="submit" size="compact-sm">
        {m.memo.assign}
      </Button>
      <Button size="compact-sm" variant="default" onClick={cancel}>
        {m.states.cancel}
      </Button>
    </form>
  );
}

/** BulkBar says how far a change of all that match has come, and stops it. */
export function BulkBar({ done, total, stop }: { done: number; total: number; stop: () => void }) {
  const m = useMessages();
  return (
    <div className={classes.bar} role="status">
      <span>{m.inbox.progress(done, total)}</span>
      <progress className={classes.progress} max={total} value={done} aria-hidden />
      <Button size="compact-sm" variant="default" onClick={stop}>
        {m.inbox.stop}
      </Button>
    </div>
  );
}
