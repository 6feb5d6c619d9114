import { Button, CloseButton } from '@mantine/core';
import { IconCheck, IconStar } from '@tabler/icons-react';
import type { Mention } from '../api/types';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { DismissMenu } from '../mention/DismissMenu';
import classes from './InboxPage.module.css';
import type { Acts } from './useActs';

/** ChosenBar does one thing to several mentions at once; one undo takes all of it back. */
export function ChosenBar({ chosen, acts, clear }: { chosen: Mention[]; acts: Acts; clear: () => void }) {
  const m = useMessages();
  const may = useMay();
  if (chosen.length === 0) return null;
  const then = (act: () => void) => () => {
    act();
    clear();
  };
  return (
    <div className={classes.chosen} role="toolbar" aria-label={m.inbox.withChosen(chosen.length)}>
      <strong>{m.inbox.chosen(chosen.length)}</strong>
      {!may.write && m.states.forbidden}
      {may.write && (
        <>
          <Button size="compact-sm" leftSection={<IconCheck size={14} />} onClick={then(() => acts.confirm(...chosen))}>
            {m.acts.confirm}
          </Button>
          <DismissMenu size="compact-sm" onDismiss={(reason) => then(() => acts.dismiss(reason, ...chosen))()} />
          <Button size="compact-sm" variant="default" leftSection={<IconStar size={14} />} onClick={then(() => acts.star(...chosen))}>
            {m.acts.star}
          </Button>
        </>
      )}
      <CloseButton size="sm" aria-label={m.inbox.chooseNone} onClick={clear} ml="auto" />
    </div>
  );
}
