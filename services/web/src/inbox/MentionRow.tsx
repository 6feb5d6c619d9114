import { VisuallyHidden } from '@mantine/core';
import { IconCheck, IconStarFilled, IconX } from '@tabler/icons-react';
import { memo } from 'react';
import type { Verdict } from '../api/reports';
import type { Mention } from '../api/types';
import { Grade } from '../reports/Grade';
import { BrandMark } from './BrandMark';
import { CopiesMenu } from './CopiesMenu';
import { useMessages } from '../i18n';
import { place } from '../text/place';
import { Quoted } from '../text/Quoted';
import { ago } from '../text/time';
import classes from './MentionRow.module.css';

interface Props {
  mention: Mention;
  current: boolean; // shown beside the list
  ticked: boolean; // one of several that something will be done to
  focusable: boolean; // one row at a time is reached by Tab
  position: number;
  now: Date;
  onChoose: (id: string) => void;
  onOpen: (id: string) => void;
  onTick: (id: string) => void;
  onReach: (id: string) => void; // with Shift
}

/** MentionRow is one mention: the sentence with the name in it, and where it was said. */
export const MentionRow = memo(function MentionRow({ mention: x, current, ticked, focusable, position, now, onChoose, onOpen, onTick, onReach }: Props) {
  const m = useMessages();
  const hit = x.hits[x.best];
  return (
    <article
      id={`m-${x.id}`}
      className={classes.row}
      data-state={x.state}
      data-current={current || undefined}
      data-ticked={ticked || undefined}
      aria-current={current || undefined}
      aria-posinset={position}
      aria-setsize={-1}
      tabIndex={focusable ? 0 : -1}
      onKeyDown={(e) => {
        if (e.key !== 'Enter' || e.target !== e.currentTarget) return;
        e.preventDefault();
        onOpen(x.id);
      }}
      onMouseDown={(e) => e.shiftKey && e.preventDefault() /* or else text is selected */}
      onClick={(e) => (e.shiftKey ? onReach(x.id) : onChoose(x.id))}
      onDoubleClick={() => onOpen(x.id)}
    >
      <label className={classes.tick} onClick={(e) => e.stopPropagation()} onDoubleClick={(e) => e.stopPropagation()}>
        <input type="checkbox" checked={ticked} tabIndex={focusable ? 0 : -1} onChange={(e) => ((e.nativeEvent as MouseEvent).shiftKey ? onReach(x.id) : onTick(x.id))} aria-label={m.inbox.tick(x.brand.name, x.document.source)} />
      </label>
      <div className={classes.line}>
        <BrandMark own={x.brand.own} />
        <span className={classes.brand}>{x.brand.name}</span>
        <span className={classes.where}>
          <span className={classes.kind}>{m.kinds[x.document.kind] ?? x.document.kind} · </span>
          {x.document.source || x.document.author}
          {(x.type === 'sponsor' || x.type === 'guest') && <span className={classes.type}> · {m.types[x.type]}</span>}
        </span>
        <span className={classes.right}>
          {x.starred && <IconStarFilled size={12} className={classes.star} aria-label={m.acts.star} />}
          {x.copies.length > 0 && <CopiesMenu copies={x.copies} focusable={focusable} />}
          {x.report?.verdict && <Graded verdict={x.report.verdict} />}
          <Judged mention={x} />
          <span>{hit && place(hit, x.document.kind, m)}</span>
          <span className={classes.when}>{ago(x.document.published, now, m)}</span>
        </span>
      </div>
      <p className={classes.quote} lang={x.document.language || undefined}>
        {hit ? <Quoted hit={hit} before={60} /> : x.document.title}
      </p>
    </article>
  );
});

/** Graded is the grade of the report on a mention. Beside a word for confidence, its disc tells it apart. */
function Graded({ verdict }: { verdict: Verdict }) {
  const m = useMessages();
  const said = m.report.ofMention(m.report.grades[verdict] ?? verdict);
  return (
    <span title={said} className={classes.graded}>
      <VisuallyHidden>{said}</VisuallyHidden>
      <span aria-hidden className={classes.graded}>
        <Grade verdict={verdict} size={12} />
      </span>
    </span>
  );
}

/** Judged says how sure the program is, until somebody has said it better. */
function Judged({ mention: x }: { mention: Mention }) {
  const m = useMessages();
  if (x.state === 'confirmed' || x.state === 'dismissed') {
    return (
      <span className={classes.judged} data-state={x.state}>
        {x.state === 'confirmed' ? <IconCheck size={12} stroke={2.4} aria-hidden /> : <IconX size={12} stroke={2.4} aria-hidden />}
        {m.mentionStates[x.state]}
      </span>
    );
  }
  return (
    <span className={classes.judged} data-confidence={x.confidenceClass}>
      {m.confidence[x.confidenceClass]}
    </span>
  );
}
