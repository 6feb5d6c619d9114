import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import { getMention } from '../api/mentions';
import { Problem } from '../api/problem';
import type { Mention } from '../api/types';
import { NotFound } from '../frame/NotFound';
import { useTitle } from '../frame/Page';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useActs } from '../inbox/useActs';
import { useKeys } from '../keys/useKeys';
import { MentionDetail } from './MentionDetail';
import { useDismissal } from './useDismissal';
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
  const missing = query.error instanceof Problem && query.error.status === 404;
  useTitle(x ? `${x.brand.name}, ${x.document.title}` : missing ? m.states.notFoundTitle : '');
  const back = `/inbox${(location.state as { from?: string } | null)?.from ?? (id ? `?m=${id}` : '')}`;

  const dismissal = useDismissal({ can: () => x !== undefined, dismiss: (reason) => x && acts.dismiss(reason, x) });
  useKeys({
    Escape: () => (dismissal.isOpen() ? dismissal.close() : void navigate(back)),
    c: () => x && acts.confirm(x),
    s: () => x && acts.star(x),
    y: () => x && void acts.copy(x),
  });

  if (missing) return <NotFound />;
  return (
    <div className={classes.page} data-scrolls>
      <Link to={back} className={classes.back}>
        <IconArrowLeft size={16} /> {m.mention.back}
      </Link>
      {query.isPending && <Waiting />}
      {query.isError && <Trouble what={m.inbox.list} error={query.error} again={() => void query.refetch()} />}
      {x && <MentionDetail key={x.id} mention={x} acts={acts} onConfirm={() => acts.confirm(x)} onDismiss={(reason) => acts.dismiss(reason, x)} dismissal={dismissal} whole firstHit={hitAt(x, params)} />}
    </div>
  );
}

/** hitAt returns the hit that the address names, by number or by second, or else the best one. */
function hitAt(x: Mention, params: URLSearchParams): number {
  const number = Number(params.get('hit') ?? NaN);
  if (Number.isInteger(number) && number >= 1 && number <= x.hits.length) return number - 1;
  const t = Number(params.get('t') ?? NaN);
  const found = x.hits.findIndex((h) => h.second != null && Math.floor(h.second) === Math.floor(t));
  return found < 0 ? x.best : found;
}
