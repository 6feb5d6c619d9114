import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconCheck, IconChevronDown, IconCopy, IconExternalLink, IconStar, IconStarFilled, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { getDocument } from '../api/desk';
import type { Doc, Mention } from '../api/types';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { BrandMark } from '../inbox/BrandMark';
import { dismissReasons, quoteAndLink, type Acts } from '../inbox/useActs';
import { useKeys } from '../keys/useKeys';
import { Marked } from '../text/Marked';
import { place, sentence } from '../text/place';
import { moment } from '../text/time';
import { HitList } from './HitList';
import classes from './MentionDetail.module.css';
import { Player } from './Player';
import { Transcript } from './Transcript';
import { usePlayer, type PlayerState } from './usePlayer';

interface Props {
  mention: Mention;
  acts: Acts;
  whole?: boolean; // a page of its own, with all of the transcript
  firstHit?: number;
}

/** MentionDetail lets a mention be heard and read: the quote, why, the sound, what was said round it. */
export function MentionDetail({ mention: x, acts, whole = false, firstHit = 0 }: Props) {
  const m = useMessages();
  const document = useQuery({ queryKey: ['document', x.document.id], queryFn: ({ signal }) => getDocument(x.document.id, signal), staleTime: 300_000 });
  const [at, setAt] = useState(Math.min(firstHit, Math.max(0, x.hits.length - 1)));
  const hit = x.hits[at];
  const doc = document.data;
  const player = usePlayer(doc?.hasAudio ? `/api/v1/documents/${doc.id}/audio` : '', doc?.duration ?? 0);

  const toHit = (i: number) => {
    const next = x.hits[(i + x.hits.length) % x.hits.length];
    if (!next) return;
    setAt((i + x.hits.length) % x.hits.length);
    if (next.second != null) player.seek(next.second - 1);
  };
  const toggle = () => {
    if (player.fresh && hit?.second != null) player.seek(hit.second - 1);
    player.toggle();
  };
  useKeys({ p: toggle, '[': () => toHit(at - 1), ']': () => toHit(at + 1), ',': () => player.skip(-5), '.': () => player.skip(5), '<': () => player.faster(-1), '>': () => player.faster(1) });

  const head = (
    <div className={whole ? classes.top : undefined}>
      <header>
        <div className={classes.head}>
          <BrandMark own={x.brand.own} />
          <strong>{x.brand.name}</strong>
          <span className={classes.dim}>
            {m.kinds[x.document.kind] ?? x.document.kind} · {x.document.source}
          </span>
        </div>
        <h1 className={classes.title} lang={x.document.language || undefined}>
          {whole ? x.document.title : <Link to={`/mentions/${x.id}`}>{x.document.title}</Link>}
        </h1>
        <p className={classes.dim}>
          {moment(x.document.published, m)}
          {x.document.author !== '' && x.document.author !== x.document.source && ` · ${x.document.author}`}
          {m.types[x.type] && ` · ${m.types[x.type]}`}
        </p>
      </header>
      <ActButtons mention={x} acts={acts} />
      {whole && <Sound x={x} doc={doc} player={player} toggle={toggle} />}
    </div>
  );
  const quote = hit && (
    <blockquote className={classes.quote} lang={x.document.language || undefined}>
      <p>
        <Marked text={hit.quote} surface={hit.surface} />
      </p>
      <footer className={classes.dim}>
        {hit.speaker !== '' && <span>{hit.speaker}</span>}
        <span>{place(hit, x.document.kind, m)}</span>
        <span data-sureness={hit.sureness}>{m.confidence[hit.sureness]}</span>
      </footer>
    </blockquote>
  );
  const why = hit && hit.reason !== '' && (
    <p className={classes.why}>
      <strong>{m.mention.why}:</strong> {sentence(hit.reason)}.
    </p>
  );
  const text = (
    <>
      {document.isPending && <Waiting rows={4} height={24} />}
      {document.isError && <Trouble what={m.mention.transcript} error={document.error} again={() => void document.refetch()} />}
      {doc && <Transcript doc={doc} hits={x.hits} current={at} whole={whole} player={player} />}
    </>
  );
  const spoken = x.document.kind === 'podcast' || x.document.kind === 'video';
  const notes = doc && spoken && doc.notes !== '' && doc.cues.length + doc.text.length > 0 && (
    <section>
      <h2 className={classes.part}>{m.mention.notes}</h2>
      <p className={classes.notes} lang={x.document.language || undefined}>
        <Marked text={doc.notes} surface={x.hits[0]?.surface ?? ''} />
      </p>
    </section>
  );

  if (!whole) {
    return (
      <article className={classes.detail}>
        {head}
        {quote}
        {why}
        <Sound x={x} doc={doc} player={player} toggle={toggle} />
        {x.hits.length > 1 && <HitList hits={x.hits} kind={x.document.kind} at={at} choose={toHit} />}
        {text}
        {notes}
      </article>
    );
  }
  return (
    <article>
      {head}
      <div className={classes.columns}>
        <aside className={classes.aside}>
          <HitList hits={x.hits} kind={x.document.kind} at={at} choose={toHit} wraps />
          {hit?.field !== 'text' && quote}
          {why}
          {notes}
        </aside>
        <div className={classes.text}>{text}</div>
      </div>
    </article>
  );
}

/** Sound is the player, or a word that there is nothing to play. */
function Sound({ x, doc, player, toggle }: { x: Mention; doc: Doc | undefined; player: PlayerState; toggle: () => void }) {
  const m = useMessages();
  if (!doc) return null;
  if (doc.hasAudio) return <Player player={player} hits={x.hits} toggle={toggle} />;
  if (doc.kind !== 'podcast' && doc.kind !== 'video') return null;
  return (
    <p className={classes.dim}>
      {m.mention.noAudio} {doc.url !== '' && <Publisher url={doc.url} />}
    </p>
  );
}

function ActButtons({ mention: x, acts }: { mention: Mention; acts: Acts }) {
  const m = useMessages();
  const [copied, setCopied] = useState(false);
  const judged = x.state === 'confirmed' || x.state === 'dismissed';
  return (
    <div className={classes.acts}>
      {judged ? (
        <>
          <span className={classes.state} data-state={x.state}>
            {x.state === 'confirmed' ? <IconCheck size={16} /> : <IconX size={16} />}
            {m.mentionStates[x.state]}
            {x.reason !== '' && ` (${(m.reasons[x.reason] ?? x.reason).toLowerCase()})`}
          </span>
          <Button size="compact-md" variant="default" onClick={() => acts.reopen(x)}>
            {m.acts.reopen}
          </Button>
        </>
      ) : (
        <>
          <Button size="compact-md" leftSection={<IconCheck size={16} />} onClick={() => acts.confirm(x)} title="c">
            {m.acts.confirm}
          </Button>
          <Menu shadow="none" position="bottom-start">
            <Menu.Target>
              <Button size="compact-md" variant="default" leftSection={<IconX size={16} />} rightSection={<IconChevronDown size={14} />} title="d 1 – 5">
                {m.acts.dismiss}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {dismissReasons.map((r, i) => (
                <Menu.Item key={r} rightSection={<span className={classes.dim}>{i + 1}</span>} onClick={() => acts.dismiss(x, r)}>
                  {m.reasons[r]}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </>
      )}
      <Tooltip label={`${x.starred ? m.acts.unstar : m.acts.star} (s)`}>
        <ActionIcon variant="default" size={30} onClick={() => acts.star(x)} aria-label={x.starred ? m.acts.unstar : m.acts.star} aria-pressed={x.starred}>
          {x.starred ? <IconStarFilled size={16} color="var(--warn)" /> : <IconStar size={16} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={copied ? m.acts.copied : `${m.acts.copy} (y)`}>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={m.acts.copy}
          onClick={() => {
            void navigator.clipboard.writeText(quoteAndLink(x)).then(() => setCopied(true));
          }}
        >
          <IconCopy size={16} />
        </ActionIcon>
      </Tooltip>
      {x.document.url !== '' && <Publisher url={x.document.url} />}
    </div>
  );
}

/** Publisher is a way out of the desk; the publisher doesn't learn where it was clicked. */
function Publisher({ url }: { url: string }) {
  const m = useMessages();
  if (!/^https?:\/\//.test(url)) return null;
  return (
    <a className={classes.out} href={url} target="_blank" rel="noopener noreferrer">
      <IconExternalLink size={16} /> {m.acts.publisher}
    </a>
  );
}
