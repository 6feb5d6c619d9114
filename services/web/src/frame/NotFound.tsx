import { Button, EmptyState } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useMessages } from '../i18n';
import { useTitle } from './Page';

/** NotFound is shown at an address where there is nothing, and for what was deleted. */
export function NotFound() {
  const m = useMessages();
  useTitle(m.states.notFoundTitle);
  return (
    <EmptyState mt={80} icon={<IconMapQuestion size={32} stroke={1.4} />}>
      <EmptyState.Title order={1}>{m.states.notFoundTitle}</EmptyState.Title>
      <EmptyState.Description>{m.states.notFound}</EmptyState.Description>
      <Button component={Link} to="/inbox" variant="default">
        {m.pages.inbox}
      </Button>
    </EmptyState>
  );
}
