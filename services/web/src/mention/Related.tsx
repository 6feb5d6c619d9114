import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listMentions } from '../api/mentions';
import type { Doc, Hit, Mention } from '../api/types';
import { useMessages } from '../i18n';
import { BrandMark } from '../inbox/BrandMark';
import { kept, parse } from '../inbox/filters';
import { Quoted } from '../text/Quoted';
import { ago } from '../text/time';
import classes from './MentionDetail.module.css';

/** Related lists the other brands in this document, and earlier mentions on the same show. */
export function Related({ mention: x, doc }: { mention: Mention; doc: Doc | undefined }) {
  const m = useMessages();
  const others = (doc?.mentions ?? []).filter((o) => o.id !== x.id && o.state !== 'dismissed');
  const here = new URLSearchParams({ brand: x.brand.id, source: x.document.sourceId, state: kept });
  const before = useQuery({
    queryKey: ['mentions', 'before', x.brand.id, x.document.sourceId],
    queryFn: ({ signal }) => listMentions(parse(here), '', signal),
    enabled: x.document.sourceId !== '',
  });
  const earlier = (before.data?.items ?? []).filter((o) => o.document.id !== x.document.id && o.document.published <= x.document.published);
  const now = new Date();
  return (
    <>
      {others.length > 0 && (
        <section>
          <h2 className={classes.part}>{m.mention.others(others.length)}</h2>
          <ul className={classes.related}>
            {others.map((o) => (
              <li key={o.id}>
                <BrandMark own={o.brand.own} /> <Link to={`/mentions/${o.id}`}>{o.brand.name}</Link>{' '}
                <span className="meta">{m.mention.times(o.hitsTotal)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {earlier.length > 0 && (
        <section>
          <h2 className={classes.part}>{m.mention.before(earlier.length)}</h2>
          <ul className={classes.related}>
            {earlier.slice(0, 5).map((o) => (
              <li key={o.id}>
                <span className="meta">{ago(o.document.published, now, m)}</span>{' '}
                <Link to={`/mentions/${o.id}`}>{o.document.title}</Link>
                <Clipped hit={o.hits[o.best]} />
              </li>
            ))}
          </ul>
          {earlier.length > 5 && <Link to={`/inbox?${here.toString()}`}>{m.mention.all}</Link>}
        </section>
      )}
    </>
  );
}

/** Clipped is one line of a quote, around the name. */
function Clipped({ hit }: { hit: Hit | undefined }) {
  if (!hit) return null;
  return (
    <div className={classes.clipped}>
      <Quoted hit={hit} before={40} />
    </div>
  );
}
