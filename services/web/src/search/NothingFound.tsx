import { Button, EmptyState } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { getStatus } from '../api/documents';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';

/** NothingFound suggests what may help: another spelling, or adding a source where none has been read. */
export function NothingFound() {
  const m = useMessages();
  const may = useMay();
  const status = useQuery({ queryKey: ['status'], queryFn: ({ signal }) => getStatus(signal) });
  if (status.data?.documents !== 0) return <EmptyState mt={48} title={m.search.none} description={m.search.noneHelp} />;
  return (
    <EmptyState mt={48} title={m.search.unread} description={m.inbox.noSourceHelp}>
      {may.write ? (
        <Button component={Link} to="/sources">
          {m.inbox.addSource}
        </Button>
      ) : (
        m.states.forbidden
      )}
    </EmptyState>
  );
}
