import type { QueryClient } from '@tanstack/react-query';
import { getDocument, getStatus } from '../api/documents';
import type { Mention } from '../api/types';
import type { Messages } from '../i18n/en';
import { cardOf } from '../text/card';
import { copyOrShow } from '../text/copy';
import { undoStack } from '../undo/undo';

const patience = 2000; // ms; a browser soon forgets that a key was pressed, and then refuses to copy
const fresh = 300_000; // ms

/** copyCard copies a mention as a text, and says what was copied. */
export async function copyCard(x: Mention, queries: QueryClient, m: Messages): Promise<void> {
  const [doc, status] = await Promise.all([
    soon(queries.fetchQuery({ queryKey: ['document', x.document.id], queryFn: ({ signal }) => getDocument(x.document.id, signal), staleTime: fresh })),
    soon(queries.fetchQuery({ queryKey: ['status'], queryFn: ({ signal }) => getStatus(signal), staleTime: fresh })),
  ]);
  const text = cardOf(x, doc, status?.desk ?? '', m);
  if (await copyOrShow(text)) undoStack.say(m.acts.copiedWhat(short(text)));
}

/** soon is what comes within a moment. The quote can do without it. */
const soon = <T>(answer: Promise<T>): Promise<T | undefined> => Promise.race([answer.catch(() => undefined), new Promise<undefined>((done) => setTimeout(() => done(undefined), patience))]);

/** short is the first line, or as much of it as a notice holds. */
function short(text: string): string {
  const line = text.split('\n', 1)[0]!;
  return line.length <= 90 ? line : `${line.slice(0, 80).replace(/\s\S*$/, '')} …”`;
}
