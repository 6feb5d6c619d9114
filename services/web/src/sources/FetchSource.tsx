import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { fetchSource } from '../api/sources';
import type { SourceDetail } from '../api/types';
import { Refused } from '../frame/Refused';
import { unread } from '../frame/why';
import { useMessages } from '../i18n';
import { undoStack } from '../undo/undo';

/** FetchSource reads a source now, whatever its schedule, and says what that has brought. */
export function FetchSource({ source: s }: { source: SourceDetail }) {
  const m = useMessages();
  const queries = useQueryClient();
  const [before, setBefore] = useState<SourceDetail | null>(null); // as it was when the read was asked for
  const read = useMutation({
    mutationFn: () => fetchSource(s.id),
    onSuccess: async () => {
      await queries.refetchQueries({ queryKey: ['source', s.id] });
      setBefore(s);
    },
  });
  useEffect(() => {
    if (before === null || !s.work.done) return;
    setBefore(null);
    void queries.invalidateQueries({ queryKey: ['source documents', s.id] });
    if (s.error !== '' && s.health !== 'healthy') undoStack.fail(unread({ ...s, detail: s.error }, m));
    else undoStack.say(m.sources.fetched(s.documents - before.documents, s.mentions - before.mentions));
  }, [before, s, m, queries]);
  return (
    <>
      <Button size="compact-md" leftSection={<IconRefresh size={16} />} loading={read.isPending || before !== null} onClick={() => read.mutate()}>
        {m.sources.fetch}
      </Button>
      <Refused error={read.error} />
    </>
  );
}
