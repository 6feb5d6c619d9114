import type { Candidate } from '../api/types';
import { useMessages } from '../i18n';
import { ago } from '../text/time';
import styles from './preview.module.css';

/** Preview says what a pasted text was understood as, and shows the last items of the source behind it. */
export function Preview({ found, type }: { found: Candidate; type: string }) {
  const m = useMessages();
  return (
    <div className={styles.preview}>
      <div className="meta">{[type, m.sources.understood[found.understood]].filter(Boolean).join(' · ')}</div>
      {found.recent.length > 0 && (
        <ul className={styles.items} aria-label={m.sources.last}>
          {found.recent.map((r) => (
            <li key={`${r.url} ${r.title}`}>
              <span>{r.title}</span>
              {r.published !== '' && <span className="meta">{ago(r.published, new Date(), m)}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
