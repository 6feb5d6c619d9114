import { Alert } from '@mantine/core';
import type { Imported as Done } from '../api/types';
import { refused } from '../frame/why';
import { useMessages } from '../i18n';
import { phrase } from '../i18n/phrase';

/** Imported says what became of a file, and which lines were left out and why. */
export function Imported({ done, close }: { done: Done; close: () => void }) {
  const m = useMessages();
  const reason = ({ code = '', params, reason: detail }: Done['refused'][number]) =>
    code in m.lines ? phrase(m.lines, { code, detail }) : refused({ code, params, detail }, m);
  return (
    <Alert mb="md" variant="outline" color={done.refused.length > 0 ? 'yellow' : 'green'} withCloseButton closeButtonLabel={m.states.close} onClose={close} role="status">
      {m.sources.imported(done.added, done.known)}
      {done.refused.length > 0 && (
        <ul style={{ margin: '8px 0 0', paddingLeft: 20 }}>
          {done.refused.slice(0, 20).map((l) => (
            <li key={l.line}>{m.sources.refused(l.line, l.text ?? '', reason(l))}</li>
          ))}
          {done.refused.length > 20 && <li>{m.inbox.others(done.refused.length - 20)}</li>}
        </ul>
      )}
    </Alert>
  );
}
