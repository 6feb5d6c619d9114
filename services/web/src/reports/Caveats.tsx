import type { Note } from '../api/reports';
import { useMessages } from '../i18n';
import type { Messages } from '../i18n/en';
import { phrase } from '../i18n/phrase';
import classes from './report.module.css';
import { dayOf } from './sentences';

/** Caveats stand open, the worst first, five at most. */
export function Caveats({ caveats }: { caveats: Note[] }) {
  const m = useMessages();
  if (caveats.length === 0) return null;
  return (
    <section>
      <h2 className={classes.part}>{m.report.caveats}</h2>
      <ol className={classes.caveats}>
        {caveats.slice(0, 5).map((c, i) => (
          <li key={`${c.code} ${i}`}>{caveatText(c, m)}</li>
        ))}
      </ol>
    </section>
  );
}

/** caveatText writes days and numbers as the user's language does. */
export function caveatText(c: Note, m: Messages): string {
  const params = Object.fromEntries(
    Object.entries(c.params ?? {}).map(([name, value]) => {
      if (/^\d{4}-\d{2}-\d{2}/.test(value)) return [name, dayOf(value, m)];
      return [name, /^\d{4,15}$/.test(value) ? Number(value).toLocaleString(m.locale) : value];
    }),
  );
  return phrase(m.reports.caveats, { code: c.code, params, detail: c.text });
}
