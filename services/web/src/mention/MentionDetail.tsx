import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { getDocument } from '../api/documents';
import type { Doc, Mention } from '../api/types';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { BrandMark } from '../inbox/BrandMark';
import type { Acts } from '../inbox/useActs';
import { useKeys } from '../keys/useKeys';
import { whileUntried } from '../parts/words';
import { useMay } from '../session/useMay';
import { Marked } from '../text/Marked';
import { place } from '../text/place';
import { Quoted } from '../text/Quoted';
import { moment } from '../text/time';
import { ActButtons } from './ActButtons';
import { Copies } from './Copies';
import { HitList } from './HitList';
import { Memo } from './Memo';
import classes from './MentionDetail.module.css';
import { Film } from './Film';
import { Player } from './Player';
import { Publisher } from './Publisher';
import { hitReasons } from './reasons';
import { Related } from './Related';
import { Transcript } from './Transcript';
import type { Dismissal } from './useDismissal';
import { usePlayback, type Playback } from './usePlayback';

interface Props {
  mention: Mention;
  acts: Acts;
  onConfirm: () => void;
  onDismiss: (reason: string) => void;
  dismissal?: Dismissal;
  whole?: boolean; // a page of its own, with all of the transcript
  firstHit?: number;
}

/** MentionDetail is one mention: the quote, why it counts, the recording and the text around it. */
export function MentionDetail({ mention: x, acts, onConfirm, onDismiss, dismissal, whole = false, firstHit = x.best }: Props) {
  const m = useMessages();
  const document = useQuery({ queryKey: ['document', x.document.id], queryFn: ({ signal }) => getDocument(x.document.id, signal), staleTime: 300_000, refetchInterval: (q) => whileUntried(q.state.data) });
  const [chosen, setAt] = useState(firstHit);
  const at = Math.min(chosen, Math.max(0, x.hits.length - 1)); // a dismissed hit leaves fewer
  const hit = x.hits[at];
  const doc = document.data;
  const start = hit?.second == null ? 0 : Math.max(0, hit.second - 1);
  const playback = usePlayback(doc, start);
  const { player } = playback;

  const toHit = (i: number) => {
    const to = (i + x.hits.length) % x.hits.length;
    const next = x.hits[to];
    if (!next) return;
    setAt(to);
    if (next.second != null) player.seek(next.second - 1);
  };
  useKeys({ p: player.toggle, '[': () => toHit(at - 1), ']': () => toHit(at + 1), ',': () => player.skip(-5), '.': () => player.skip(5), '<': () => player.faster(-1), '>': () => player.faster(1) });

  const sound = <Sound doc={doc} hits={x.hits} at={at} playback={playback} toHit={toHit} />;
  const head = (
    <div className={whole ? classes.top : undefined} data-stays={whole || undefined}>
      <Head mention={x} whole={whole} />
      <ActButtons mention={x} acts={acts} onConfirm={onConfirm} onDismiss={onDismiss} dismissal={dismissal} />
      {whole && sound}
    </div>
  );
  const quote = hit && (
    <blockquote className={classes.quote} lang={x.document.language || undefined}>
      <p>
        <Quoted hit={hit} />
      </p>
      <footer className={classes.dim}>
        {hit.speaker !== '' && <span>{hit.speaker}</span>}
        <span>{place(hit, x.document.kind, m)}</span>
        <span data-confidence={hit.confidenceClass}>{m.confidence[hit.confidenceClass]}</span>
      </footer>
    </blockquote>
  );
  const why = hit && hit.reason !== '' && (
    <p className={classes.why}>
      <strong>{m.mention.why}:</strong> {hitReasons(hit, m)}.
    </p>
  );
  const text = (
    <>
      {document.isPending && <Waiting rows={4} height={24} />}
      {document.isError && <Trouble what={m.mention.transcript} error={document.error} again={() => void document.refetch()} />}
      {doc && <Transcript doc={doc} hits={x.hits} current={at} whole={whole} player={player} />}
    </>
  );
  const notes = doc && <Notes doc={doc} surface={x.hits[x.best]?.surface ?? ''} />;
  const hits = x.hits.length > 1 || x.dismissed.length > 0 || whole ? <HitList hits={x.hits} dismissed={x.dismissed} total={x.hitsTotal} kind={x.document.kind} at={at} choose={toHit} dismiss={(h, dismissed) => acts.dismissHit(x, h, dismissed)} wraps={whole} /> : null;
  const memo = <Memo mention={x} hit={hit} acts={acts} />;

  if (!whole) {
    return (
      <article className={classes.detail}>
        {head}
        {quote}
        {why}
        <div className={doc?.hasAudio ? classes.stays : undefined} data-stays={doc?.hasAudio || undefined}>
          {sound}
        </div>
        {memo}
        {hits}
        {text}
        {notes}
        <Copies copies={x.copies} />
        <Related mention={x} doc={doc} />
      </article>
    );
  }
  return (
    <article>
      {head}
      <div className={classes.columns}>
        <aside className={classes.aside}>
          {hits}
          {hit?.field !== 'text' && quote}
          {why}
          {memo}
          <Copies copies={x.copies} />
          <Related mention={x} doc={doc} />
          {notes}
        </aside>
        <div className={classes.text}>{text}</div>
      </div>
    </article>
  );
}

/** Head says who was named, where and when. */
function Head({ mention: x, whole }: { mention: Mention; whole: boolean }) {
  const m = useMessages();
  const may = useMay();
  const { document: d } = x;
  const meta = [moment(d.published, m), d.author !== d.source ? d.author : '', m.types[x.type] ?? '', d.synthetic === '' ? '' : m.mention.synthetic].filter(Boolean);
  return (
    <header>
      <div className={classes.head}>
        <BrandMark own={x.brand.own} />
        <strong>{x.brand.name}</strong>
        <span className={classes.dim}>
          {m.kinds[d.kind] ?? d.kind} · {d.source}
        </span>
      </div>
      {whole ? (
        <h1 className={classes.title} lang={d.language || undefined}>
          {d.title}
        </h1>
      ) : (
        <h2 className={classes.title} lang={d.language || undefined}>
          {/* A post has no title. */}
          <Link to={`/mentions/${x.id}`}>{d.title || d.source || d.author || m.kinds[d.kind]}</Link>
        </h2>
      )}
      <p className={classes.dim}>
        {meta.join(' · ')}
        {x.ownShow && <span title={m.mention.ownBy[x.ownShow.code](x.ownShow.value)}> · {m.mention.ownShow}</span>}
        {x.report && (
          <>
            {' · '}
            <Link to={`/mentions/${x.id}/report`}>{m.report.ofMention(m.report.grades[x.report.verdict ?? 'open'] ?? '')}</Link>
          </>
        )}
        {may.write && x.brand.own && (
          <>
            {' · '}
            <Link to={`/links?mention=${encodeURIComponent(x.id)}`}>{m.links.add}</Link>
          </>
        )}
      </p>
    </header>
  );
}

/** Sound is the player, or a word that there is nothing to play. */
function Sound({ doc, hits, at, playback, toHit }: { doc: Doc | undefined; hits: Mention['hits']; at: number; playback: Playback; toHit: (i: number) => void }) {
  const m = useMessages();
  if (!doc) return null;
  if (doc.hasAudio) return <Player player={playback.player} hits={hits} at={at} toHit={toHit} doc={doc} />;
  if (playback.film) return <Film film={playback.film} title={doc.title} hits={hits} at={at} toHit={toHit} />;
  if (doc.kind !== 'podcast' && doc.kind !== 'video') return null;
  return (
    <p className={classes.dim}>
      {m.mention.noAudio} <Publisher url={doc.url} />
    </p>
  );
}

function Notes({ doc, surface }: { doc: Doc; surface: string }) {
  const m = useMessages();
  const spoken = doc.kind === 'podcast' || doc.kind === 'video';
  if (!spoken || doc.notes === '' || doc.cues.length + doc.text.length === 0) return null;
  return (
    <section>
      <h2 className={classes.part}>{m.mention.notes}</h2>
      <p className={classes.notes} lang={doc.language || undefined}>
        <Marked text={doc.notes} surface={surface} />
      </p>
    </section>
  );
}
