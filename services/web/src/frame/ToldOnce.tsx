import { Alert, Button, Code, CopyButton } from '@mantine/core';
import { useMessages } from '../i18n';

/** ToldOnce shows a secret that isn't kept in the clear, and so is never shown again. */
export function ToldOnce({ what, secret }: { what: string; secret: string }) {
  const m = useMessages();
  return (
    <Alert variant="outline" color="yellow" mb="md" role="status">
      <p style={{ margin: '0 0 8px' }}>{what}</p>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
        <Code style={{ overflowWrap: 'anywhere' }}>{secret}</Code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy}>
              {copied ? m.acts.copied : m.states.copy}
            </Button>
          )}
        </CopyButton>
      </div>
    </Alert>
  );
}
