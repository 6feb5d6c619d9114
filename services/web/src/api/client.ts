import { door } from '../session/door';
import { client } from './generated/client.gen';
import { problemFrom } from './problem';

// Lists go over the wire as a,b. What the server refuses comes back as a Problem.
client.setConfig({ baseUrl: '', querySerializer: { array: { explode: false, style: 'form' } } });
client.interceptors.error.use((error, response) => {
  // Without a response nobody answered, or the question was withdrawn.
  if (!response) return error;
  if (response.status === 401) door.set('expired');
  return problemFrom(response.status, error, response.headers.get('Retry-After') ?? '');
});

/** data is what a call of the generated client brings, or its Problem thrown. */
export async function data<T>(answer: Promise<{ data: T }>): Promise<NonNullable<T>> {
  return (await answer).data as NonNullable<T>;
}

/** asked makes a call of the generated client throw its Problem. */
export const asked = { throwOnError: true } as const;
