import { ActionIcon } from '@mantine/core';
import { IconArrowsHorizontal, IconChevronLeft, IconChevronRight, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useMessages } from '../i18n';
import type { Span } from './address';
import classes from './timeline.module.css';
import { moved, whole } from './zoom';

interface Props {
  seen: Span;
  bounds: Span;
  look: (z: Span) => void;
  zoom: (factor: number) => void;
}

/** Moves are the buttons that zoom and move what is seen. */
export function Moves({ seen, bounds, look, zoom }: Props) {
  const t = useMessages().timeline.move;
  const all = whole(seen, bounds);
  const acts = [
    { name: t.earlier, key: 'PageUp', icon: IconChevronLeft, act: () => look(moved(seen, -0.5, bounds)), off: seen.from <= bounds.from },
    { name: t.later, key: 'PageDown', icon: IconChevronRight, act: () => look(moved(seen, 0.5, bounds)), off: seen.to >= bounds.to },
    { name: t.in, key: '+', icon: IconZoomIn, act: () => zoom(0.5), off: false },
    { name: t.out, key: '-', icon: IconZoomOut, act: () => zoom(2), off: all },
    { name: t.all, key: '0', icon: IconArrowsHorizontal, act: () => look(bounds), off: all },
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
