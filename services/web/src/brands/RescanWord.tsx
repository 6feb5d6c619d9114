import { Progress } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { getRescan } from '../api/brands';
import { useMessages } from '../i18n';

/** RescanWord tells how far the archive has been read again for a brand, and what that changed. */
export function RescanWord({ id }: { id: string }) {
  const m = useMessages();
  const queries = useQueryClient();
  const rescan = useQuery({
    queryKey: ['rescan', id],
    queryFn: ({ signal }) => getRescan(id, signal),
    refetchInterval: (q) => (q.state.data && ended(q.state.data.state) ? false : 1_000),
  });
  const r = rescan.data;
  const over = r !== undefined && ended(r.state);
  useEffect(() => {
    if (over) void queries.invalidateQueries({ queryKey: ['mentions'] });
  }, [over, queries]);
  if (!r) return null;
  return (
    <div role="status">
      <p style={{ margin: '8px 0 4px' }}>{over ? m.brands.rescanned(r.appears, r.changes, r.goes) : m.brands.rescanning(r.done, r.total)}</p>
      {!over && <Progress value={r.total === 0 ? 0 : (100 * r.done) / r.total} aria-label={m.brands.rescanning(r.done, r.total)} />}
    </div>
  );
}

const ended = (state: string) => state === 'done' || state === 'stopped' || state === 'failed';
