import { ActionIcon, Button, Slider } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import type { Hit } from '../api/types';
import { useMessages } from '../i18n';
import { clock } from '../text/time';
import classes from './Player.module.css';
import type { PlayerState } from './usePlayer';

/** Player is one bar: play, where we are, a tick for each name-drop, speed. */
export function Player({ player, hits, toggle }: { player: PlayerState; hits: Hit[]; toggle: () => void }) {
  const m = useMessages();
  const duration = Math.max(player.duration, player.at, 1);
  return (
    <div className={classes.player}>
      <ActionIcon size={36} radius="xl" onClick={toggle} aria-label={player.playing ? m.mention.pause : m.mention.play} title="p">
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
        thumbProps={{ 'aria-valuetext': m.mention.time(clock(player.at), clock(duration)) }}
      />
      <Button size="compact-sm" variant="default" onClick={() => player.faster(player.speed >= 2 ? -9 : 1)} aria-label={`${m.mention.speed} ${player.speed}`} title="< >">
        {player.speed}×
      </Button>
      {player.failed && (
        <span className={classes.failed} role="alert">
          {m.mention.audioFailed}
        </span>
      )}
    </div>
  );
}
