import { Link } from 'react-router';
import type { SourceDetail } from '../api/types';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import { span } from '../text/span';
import { ago, moment } from '../text/time';
import classes from './sources.module.css';
import { HealthWord, SourceTrouble } from './SourceTrouble';

/** SourceFacts is how a source is doing: its state, when it is read, what it has brought and how fast. */
export function SourceFacts({ source: s }: { source: SourceDetail }) {
  const m = useMessages();
  const number = (n: number) => n.toLocaleString(m.locale);
  return (
    <section className={page.panel} aria-labelledby="source-facts">
      <h2 id="source-facts" className={page.second}>
        {m.sources.overview}
      </h2>
      <dl className={classes.facts}>
        <dt>{m.sources.health}</dt>
        <dd>
          <HealthWord source={s} />
          <SourceTrouble source={s} />
        </dd>
        <dt>{m.sources.read}</dt>
        <dd>{s.lastRead === '' ? m.sources.never : <time dateTime={s.lastRead} title={moment(s.lastRead, m)}>{ago(s.lastRead, new Date(), m)}</time>}</dd>
        <dt>{m.sources.next}</dt>
        <dd>{s.paused ? m.sources.whenResumed : s.work.reading ? m.sources.reading : s.due === '' ? '–' : moment(s.due, m)}</dd>
        {s.hub && (
          <>
            <dt>{m.sources.hub}</dt>
            <dd>
              <HubWords hub={s.hub} />
            </dd>
          </>
        )}
        <dt>{m.sources.items}</dt>
        <dd>{s.documents > 0 ? <Link to={`/search?source=${s.id}`}>{number(s.documents)}</Link> : number(0)}</dd>
        <dt>{m.sources.mentions}</dt>
        <dd>{s.mentions > 0 ? <Link to={`/inbox?source=${s.id}`}>{number(s.mentions)}</Link> : number(0)}</dd>
        <dt>{m.sources.latency}</dt>
        <dd>
          <Latency of={s.latency} />
        </dd>
        {s.follows.length > 0 && (
          <>
            <dt>{m.sources.follows}</dt>
            <dd>
              {s.follows.map((b, i) => (
                <span key={b.id}>
                  {i > 0 && ', '}
                  <Link to={`/brands/${b.id}`}>{b.name}</Link>
                </span>
              ))}
            </dd>
          </>
        )}
        <dt>{m.sources.address}</dt>
        <dd className={classes.address}>{[s.query, s.url].filter(Boolean).join(' · ') || '–'}</dd>
        {/^https?:\/\//.test(s.site) && (
          <>
            <dt>{m.sources.site}</dt>
            <dd className={classes.address}>
              <a href={s.site} target="_blank" rel="noopener noreferrer">
                {s.site}
              </a>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

/** HubWords is whether the hub of a feed tells when it changes. */
function HubWords({ hub: h }: { hub: NonNullable<SourceDetail['hub']> }) {
  const m = useMessages();
  return (
    <>
      {m.sources.hubStates[h.state](h.host)}
      {h.told !== '' && <div className="meta">{m.sources.hubTold(ago(h.told, new Date(), m))}</div>}
      {h.until !== '' && <div className="meta">{m.sources.hubUntil(moment(h.until, m))}</div>}
      {h.denied ? <div className="meta">{m.sources.hubDenied}</div> : h.error !== '' && <div className="meta" lang="en">{h.error}</div>}
    </>
  );
}

/** Latency is how long after publication half and 95 in 100 of the mentions were found. */
function Latency({ of: l }: { of: SourceDetail['latency'] }) {
  const m = useMessages();
  if (l.p50 === null) return <span className={page.none}>{m.sources.latencyUnknown(l.mentions)}</span>;
  return (
    <>
      {m.sources.half(span(l.p50, m))}
      {l.p95 !== null && <div>{m.sources.most(span(l.p95, m))}</div>}
      <div className="meta">{m.sources.measured(l.mentions)}</div>
    </>
  );
}
