import { ActionIcon, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useState } from 'react';
import type { Hit } from '../api/types';
import { useMessages } from '../i18n';
import { clock } from '../text/time';
import { filmAddress } from './film';
import classes from './Player.module.css';

interface Props {
  video: string;
  title: string;
  hits: Hit[];
  at: number; // which name-drop
  start: number; // second before any name-drop was chosen
  toHit: (i: number) => void;
}

/**
 * Film plays a video of YouTube from a second before the name-drop. Nothing is loaded from there before somebody
 * presses play, since YouTube sees who does. Going to another name-drop loads the video again from there.
 */
export function Film({ video, title, hits, at, start, toHit }: Props) {
  const m = useMessages();
  const [playing, setPlaying] = useState(false);
  const second = Math.max(0, (hits[at]?.second ?? start) - 1);
  return (
    <div className={classes.film} role="group" aria-label={m.mention.player}>
      <div className={classes.filmBar}>
        {!playing && (
          <Button size="compact-md" leftSection={<IconPlayerPlayFilled size={16} />} onClick={() => setPlaying(true)}>
            {m.mention.filmPlay}
          </Button>
        )}
        <span className={classes.time}>{clock(second)}</span>
        {hits.length > 1 && (
          <span className={classes.hits}>
            <ActionIcon variant="subtle" color="gray" size={28} onClick={() => toHit(at - 1)} aria-label={m.mention.previous} title="[">
              <IconChevronLeft size={16} />
            </ActionIcon>
            <span className={classes.time}>
              {at + 1}/{hits.length}
            </span>
            <ActionIcon variant="subtle" color="gray" size={28} onClick={() => toHit(at + 1)} aria-label={m.mention.next} title="]">
              <IconChevronRight size={16} />
            </ActionIcon>
          </span>
        )}
      </div>
      {playing && (
        <iframe
          key={second}
          className={classes.screen}
          title={title}
          src={filmAddress(video, second)}
          allow="autoplay; encrypted-media; fullscreen; picture-in-picture"
          referrerPolicy="strict-origin-when-cross-origin"
          sandbox="allow-scripts allow-same-origin allow-presentation allow-popups"
        />
      )}
    </div>
  );
}
