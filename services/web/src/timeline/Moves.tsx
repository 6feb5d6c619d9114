import { ActionIcon } from '@mantine/core';
import { IconArrowsHorizontal, IconChevronLeft, IconChevronRight, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useMessages } from '../i18n';
import type { Span } from './address';
import classes from './timeline.module.css';
import { whole } from './zoom';

interface Props {
  seen: Span;
  bounds: Span;
  zoom: (factor: number) => void;
  move: (share: number) => void;
  all: () => void;
}

/** Moves are the buttons that zoom and move what is seen. */
export function Moves({ seen, bounds, zoom, move, all }: Props) {
  const t = useMessages().timeline.move;
  const complete = whole(seen, bounds);
  const acts = [
    { name: t.earlier, key: 'PageUp', icon: IconChevronLeft, act: () => move(-0.5), off: seen.from <= bounds.from },
    { name: t.later, key: 'PageDown', icon: IconChevronRight, act: () => move(0.5), off: seen.to >= bounds.to },
    { name: t.in, key: '+', icon: IconZoomIn, act: () => zoom(0.5), off: false },
    { name: t.out, key: '-', icon: IconZoomOut, act: () => zoom(2), off: complete },
    { name: t.all, key: '0', icon: IconArrowsHorizontal, act: all, off: complete },
  ];
  return (
    <div className={classes.moves}>
      {acts.map((a) => (
        // One that can't do more keeps the focus.
        <ActionIcon key={a.name} variant="default" size={28} aria-disabled={a.off} data-disabled={a.off || undefined} onClick={() => !a.off && a.act()} aria-label={a.name} title={`${a.name} (${a.key})`}>
          <a.icon size={16} />
        </ActionIcon>
      ))}
    </div>
  );
}
