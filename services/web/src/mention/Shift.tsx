import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { shiftDocument } from '../api/documents';
import type { Doc, Hit } from '../api/types';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import classes from './Player.module.css';
import { apart, shiftFor } from './shift';
import type { PlayerState } from './usePlayer';

/**
 * Shift is shown where adverts make the recording longer or shorter than the one that was recognised. Who hears the name
 * says so, and everything else in the recording moves with it.
 */
export function Shift({ doc, player, hit }: { doc: Doc; player: PlayerState; hit: Hit | undefined }) {
  const m = useMessages();
  const may = useMay();
  const queries = useQueryClient();
  const shift = useMutation({
    mutationFn: (seconds: number) => shiftDocument(doc.id, seconds),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['document', doc.id] }),
  });
  const by = apart(doc.parts, player.measured);
  const second = hit?.second;
  if (by === 0 || second == null) return null;
  return (
    <div className={classes.shift}>
      <span>{m.mention.adverts(by)}</span>
      {[-15, 15].map((s) => (
        <Button key={s} size="compact-xs" variant="default" aria-label={m.mention.skip(s)} onClick={() => player.skip(s)}>
          {s < 0 ? `−${-s}` : `+${s}`}
        </Button>
      ))}
      {may.write && (
        <Button size="compact-xs" variant="default" loading={shift.isPending} disabled={player.fresh} onClick={() => shift.mutate(shiftFor(player.at, doc.shift, second))}>
          {m.mention.iHearIt}
        </Button>
      )}
      <Refused error={shift.error} />
    </div>
  );
}
