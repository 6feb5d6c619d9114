import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';

/** DeadLetter is a message of the bus that could not be processed. */
export interface DeadLetter {
  id: string;
  consumer: string;
  subject: string;
  cause: string; // in English
  attempts: number;
  retries: number;
  updated: string;
}

/** listDeadLetters returns the latest of them, and how many there are. */
export async function listDeadLetters(signal: AbortSignal): Promise<{ letters: DeadLetter[]; total: number }> {
  const status = await data(sdk.getStatus({ ...asked, signal }));
  if (status.dead_letters === 0) return { letters: [], total: 0 };
  const page = await data(sdk.listDeadLetters({ ...asked, query: { limit: 20 }, signal }));
  const letters = (page.items ?? []).map(({ id, consumer, subject, cause, attempts, retries, updated }) => ({ id, consumer, subject, cause, attempts, retries, updated }));
  return { letters, total: Math.max(status.dead_letters, letters.length) };
}

export async function retryDeadLetter(id: string): Promise<void> {
  await sdk.retryDeadLetter({ ...asked, path: { id } });
}

export async function discardDeadLetter(id: string): Promise<void> {
  await sdk.discardDeadLetter({ ...asked, path: { id } });
}
