import { Link } from 'react-router';
import type { Copy } from '../api/types';
import { useMessages } from '../i18n';
import { ago } from '../text/time';
import classes from './MentionDetail.module.css';
import { Publisher } from './Publisher';

/** Copies lists the other documents that carry the same conversation. */
export function Copies({ copies }: { copies: Copy[] }) {
  const m = useMessages();
  const now = new Date();
  if (copies.length === 0) return null;
  return (
    <section>
      <h2 className={classes.part}>{m.mention.copies(copies.length)}</h2>
      <ul className={classes.related}>
        {copies.map((c) => (
          <li key={c.id}>
            <span className="meta">
              {m.kinds[c.kind] ?? c.kind} · {ago(c.published, now, m)}
            </span>{' '}
            <Link to={`/mentions/${c.id}`}>{c.source || c.title}</Link> <Publisher url={c.link} />
          </li>
        ))}
      </ul>
    </section>
  );
}
