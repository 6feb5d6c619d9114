import { sessionState } from '../session/sessionState';
import { client } from './generated/client.gen';
import { problemFrom } from './problem';

// Lists are sent as a,b. An error answer of the server is thrown as a Problem.
client.setConfig({ baseUrl: '', querySerializer: { array: { explode: false, style: 'form' } } });
client.interceptors.error.use((error, response) => {
  // Without a response the server did not answer, or the request was canceled.
  if (!response) return error;
  if (response.status === 401) sessionState.set('expired');
  return problemFrom(response.status, error, response.headers.get('Retry-After') ?? '');
});

/** data returns what a call of the generated client brings. It throws its Problem. */
export async function data<T>(answer: Promise<{ data: T }>): Promise<NonNullable<T>> {
  return (await answer).data as NonNullable<T>;
}

/** asked makes a call of the generated client throw its Problem. */
export const asked = { throwOnError: true } as const;
