import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Cue, Doc, Hit } from '../api/types';
import { useMessages } from '../i18n';
import { Parts } from '../parts/Parts';
import { markedParagraphs } from '../text/foundIn';
import { Marked } from '../text/Marked';
import { Pieces } from '../text/Pieces';
import { Cues } from './Cues';
import classes from './Transcript.module.css';
import { near, paragraphs } from './transcript';
import type { PlayerState } from './usePlayer';

interface Props {
  doc: Doc;
  hits: Hit[];
  current: number;
  whole: boolean;
  player: PlayerState;
  found?: Map<Cue, [number, number][]>; // the places in each cue that a search matches, in place of the hits
}

const reach = 45; // seconds before and after the name-drop that are shown in the inbox

/** Transcript shows the text around the hit or all of it: the transcript, else the article. */
export function Transcript({ doc, hits, current, whole, player, found }: Props) {
  const m = useMessages();
  const [all, setAll] = useState(whole);
  const hit = hits[current];
  const spoken = doc.kind === 'podcast' || doc.kind === 'video';
  if (doc.cues.length === 0) {
    const text = doc.text || doc.notes;
    return (
      <section>
        {doc.text === '' ? <p className={classes.none}>{m.mention.noText}</p> : <h2 className={classes.title}>{spoken ? m.mention.transcript : m.kinds[doc.kind]}</h2>}
        {(whole || doc.text === '') && <Parts document={doc.id} parts={doc.parts} language={doc.language} />}
        {doc.marks
          ? markedParagraphs(text, doc.text === '' ? doc.marks.notes : doc.marks.text).map((p, i) => (
              <p key={i} className={classes.text} lang={doc.language || undefined}>
                <Pieces pieces={p} />
              </p>
            ))
          : paragraphs(text).map((p, i) => (
              <p key={i} className={classes.text} lang={doc.language || undefined}>
                <Marked text={p} surface={hit?.surface ?? ''} />
              </p>
            ))}
        {doc.cut && <p className="meta">{m.mention.cut}</p>}
      </section>
    );
  }
  const shown = all || hit?.second == null ? doc.cues : near(doc.cues, hit.second, reach);
  return (
    <section>
      <h2 className={classes.title}>
        {shown.length === doc.cues.length ? m.mention.transcript : m.mention.around}
        {shown.length < doc.cues.length && (
          <Button size="compact-xs" variant="subtle" ml="xs" onClick={() => setAll(true)}>
            {m.mention.whole}
          </Button>
        )}
      </h2>
      {whole && <Parts document={doc.id} parts={doc.parts} language={doc.language} />}
      <Cues key={String(all)} cues={shown} hits={hits} language={doc.language} player={player} start={hit?.second ?? null} whole={whole} found={found} />
      {doc.cut && <p className="meta">{m.mention.cut}</p>}
    </section>
  );
}
