import type { SourceDetail, TranscriptCount } from '../api/types';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import type { Messages } from '../i18n/en';
import { phrase } from '../i18n/phrase';
import { coverageText } from './coverage';
import classes from './sources.module.css';

/** TranscriptCounts is how many episodes have a transcript, and why the others have none. */
export function TranscriptCounts({ source: s }: { source: SourceDetail }) {
  const m = useMessages();
  const sum = (list: TranscriptCount[]) => list.reduce((n, t) => n + t.documents, 0);
  const all = sum(s.transcripts);
  const without = s.transcripts.filter((t) => t.state !== 'read');
  return (
    <section className={page.panel} aria-labelledby="source-transcripts">
      <h2 id="source-transcripts" className={page.second}>
        {m.sources.transcripts}
      </h2>
      {all === 0 ? <p className={page.none}>{m.sources.noEpisodes}</p> : <p>{coverageText(s.coverage, m)}</p>}
      {s.work.parts > 0 && <p className={page.none}>{m.sources.filesToGo(s.work.parts)}</p>}
      {without.length > 0 && (
        <ul className={classes.reasons}>
          {without.map((t) => (
            <li key={`${t.state} ${t.error}`}>
              <strong>{t.documents.toLocaleString(m.locale)}</strong> {reason(t, m)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function reason(t: TranscriptCount, m: Messages): string {
  if (t.error === '') return m.sources.notFetched;
  const why = phrase(m.faults, { code: t.code, params: t.params, detail: t.error });
  return t.state === 'pending' ? `${why} ${m.sources.again}` : why;
}
