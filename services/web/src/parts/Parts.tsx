import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { retryPart } from '../api/documents';
import type { Part } from '../api/types';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import classes from './Parts.module.css';
import { partState, partWhy } from './words';

interface Props {
  document: string;
  parts: Part[];
  language: string; // of the document
}

/** Parts says which transcript and chapters a document has and from where, or why it has none. */
export function Parts({ document, parts, language }: Props) {
  const m = useMessages();
  if (parts.length === 0) return null;
  return (
    <ul className={classes.parts} aria-label={m.parts.title}>
      {parts.map((p) => (
        <li key={p.part}>
          <span className={classes.name}>{m.parts.names[p.part] ?? p.part}</span>
          <PartWords part={p} language={language} />
          <RetryPart document={document} part={p} />
        </li>
      ))}
    </ul>
  );
}

/** PartWords is the state of a part and the reason for it. */
export function PartWords({ part: p, language }: { part: Part; language?: string }) {
  const m = useMessages();
  const why = partWhy(p, m);
  return (
    <span className={classes.words}>
      <span className={p.state === 'read' ? undefined : p.state === 'failed' ? classes.failed : classes.dim}>{partState(p, m, language)}</span>
      {why !== '' && <span className={classes.why}>{why}</span>}
    </span>
  );
}

/** RetryPart is the button that fetches a part again. It is absent where there is nothing to fetch. */
export function RetryPart({ document, part: p, of }: { document: string; part: Part; of?: string }) {
  const m = useMessages();
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () => retryPart(document, p.part),
    onSuccess: () => queries.invalidateQueries({ predicate: (q) => ['document', 'source', 'source documents'].includes(String(q.queryKey[0])) }),
  });
  if (!p.retry) return null;
  const name = m.parts.names[p.part] ?? p.part;
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={of === undefined ? m.parts.retryOf(name) : m.parts.retryIn(name, of)}
        loading={retry.isPending || (p.state === 'pending' && p.attempts === 0)}
        onClick={() => retry.mutate()}
      >
        {m.parts.retry}
      </Button>
      <Refused error={retry.error} />
    </>
  );
}
