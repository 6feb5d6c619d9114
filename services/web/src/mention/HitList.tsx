import type { Hit } from '../api/types';
import { useMessages } from '../i18n';
import { Marked } from '../text/Marked';
import { around } from '../text/quote';
import { place } from '../text/place';
import classes from './HitList.module.css';

interface Props {
  hits: Hit[];
  /** How often the brand was named; the hits may be only the surest of these. */
  total: number;
  kind: string;
  at: number;
  choose: (i: number) => void;
  wraps?: boolean;
}

/** HitList is every name-drop in the document; a click goes there. */
export function HitList({ hits, total, kind, at, choose, wraps = false }: Props) {
  const m = useMessages();
  return (
    <section aria-label={m.mention.hits}>
      <h2 className={classes.title}>
        {m.mention.hits} ({hits.length})
      </h2>
      {total > hits.length && <p className="meta">{m.mention.surest(hits.length, total)}</p>}
      <ol className={classes.list} data-wraps={wraps || undefined}>
        {hits.map((h, i) => (
          <li key={i}>
            <button type="button" className={classes.hit} aria-current={i === at || undefined} onClick={() => choose(i)}>
              <span className={classes.where}>{place(h, kind, m)}</span>
              <span className={classes.quote}>
                <Marked text={around(h.quote, h.surface, 50)} surface={h.surface} />
              </span>
              <span className={classes.where}>{m.confidence[h.sureness]}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
