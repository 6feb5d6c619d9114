import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Mention } from '../api/types';
import { useMessages } from '../i18n';
import classes from './MentionList.module.css';
import { MentionRow } from './MentionRow';

// The lines of a row grow with the browser's font size, its padding doesn't.
const rowHeight = () => 10 + (58 / 16) * parseFloat(getComputedStyle(document.documentElement).fontSize);

interface Props {
  mentions: Mention[];
  at: number; // the row at hand, -1 for none
  view: string; // which filters the rows are of
  waiting: boolean; // the rows are of the last view still
  ticked: ReadonlySet<string>;
  hasMore: boolean;
  onMore: () => void;
  onChoose: (id: string) => void;
  onOpen: (id: string) => void;
  onTick: (id: string) => void;
  onReach: (id: string) => void;
}

/** MentionList paints only the rows that are seen, so that ten thousand are as quick as ten. */
export function MentionList({ mentions, at, view, waiting, ticked, hasMore, onMore, onChoose, onOpen, onTick, onReach }: Props) {
  const m = useMessages();
  const scroller = useRef<HTMLDivElement>(null);
  const now = useMinute();
  const height = rowHeight();
  const rows = useVirtualizer({
    count: mentions.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    getItemKey: (i) => mentions[i]!.id,
  });

  useLayoutEffect(() => {
    if (scroller.current && !waiting) scroller.current.scrollTop = 0;
  }, [view, waiting]);

  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
  }, [at, rows]);

  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= mentions.length - 10) onMore();
  }, [hasMore, last, mentions.length, onMore]);

  return (
    <div ref={scroller} className={classes.scroller} role="feed" aria-label={m.inbox.list} aria-busy={waiting || undefined}>
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {items.map((item) => (
          <div key={item.key} className={classes.item} style={{ height: item.size, transform: `translateY(${item.start}px)` }}>
            <MentionRow
              mention={mentions[item.index]!}
              current={item.index === at}
              ticked={ticked.has(mentions[item.index]!.id)}
              focusable={item.index === Math.max(0, at)}
              position={item.index + 1}
              now={now}
              onChoose={onChoose}
              onOpen={onOpen}
              onTick={onTick}
              onReach={onReach}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

/** useMinute is the time, told anew each minute. */
function useMinute(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
