import { Button, EmptyState } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useMessages } from '../i18n';

export function NotFound() {
  const m = useMessages();
  return (
    <EmptyState mt={80} icon={<IconMapQuestion size={32} stroke={1.4} />} title={m.states.notFoundTitle} description={m.states.notFound}>
      <Button component={Link} to="/inbox" variant="default">
        {m.pages.inbox}
      </Button>
    </EmptyState>
  );
}
