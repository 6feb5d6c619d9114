import { Link } from 'react-router';
import { useMessages } from '../i18n';
import { phrase } from '../i18n/phrase';
import classes from './SearchPage.module.css';
import type { Problem } from '../api/problem';
import { corrected, underline } from './address';

/** Mistake underlines what is wrong in the query, says what would be right, and leads there if that is known. */
export function Mistake({ query, problem }: { query: string; problem: Problem }) {
  const m = useMessages();
  const { at } = problem;
  const phrased = phrase(m.query.mistakes, { code: problem.reason, params: problem.params, detail: '' });
  const [before, wrong, after] = at === null ? [query, '', ''] : underline(query, at, problem.length);
  const meant = corrected(query, problem);
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
      {phrased ? <p>{phrased}</p> : <p lang="en">{problem.message}</p>}
      {meant && (
        <p>
          <Link to={`/search?q=${encodeURIComponent(meant)}`}>
            <code>{meant}</code>
          </Link>
        </p>
      )}
    </div>
  );
}
