import { Link } from 'react-router';
import type { FoundDocument } from '../api/types';
import { useMessages } from '../i18n';
import { Pieces } from '../text/Pieces';
import { clock, day } from '../text/time';
import { documentAddress, type Wanted } from './address';
import classes from './Result.module.css';

/** Result is one document with its best passages; a passage opens the document at its second. */
export function Result({ document: d, wanted }: { document: FoundDocument; wanted: Wanted }) {
  const m = useMessages();
  const now = new Date();
  const to = (second: number | null) => documentAddress(d.id, wanted, second);
  return (
    <article className={classes.result}>
      <p className={classes.where}>
        {m.kinds[d.kind] ?? d.kind} · {d.source} · {day(d.published, now, m)}
      </p>
      <h2 className={classes.title}>
        <Link to={to(null)} data-result>
          {d.title || d.source || m.kinds[d.kind]}
        </Link>
      </h2>
      <ol className={classes.passages}>
        {d.passages.map((p) => (
          <li key={p.id}>
            <Link className={classes.passage} to={to(p.second)}>
              <span className={classes.second}>
                {p.second != null && clock(p.second)}
                {(p.second == null || p.part !== 'text') && <span className={classes.part}>{m.search.parts[p.part]}</span>}
              </span>
              <span className={classes.text}>
                {p.speaker !== '' && <span className={classes.speaker}>{p.speaker}: </span>}
                <Pieces pieces={p.pieces} />
              </span>
            </Link>
          </li>
        ))}
      </ol>
      {d.more > 0 && <p className={classes.where}>{m.search.more(d.more)}</p>}
      {d.similar.length > 0 && (
        <p className={classes.where}>
          {m.search.similar}{' '}
          {d.similar.slice(0, 3).map((x, i) => (
            <span key={x.id}>
              {i > 0 && ', '}
              <Link to={`/documents/${x.id}`}>{x.source || x.title}</Link> ({day(x.published, now, m)})
            </span>
          ))}{' '}
          {d.similar.length > 3 && m.inbox.others(d.similar.length - 3)}
        </p>
      )}
    </article>
  );
}
