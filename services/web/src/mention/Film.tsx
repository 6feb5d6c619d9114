import { ActionIcon, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPlayerPlayFilled } from '@tabler/icons-react';
import type { Hit } from '../api/types';
import { useMessages } from '../i18n';
import { clock } from '../text/time';
import classes from './Player.module.css';
import type { FilmState } from './useFilm';

interface Props {
  film: FilmState;
  title: string;
  hits: Hit[];
  at: number; // which name-drop
  toHit: (i: number) => void;
}

/** Film plays a video of YouTube from a second before the name-drop. */
export function Film({ film, title, hits, at, toHit }: Props) {
  const m = useMessages();
  return (
    <div className={classes.film} role="group" aria-label={m.mention.player}>
      <div className={classes.filmBar}>
        {film.address === '' && (
          <Button size="compact-md" leftSection={<IconPlayerPlayFilled size={16} />} onClick={film.toggle}>
            {m.mention.filmPlay}
          </Button>
        )}
        <span className={classes.time}>{clock(film.at)}</span>
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
      {film.address !== '' && (
        <iframe
          ref={film.frame}
          key={film.address}
          className={classes.screen}
          title={title}
          src={film.address}
          allow="autoplay; encrypted-media; fullscreen; picture-in-picture"
          referrerPolicy="strict-origin-when-cross-origin"
          sandbox="allow-scripts allow-same-origin allow-presentation allow-popups"
        />
      )}
    </div>
  );
}
