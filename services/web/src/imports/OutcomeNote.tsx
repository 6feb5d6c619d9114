import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { FileOf, Outcome } from '../api/imports';
import page from '../frame/page.module.css';
import { warned } from '../frame/why';
import { useMessages } from '../i18n';
import { dayIn } from '../text/time';
import { changesIn, unchangedIn } from './changes';
import classes from './imports.module.css';

interface Props {
  of: FileOf;
  file: string;
  zone: string;
  outcome: Outcome;
  close: () => void;
}

/** OutcomeNote says what an import did: what was read, of which days, what changed, and what is doubtful. */
export function OutcomeNote({ of, file, zone, outcome: o, close }: Props) {
  const m = useMessages();
  const t = m.imports;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const rows = o.counts.rows ?? 0;
  return (
    <section className={page.panel} role="status">
      <h2 ref={heading} tabIndex={-1} className={`${page.second} ${classes.done}`}>
        <IconCheck size={18} aria-hidden className={page.good} /> {file}
      </h2>
      <p>{o.first !== '' && o.last !== '' ? t.outcome(rows, o.counts.days ?? 0, dayIn(o.first, zone, m), dayIn(o.last, zone, m)) : `${t.read(rows)}.`}</p>
      <p>{unchangedIn(o.counts) ? t.nothingChanged : changesIn(o.counts, m)}</p>
      {o.warnings.length > 0 && (
        <>
          <strong className={page.care}>{t.warnings}</strong>
          <ul className={classes.lines}>
            {o.warnings.map((w, i) => (
              <li key={i}>{warned(w, m)}</li>
            ))}
          </ul>
        </>
      )}
      <div className={page.row} style={{ marginTop: 16, marginBottom: 0 }}>
        <Button onClick={close}>{t.another}</Button>
        <Button component={Link} variant="default" to={of === 'visits' ? '/sites' : '/leads'}>
          {of === 'visits' ? m.pages.sites : m.pages.leads}
        </Button>
      </div>
    </section>
  );
}
