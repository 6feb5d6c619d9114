import { Alert, Button, Code } from '@mantine/core';
import { useState } from 'react';
import { useMessages } from '../i18n';
import { copyOrShow } from '../text/copy';

/** ShownOnce shows a secret of which the server keeps no readable copy, so it can't be shown again. */
export function ShownOnce({ what, secret }: { what: string; secret: string }) {
  const m = useMessages();
  const [copied, setCopied] = useState(false);
  return (
    <Alert variant="outline" color="yellow" mb="md" role="status">
      <p style={{ margin: '0 0 8px' }}>{what}</p>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
        <Code style={{ overflowWrap: 'anywhere' }}>{secret}</Code>
        <Button size="compact-sm" variant="default" onClick={() => void copyOrShow(secret).then(setCopied)}>
          {copied ? m.acts.copied : m.states.copy}
        </Button>
      </div>
    </Alert>
  );
}
