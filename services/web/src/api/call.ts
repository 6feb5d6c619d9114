import { problemFrom } from './problem';

/** call asks the server for JSON; a no comes back as a Problem. */
export async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  const res = await fetch('/api/v1/' + path, {
    ...init,
    headers: { Accept: 'application/json', ...(init.body ? { 'Content-Type': 'application/json' } : {}), ...init.headers },
  });
  if (!res.ok) throw problemFrom(res.status, await res.json().catch(() => null));
  if (res.status === 204) return undefined as T;
  return (await res.json()) as T;
}

/** query writes parameters, leaving out what is empty. */
export function query(params: Record<string, string | string[] | undefined>): string {
  const q = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    const text = Array.isArray(value) ? value.join(',') : (value ?? '');
    if (text !== '') q.set(name, text);
  }
  const s = q.toString();
  return s === '' ? '' : '?' + s;
}
