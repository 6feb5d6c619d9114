import { Button } from '@mantine/core';
import { IconFlag, IconLink } from '@tabler/icons-react';
import type { Ref } from 'react';
import { Link } from 'react-router';
import type { Effect, Timeline, TimelineMention } from '../api/timeline';
import { useMessages } from '../i18n';
import type { Messages } from '../i18n/en';
import { BrandMark } from '../inbox/BrandMark';
import { Grade } from '../reports/Grade';
import { rangeOf, signed } from '../reports/sentences';
import type { Row } from './rows';
import classes from './timeline.module.css';
import { whenOf } from './words';

/** placeOf is the page that a mention opens: its report, or else itself. */
export const placeOf = (m: TimelineMention): string => (m.report ? `/reports/${m.report.id}` : `/mentions/${m.id}`);

// As many as are listed at one time.
const listed = 10;

interface Props {
  row: Row;
  timeline: Timeline;
  note: (() => void) | undefined;
  ref: Ref<HTMLDivElement>;
}

/** Reading is what was published, and what happened, at the cursor. */
export function Reading({ row, timeline: t, note, ref }: Props) {
  const m = useMessages();
  const when = whenOf(row, t.unit, t.site.zone, m);
  const shown = row.mentions.slice(0, listed);
  const rest = row.own + row.rivals - shown.length;
  const inbox = `/inbox?state=all&from=${row.day}&to=${row.last}`;
  return (
    <section ref={ref} className={classes.reading}>
      <h2 className={classes.title}>{m.timeline.listed(when)}</h2>
      {shown.length + row.events.length + (row.clicks ?? 0) === 0 && <p className={classes.notice}>{m.timeline.nothing}</p>}
      <ul className={classes.list}>
        {shown.map((x) => (
          <li key={x.id}>
            <BrandMark own={x.brand.own} />
            <span>
              <Link to={`/mentions/${x.id}`}>{[x.show, x.title].filter(Boolean).join(', ') || m.kinds[x.kind] || x.brand.name}</Link>{' '}
              <span className="meta">
                {x.brand.name} · {m.kinds[x.kind] ?? x.kind}
              </span>
              {x.report && <Judged mention={x} effect={t.effects.find((e) => e.report === x.report?.id)} m={m} />}
            </span>
          </li>
        ))}
        {row.events.map((e) => (
          <li key={`${e.id ?? ''} ${e.name} ${e.from}`}>
            <IconFlag size={14} aria-hidden className={classes.flag} />
            <span>{e.id ? <Link to={`/annotations?edit=${encodeURIComponent(e.id)}`}>{e.name}</Link> : m.timeline.holiday(e.name)}</span>
          </li>
        ))}
        {row.clicks ? (
          <li>
            <IconLink size={14} aria-hidden className={classes.flag} />
            <Link to="/links">{m.links.clicked(row.clicks)}</Link>
          </li>
        ) : null}
      </ul>
      {rest > 0 && (
        <p className={classes.notice}>
          <Link to={inbox}>{m.timeline.moreHere(rest)}</Link>
        </p>
      )}
      {note && (
        <Button size="compact-sm" variant="default" leftSection={<IconFlag size={14} />} onClick={note} title="n">
          {m.timeline.note}
        </Button>
      )}
    </section>
  );
}

/** Judged is the grade of a mention's report, with its range. */
function Judged({ mention, effect, m }: { mention: TimelineMention; effect: Effect | undefined; m: Messages }) {
  const verdict = mention.report?.state === 'ready' ? (mention.report.verdict ?? null) : null;
  const range = effect?.state === 'ready' ? rangeOf(effect.effect) : null;
  return (
    <span className={classes.judged}>
      <Link to={placeOf(mention)}>
        <Grade verdict={verdict} />
      </Link>
      {range && effect && <span className="meta">{m.timeline.effect(signed(range, m), m.report.days(effect.window.days))}</span>}
    </span>
  );
}
