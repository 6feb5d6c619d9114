import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
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
import { Player } from '../mention/Player';
import { Publisher } from '../mention/Publisher';
import { Transcript } from '../mention/Transcript';
import { usePlayer } from '../mention/usePlayer';
import detail from '../mention/MentionDetail.module.css';
import classes from '../mention/MentionPage.module.css';
import { moment } from '../text/time';
import type { Hit } from '../api/types';

/** DocumentPage is a whole document, read at the second that was found. */
export default function DocumentPage() {
  const m = useMessages();
  const { id = '' } = useParams();
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const query = useQuery({ queryKey: ['document', id], queryFn: ({ signal }) => getDocument(id, signal) });
  const doc = query.data;
  useTitle(doc?.title ?? '');
  const t = Number(params.get('t') ?? NaN);
  const player = usePlayer(doc?.hasAudio ? `/api/v1/documents/${id}/audio` : '', doc?.duration ?? 0, Number.isFinite(t) ? Math.max(0, t - 1) : 0);
  // The place is shown as a name-drop would be, but nothing is marked.
  const place = useMemo<Hit[]>(
    () => (Number.isFinite(t) ? [{ id: '', field: 'text', second: t, speaker: '', quote: '', surface: '', confidence: 1, sureness: 'sure', reason: '', reasons: [], start: 0, end: 0, link: '' }] : []),
    [t],
  );
  useKeys({ Escape: () => void navigate(-1), p: player.toggle, ',': () => player.skip(-5), '.': () => player.skip(5), '<': () => player.faster(-1), '>': () => player.faster(1) });

  if (query.error instanceof Problem && query.error.status === 404) return <NotFound />;
  return (
    <div className={classes.page} data-scrolls>
      <button type="button" className={classes.back} onClick={() => void navigate(-1)}>
        <IconArrowLeft size={16} /> {m.pages.search}
      </button>
      {query.isPending && <Waiting />}
      {query.isError && <Trouble what={m.mention.transcript} error={query.error} again={() => void query.refetch()} />}
      {doc && (
        <article className={detail.detail}>
          <p className={detail.dim}>{[m.kinds[doc.kind] ?? doc.kind, doc.source].filter(Boolean).join(' · ')}</p>
          <h1 className={detail.title} lang={doc.language || undefined}>
            {doc.title}
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
          {doc.hasAudio && <Player player={player} hits={place} at={0} toHit={() => {}} />}
          <Transcript doc={doc} hits={place} current={0} whole player={player} />
        </article>
      )}
    </div>
  );
}
