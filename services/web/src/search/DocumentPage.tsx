import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { getDocument } from '../api/documents';
import { Problem } from '../api/problem';
import { NotFound } from '../frame/NotFound';
import { useTitle } from '../frame/Page';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { BrandMark } from '../inbox/BrandMark';
import { useKeys } from '../keys/useKeys';
import { Film } from '../mention/Film';
import { Player } from '../mention/Player';
import { Publisher } from '../mention/Publisher';
import { Transcript } from '../mention/Transcript';
import { usePlayback } from '../mention/usePlayback';
import { whileUntried } from '../parts/words';
import detail from '../mention/MentionDetail.module.css';
import classes from '../mention/MentionPage.module.css';
import { cueMarks, hitsOf, noHit } from '../text/foundIn';
import { pieces } from '../text/markedPieces';
import { Pieces } from '../text/Pieces';
import { moment } from '../text/time';
import type { Hit } from '../api/types';

/** DocumentPage is a whole document, read at the second that was found. */
export default function DocumentPage() {
  const m = useMessages();
  const { id = '' } = useParams();
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const q = params.get('q') ?? '';
  const brand = (params.get('brand') ?? '').split(',').filter(Boolean);
  const query = useQuery({
    queryKey: ['document', id, q, brand],
    queryFn: ({ signal }) => getDocument(id, signal, q, brand),
    refetchInterval: (query) => whileUntried(query.state.data),
  });
  const doc = query.data;
  const missing = query.error instanceof Problem && query.error.status === 404;
  useTitle(missing ? m.states.notFoundTitle : (doc?.title ?? ''));
  const t = Number(params.get('t') ?? NaN);
  const found = useMemo(() => (doc?.marks ? cueMarks(doc.cues, doc.marks.text) : undefined), [doc]);
  // Without words to mark, only the second is a place to go to.
  const places = useMemo<Hit[]>(() => {
    const timed = found ? hitsOf(found).filter((h) => h.second !== null) : [];
    return timed.length > 0 || !Number.isFinite(t) ? timed : [{ ...noHit, second: t }];
  }, [found, t]);
  const [chosen, setAt] = useState<number | null>(null);
  const at = chosen ?? nearest(places, t);
  const start = Number.isFinite(t) ? t : (places[at]?.second ?? 0);
  const { player, film } = usePlayback(doc, Math.max(0, start - 1));
  const toHit = (i: number) => {
    const to = (i + places.length) % places.length;
    const place = places[to];
    if (!place) return;
    setAt(to);
    player.seek((place.second ?? 0) - 1);
  };
  useKeys({ Escape: () => void navigate(-1), '[': () => toHit(at - 1), ']': () => toHit(at + 1), p: player.toggle, ',': () => player.skip(-5), '.': () => player.skip(5), '<': () => player.faster(-1), '>': () => player.faster(1) });

  if (missing) return <NotFound />;
  return (
    <div className={classes.page} data-scrolls>
      <button type="button" className={classes.back} onClick={() => void navigate(-1)}>
        <IconArrowLeft size={16} /> {m.pages.search}
      </button>
      {query.isPending && <Waiting />}
      {query.isError && <Trouble what={m.mention.transcript} error={query.error} again={() => void query.refetch()} />}
      {doc && (
        <article className={detail.detail}>
          <p className={detail.dim}>
            {m.kinds[doc.kind] ?? doc.kind}
            {doc.source !== '' && (
              <>
                {' · '}
                <Link to={`/sources/${doc.sourceId}`}>{doc.source}</Link>
              </>
            )}
          </p>
          <h1 className={detail.title} lang={doc.language || undefined}>
            {doc.marks ? <Pieces pieces={pieces(doc.title, doc.marks.title)} /> : doc.title}
          </h1>
          <p className={detail.dim}>{moment(doc.published, m)}</p>
          <div className={detail.acts}>
            {doc.mentions.map((x) => (
              <Button key={x.id} component={Link} to={`/mentions/${x.id}`} size="compact-md" variant="default" leftSection={<BrandMark own={x.brand.own} />}>
                {x.brand.name}
              </Button>
            ))}
            <Publisher url={doc.url} />
          </div>
          {doc.hasAudio && <Player player={player} hits={places} at={at} toHit={toHit} doc={doc} />}
          {film && <Film film={film} title={doc.title} hits={places} at={at} toHit={toHit} />}
          <Transcript doc={doc} hits={places} current={at} whole player={player} found={found} />
        </article>
      )}
    </div>
  );
}

/** nearest is the place that the address means: the one nearest to its second, or the first. */
function nearest(places: Hit[], t: number): number {
  if (!Number.isFinite(t)) return 0;
  const distance = (h: Hit) => Math.abs((h.second ?? Infinity) - t);
  return places.reduce((best, h, i) => (distance(h) < distance(places[best]!) ? i : best), 0);
}
