import { IconArrowBackUp, IconX } from '@tabler/icons-react';
import type { Hit } from '../api/types';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { place } from '../text/place';
import { Quoted } from '../text/Quoted';
import classes from './HitList.module.css';

interface Props {
  hits: Hit[];
  dismissed: Hit[];
  /** How often the brand was named; the hits may be only the surest of these. */
  total: number;
  kind: string;
  at: number;
  choose: (i: number) => void;
  dismiss: (hit: Hit, dismissed: boolean) => void;
  wraps?: boolean;
}

/** HitList is every hit in the document; a click goes there. Each but the last can be dismissed by itself. */
export function HitList({ hits, dismissed, total, kind, at, choose, dismiss, wraps = false }: Props) {
  const m = useMessages();
  const may = useMay();
  return (
    <section aria-label={m.mention.hits}>
      <h2 className={classes.title}>
        {m.mention.hits} ({hits.length})
      </h2>
      {total > hits.length && <p className="meta">{m.mention.surest(hits.length, total)}</p>}
      <ol className={classes.list} data-wraps={wraps || undefined}>
        {hits.map((h, i) => (
          <li key={h.id} className={classes.row}>
            <button type="button" className={classes.hit} aria-current={i === at || undefined} onClick={() => choose(i)}>
              <Words hit={h} kind={kind} />
            </button>
            {may.write && hits.length > 1 && (
              <button type="button" className={classes.act} onClick={() => dismiss(h, true)} aria-label={m.mention.dismissHit(h.surface)} title={m.mention.dismissHit(h.surface)}>
                <IconX size={14} aria-hidden />
              </button>
            )}
          </li>
        ))}
      </ol>
      {dismissed.length > 0 && (
        <details className={classes.dismissed}>
          <summary className="meta">{m.mention.dismissedHits(dismissed.length)}</summary>
          <ol className={classes.list} data-wraps={wraps || undefined}>
            {dismissed.map((h) => (
              <li key={h.id} className={classes.row}>
                <div className={classes.hit} data-dismissed>
                  <Words hit={h} kind={kind} />
                </div>
                {may.write && (
                  <button type="button" className={classes.act} onClick={() => dismiss(h, false)} aria-label={m.mention.restoreHit(h.surface)} title={m.mention.restoreHit(h.surface)}>
                    <IconArrowBackUp size={14} aria-hidden />
                  </button>
                )}
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

/** Words is where a hit is, what it says there, and how likely it is. */
function Words({ hit: h, kind }: { hit: Hit; kind: string }) {
  const m = useMessages();
  return (
    <>
      <span className={classes.where}>{place(h, kind, m)}</span>
      <span className={classes.quote}>
        <Quoted hit={h} before={50} />
      </span>
      <span className={classes.where}>{m.confidence[h.confidenceClass]}</span>
    </>
  );
}
