import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconStar, IconStarFilled, IconX } from '@tabler/icons-react';
import type { Mention } from '../api/types';
import { useMessages } from '../i18n';
import type { Acts } from '../inbox/useActs';
import { useMay } from '../session/useMay';
import { DismissMenu } from './DismissMenu';
import type { Dismissal } from './useDismissal';
import classes from './MentionDetail.module.css';
import { Publisher } from './Publisher';

interface Props {
  mention: Mention;
  acts: Acts;
  onConfirm: () => void;
  onDismiss: (reason: string) => void;
  dismissal: Dismissal | undefined;
}

/** ActButtons judge a mention; what was judged can be opened again. */
export function ActButtons({ mention: x, acts, onConfirm, onDismiss, dismissal }: Props) {
  const m = useMessages();
  const may = useMay();
  const judged = x.state === 'confirmed' || x.state === 'dismissed';
  const star = x.starred ? m.acts.unstar : m.acts.star;
  return (
    <div className={classes.acts}>
      {judged ? (
        <>
          <span className={classes.state} data-state={x.state}>
            {x.state === 'confirmed' ? <IconCheck size={16} /> : <IconX size={16} />}
            {m.mentionStates[x.state]}
            {x.reason !== '' && ` (${(m.dismissals[x.reason] ?? x.reason).toLowerCase()})`}
          </span>
          {may.write && (
            <Button size="compact-md" variant="default" onClick={() => acts.reopen(x)}>
              {m.acts.reopen}
            </Button>
          )}
        </>
      ) : (
        may.write && (
          <>
            <Button size="compact-md" leftSection={<IconCheck size={16} />} onClick={onConfirm} title="c">
              {m.acts.confirm}
            </Button>
            <DismissMenu size="compact-md" byKey={dismissal} onDismiss={onDismiss} />
          </>
        )
      )}
      {may.write && (
        <Tooltip label={`${star} (s)`}>
          <ActionIcon variant="default" size={30} onClick={() => acts.star(x)} aria-label={star} aria-pressed={x.starred}>
            {x.starred ? <IconStarFilled size={16} color="var(--warn)" /> : <IconStar size={16} />}
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label={`${m.acts.copy} (y)`}>
        <ActionIcon variant="default" size={30} aria-label={m.acts.copy} onClick={() => void acts.copy(x)}>
          <IconCopy size={16} />
        </ActionIcon>
      </Tooltip>
      <Publisher url={x.document.url} />
      {!may.write && <p className={classes.dim}>{m.states.forbidden}</p>}
    </div>
  );
}
