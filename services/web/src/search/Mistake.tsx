import { useMessages } from '../i18n';
import classes from './SearchPage.module.css';
import { underline } from './address';

/** Mistake shows the query with its mistake underlined, and how to correct it. */
export function Mistake({ query, at, detail }: { query: string; at: number | null; detail: string }) {
  const m = useMessages();
  const [before, wrong, after] = at === null ? [query, '', ''] : underline(query, at);
  return (
    <div id="search-mistake" className={classes.mistake} role="alert">
      {at !== null && (
        <code className={classes.query}>
          {before}
          <span className={classes.wrong} aria-label={m.search.mistake}>
            {wrong === '' ? '\u00a0' : wrong}
          </span>
          {after}
        </code>
      )}
      <p>{detail}</p>
    </div>
  );
}
