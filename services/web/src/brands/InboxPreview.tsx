import type { InboxPreview as Preview } from '../api/types';
import { useMessages } from '../i18n';
import { Quoted } from '../text/Quoted';
import classes from './brands.module.css';

/** InboxPreview is how many mentions the brand in the form would have, and some of them. */
export function InboxPreview({ inbox, improved }: { inbox: Preview; improved: Preview }) {
  const m = useMessages();
  const counts = (p: Preview) => m.brands.inboxOf(p.sure, p.likely, p.unsure);
  const better = counts(improved) !== counts(inbox);
  if (inbox.sure + inbox.likely + inbox.unsure === 0) return <p className="meta">{m.brands.inboxEmpty}</p>;
  return (
    <>
      <p className={classes.counts}>
        <strong>{counts(inbox)}</strong>
        {inbox.unsure > 0 && <span className="meta"> {m.brands.inboxUnsure}</span>}
      </p>
      {better && (
        <p className={classes.counts}>
          {m.brands.inboxImproved} <strong>{counts(improved)}</strong>
        </p>
      )}
      <ul className={classes.hits}>
        {inbox.rows.map((r) => (
          <li key={r.document}>
            <Quoted hit={r.hit} before={60} />
            <div className="meta">
              {m.confidence[r.confidenceClass]} · {m.kinds[r.kind] ?? r.kind} · {r.title}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
