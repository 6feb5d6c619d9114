import { ActionIcon, Button, Slider, VisuallyHidden } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import type { Doc, Hit } from '../api/types';
import { useMessages } from '../i18n';
import { clock, spokenClock } from '../text/time';
import classes from './Player.module.css';
import { Shift } from './Shift';
import type { PlayerState } from './usePlayer';

interface Props {
  player: PlayerState;
  hits: Hit[];
  at: number; // which name-drop
  toHit: (i: number) => void;
  doc?: Doc; // whose recording it is
}

/** Player is one bar: play, where we are, a tick for each name-drop, the way between them, speed. */
export function Player({ player, hits, at, toHit, doc }: Props) {
  const m = useMessages();
  const duration = Math.max(player.duration, player.at, 1);
  return (
    <div className={classes.player} role="group" aria-label={m.mention.player}>
      <ActionIcon size={36} radius="xl" onClick={player.toggle} aria-label={player.playing ? m.mention.pause : m.mention.play} title="p">
        {player.playing ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
      </ActionIcon>
      <span className={classes.time}>
        {clock(player.at)} / {clock(duration)}
      </span>
      <Slider
        className={classes.slider}
        classNames={{ mark: classes.tick }}
        size="xs"
        label={null}
        min={0}
        max={duration}
        step={1}
        value={player.at}
        onChange={player.seek}
        marks={hits.filter((h) => h.second != null).map((h) => ({ value: h.second! }))}
        thumbLabel={m.mention.position}
        thumbProps={{ 'aria-valuetext': m.mention.time(spokenClock(player.at, m), spokenClock(duration, m)) }}
      />
      {hits.length > 1 && (
        <span className={classes.hits}>
          <ActionIcon variant="subtle" color="gray" size={28} onClick={() => toHit(at - 1)} aria-label={m.mention.previous} title="[">
            <IconChevronLeft size={16} />
          </ActionIcon>
          <span className={classes.time}>
            <span aria-hidden>
              {at + 1}/{hits.length}
            </span>
            <VisuallyHidden>{m.mention.hit(at + 1, hits.length)}</VisuallyHidden>
          </span>
          <ActionIcon variant="subtle" color="gray" size={28} onClick={() => toHit(at + 1)} aria-label={m.mention.next} title="]">
            <IconChevronRight size={16} />
          </ActionIcon>
        </span>
      )}
      <Button size="compact-sm" variant="default" onClick={() => player.faster(player.speed >= 2 ? -9 : 1)} aria-label={`${m.mention.speed} ${player.speed}`} title="< >">
        {player.speed}×
      </Button>
      {doc && <Shift doc={doc} player={player} hit={hits[at]} />}
      {player.failed && (
        <span className={classes.failed} role="alert">
          {m.mention.audioFailed}
        </span>
      )}
    </div>
  );
}
