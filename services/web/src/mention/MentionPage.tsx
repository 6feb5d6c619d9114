import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import { getMention } from '../api/mentions';
import { Problem } from '../api/problem';
import { NotFound } from '../frame/NotFound';
import { useTitle } from '../frame/Page';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useActs } from '../inbox/useActs';
import { useKeys } from '../keys/useKeys';
import { MentionDetail } from './MentionDetail';
import classes from './MentionPage.module.css';

/** MentionPage is one mention with the whole transcript, at an address that can be sent. */
export default function MentionPage() {
  const m = useMessages();
  const { id = '' } = useParams();
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const location = useLocation();
  const acts = useActs();
  const query = useQuery({ queryKey: ['mention', id], queryFn: ({ signal }) => getMention(id, signal) });
  const x = query.data;
  useTitle(x ? `${x.brand.name}, ${x.document.title}` : '');
  const back = `/inbox${(location.state as { from?: string } | null)?.from ?? (id ? `?m=${id}` : '')}`;

  useKeys({
    Escape: () => void navigate(back),
    c: () => x && acts.confirm(x),
    s: () => x && acts.star(x),
    y: () => x && void acts.copy(x),
  });

  if (query.error instanceof Problem && query.error.status === 404) return <NotFound />;
  return (
    <div className={classes.page} data-scrolls>
      <Link to={back} className={classes.back}>
        <IconArrowLeft size={16} /> {m.mention.back}
      </Link>
      {query.isPending && <Waiting />}
      {query.isError && <Trouble what={m.inbox.list} error={query.error} again={() => void query.refetch()} />}
      {x && <MentionDetail key={x.id} mention={x} acts={acts} onConfirm={() => acts.confirm(x)} onDismiss={(reason) => acts.dismiss(reason, x)} whole firstHit={hitAt(x.hits.map((h) => h.second), params)} />}
    </div>
  );
}

/** hitAt is the name-drop that the address means: by number, or the one at that second. */
function hitAt(seconds: (number | null)[], params: URLSearchParams): number {
  const number = Number(params.get('hit') ?? NaN);
  if (Number.isInteger(number) && number >= 1 && number <= seconds.length) return number - 1;
  const t = Number(params.get('t') ?? NaN);
  const found = seconds.findIndex((s) => s != null && Math.floor(s) === Math.floor(t));
  return Math.max(0, found);
}
