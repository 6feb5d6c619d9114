import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Cue, Doc, Hit } from '../api/types';
import { useMessages } from '../i18n';
import { Marked } from '../text/Marked';
import { clock } from '../text/time';
import classes from './Transcript.module.css';
import { cueAt, near, paragraphs, surfacesIn, turns } from './transcript';
import type { PlayerState } from './usePlayer';

interface Props {
  doc: Doc;
  hits: Hit[];
  current: number;
  whole: boolean;
  player: PlayerState;
}

const reach = 45; // seconds before and after the name-drop that are shown in the inbox

/** Transcript is what was said, round the name-drop or all of it. It follows the sound until a hand takes over. */
export function Transcript({ doc, hits, current, whole, player }: Props) {
  const m = useMessages();
  const [all, setAll] = useState(whole);
  const hit = hits[current];

  if (doc.cues.length === 0) {
    if (doc.text === '') {
      return (
        <section>
          <p className={classes.none}>{m.mention.noText}</p>
          {doc.notes !== '' && (
            <p className={classes.text} lang={doc.language || undefined}>
              <Marked text={doc.notes} surface={hit?.surface ?? ''} />
            </p>
          )}
        </section>
      );
    }
    return (
      <section>
        <h2 className={classes.title}>{doc.kind === 'podcast' || doc.kind === 'video' ? m.mention.transcript : m.kinds[doc.kind]}</h2>
        {paragraphs(doc.text).map((p, i) => (
          <p key={i} className={classes.text} lang={doc.language || undefined}>
            <Marked text={p} surface={hit?.surface ?? ''} />
          </p>
        ))}
      </section>
    );
  }
  const shown = all || hit?.second == null ? doc.cues : near(doc.cues, hit.second, reach);
  return (
    <section>
      <h2 className={classes.title}>
        {all ? m.mention.transcript : m.mention.around}
        {!all && shown.length < doc.cues.length && (
          <Button size="compact-xs" variant="subtle" ml="xs" onClick={() => setAll(true)}>
            {m.mention.whole}
          </Button>
        )}
      </h2>
      <Cues key={String(all)} cues={shown} hits={hits} language={doc.language} player={player} start={hit?.second ?? null} whole={whole} />
    </section>
  );
}

function Cues({ cues, hits, language, player, start, whole }: { cues: Cue[]; hits: Hit[]; language: string; player: PlayerState; start: number | null; whole: boolean }) {
  const m = useMessages();
  const list = useRef<HTMLOListElement>(null);
  const [following, setFollowing] = useState(true);
  const said = useMemo(() => turns(cues), [cues]);
  const spoken = player.fresh ? -1 : cueAt(cues, player.at);
  const spokenStart = cues[spoken]?.start;

  const show = (second: number | null | undefined, gently: boolean) => {
    if (second == null) return;
    const cue = list.current?.querySelector<HTMLElement>(`[data-start="${second}"]`);
    const pane = cue?.closest<HTMLElement>('[data-scrolls]') ?? cue?.closest('main');
    if (!cue || !pane) return;
    const top = cue.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
    pane.scrollTo({ top: top - pane.clientHeight * 0.45, behavior: gently && !matchMedia('(prefers-reduced-motion: reduce)').matches ? 'smooth' : 'auto' });
  };

  // The page opens at the name-drop; in the inbox it is near the top anyway.
  const first = start == null ? undefined : cues[cueAt(cues, start)]?.start;
  useEffect(() => {
    // On a narrow screen the head isn't fixed, and would be scrolled away.
    if (whole && matchMedia('(min-width: 768px)').matches) show(first, false);
    // Only when the name-drop changes, not with every cue.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [first, whole]);
  useEffect(() => {
    if (following && player.playing) show(spokenStart, true);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [spokenStart, following, player.playing]);

  const letGo = () => player.playing && setFollowing(false);
  return (
    <>
      <ol ref={list} className={classes.turns} onWheel={letGo} onTouchMove={letGo} onMouseDown={letGo}>
        {said.map((t) => (
          <li key={t.start} className={classes.turn}>
            <button type="button" className={classes.time} onClick={() => player.seek(t.start)} aria-label={m.mention.from(clock(t.start))}>
              {clock(t.start)}
            </button>
            <div>
              {t.speaker !== '' && <span className={classes.speaker}>{t.speaker}</span>}
              <p className={classes.text} lang={language || undefined}>
                {t.cues.map((c) => (
                  <span key={c.start} data-start={c.start} aria-current={c.start === spokenStart || undefined} className={classes.cue}>
                    <Names text={c.text} names={surfacesIn(c, hits)} />{' '}
                  </span>
                ))}
              </p>
            </div>
          </li>
        ))}
      </ol>
      {!following && player.playing && (
        <Button className={classes.back} size="compact-sm" onClick={() => setFollowing(true)}>
          {m.mention.backTo(clock(player.at))}
        </Button>
      )}
    </>
  );
}

function Names({ text, names }: { text: string; names: string[] }) {
  return names.length === 0 ? text : <Marked text={text} surface={names[0]!} />;
}
