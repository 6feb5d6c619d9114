import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import type { Cue, Hit } from '../api/types';
import { useMessages } from '../i18n';
import { Marked } from '../text/Marked';
import { pieces } from '../text/markedPieces';
import { Pieces } from '../text/Pieces';
import { clock } from '../text/time';
import classes from './Transcript.module.css';
import { cueAt, surfacesIn, turns } from './transcript';
import { useFollow } from './useFollow';
import type { PlayerState } from './usePlayer';

interface Props {
  cues: Cue[];
  hits: Hit[];
  language: string;
  player: PlayerState;
  start: number | null; // where the name was dropped
  whole: boolean;
  found?: Map<Cue, [number, number][]>;
}

/** Cues show the transcript by speaker. A time button seeks; a tick in the margin is a hit. */
export function Cues({ cues, hits, language, player, start, whole, found }: Props) {
  const m = useMessages();
  const list = useRef<HTMLOListElement>(null);
  const blocks = useMemo(() => turns(cues), [cues]);
  const spoken = player.fresh ? undefined : cues[cueAt(cues, player.at)]?.start;
  const { following, show, follow } = useFollow(list, player.playing, spoken);

  // A page of its own opens at the name-drop; in the inbox it is near the top anyway.
  const first = start === null ? undefined : cues[cueAt(cues, start)]?.start;
  useEffect(() => {
    // On a narrow screen the head isn't fixed, and would be scrolled away.
    if (whole && matchMedia('(min-width: 48em)').matches) show(first, false);
  }, [first, whole, show]);

  const dropped = (c: Cue) => !c.untimed && hits.some((h) => h.second != null && h.second >= c.start && h.second < Math.max(c.end, c.start + 0.01));
  return (
    <>
      <ol ref={list} className={classes.turns}>
        {blocks.map((t, n) => (
          <li key={n} className={classes.turn} data-hit={t.cues.some(dropped) || undefined}>
            {t.start === null ? <span className={classes.time} /> : <SeekButton second={t.start} seek={player.seek} />}
            <div>
              {t.speaker !== '' && <span className={classes.speaker}>{t.speaker}</span>}
              <p className={classes.text} lang={language || undefined}>
                {t.cues.map((c, i) => (
                  <span key={i} data-start={c.untimed ? undefined : c.start} aria-current={(!c.untimed && c.start === spoken) || undefined} className={classes.cue}>
                    {found ? <Pieces pieces={pieces(c.text, found.get(c) ?? [])} /> : <Marked text={c.text} surface={surfacesIn(c, hits)[0] ?? ''} />}{' '}
                  </span>
                ))}
              </p>
            </div>
          </li>
        ))}
      </ol>
      {!following && player.playing && (
        <Button className={classes.back} size="compact-sm" onClick={follow}>
          {m.mention.backTo(clock(player.at))}
        </Button>
      )}
    </>
  );
}

function SeekButton({ second, seek }: { second: number; seek: (second: number) => void }) {
  const m = useMessages();
  return (
    <button type="button" className={classes.time} onClick={() => seek(second)} aria-label={m.mention.from(clock(second))}>
      {clock(second)}
    </button>
  );
}
