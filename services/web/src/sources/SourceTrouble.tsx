import type { Source } from '../api/types';
import page from '../frame/page.module.css';
import { unread, warned } from '../frame/why';
import { useMessages } from '../i18n';

/** SourceTrouble says why the source was not read, or how much of it was repaired or left out. */
export function SourceTrouble({ source: s }: { source: Source }) {
  const m = useMessages();
  if (s.error === '') return null;
  if (s.health !== 'healthy') return <div className="meta">{unread({ ...s, detail: s.error }, m)}</div>;
  return (
    <div className="meta">
      {s.warnings > 0 && `${m.sources.repairs(s.warnings)} `}
      {s.details.length > 0 ? s.details.map((w) => warned(w, m)).join(' ') : <span lang="en">{s.error}</span>}
    </div>
  );
}

/** HealthWord is how a source is doing, in a word or two. */
export function HealthWord({ source: s }: { source: Source }) {
  const m = useMessages();
  return (
    <span className={s.paused || s.health === 'waiting' ? page.none : s.health === 'healthy' ? page.good : page.care}>
      {s.paused ? m.sources.paused : s.health === 'healthy' && s.error !== '' ? m.sources.repaired : s.health === 'waiting' && s.documents > 0 ? m.sources.fromFile : (m.sources.words[s.health] ?? s.health)}
    </span>
  );
}
