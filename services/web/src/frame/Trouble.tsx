import { Alert, Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useMessages } from '../i18n';
import { why } from './why';

/** Trouble shows what could not be loaded and why, with a button to try again. */
export function Trouble({ what, error, again }: { what: string; error: unknown; again: () => void }) {
  const m = useMessages();
  return (
    <Alert m="md" color="red" variant="outline" icon={<IconPlugConnectedX size={18} />} role="alert">
      <p style={{ margin: '0 0 8px' }}>{m.states.error(what, why(error, m))}</p>
      <Button size="compact-sm" variant="default" onClick={again}>
        {m.states.again}
      </Button>
    </Alert>
  );
}
