import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';

export type Scope = 'read' | 'write' | 'admin';

export interface Person {
  id: string;
  email: string;
  name: string;
  role: string;
}

export interface Token {
  id: string;
  name: string;
  scopes: string[];
  created: string;
  lastUsed: string;
  expires: string;
}

export async function listPeople(signal: AbortSignal): Promise<Person[]> {
  const page = await data(sdk.listUsers({ ...asked, signal }));
  return (page.items ?? []).map((u) => ({ id: u.id, email: u.email, name: u.name ?? '', role: u.role }));
}

export async function addPerson(p: { email: string; password: string; role: Scope }): Promise<Person> {
  const u = await data(sdk.addUser({ ...asked, body: p }));
  return { id: u.id, email: u.email, name: u.name ?? '', role: u.role };
}

export async function removePerson(id: string): Promise<void> {
  await sdk.deleteUser({ ...asked, path: { id } });
}

/** listTokens lists those that still hold. */
export async function listTokens(signal: AbortSignal): Promise<Token[]> {
  const page = await data(sdk.listTokens({ ...asked, signal }));
  return (page.items ?? [])
    .filter((t) => !t.revoked)
    .map((t) => ({ id: t.id, name: t.name, scopes: t.scopes ?? [], created: t.created, lastUsed: t.last_used ?? '', expires: t.expires ?? '' }));
}

/** addToken returns the token itself. The server never shows it again. */
export async function addToken(name: string, scope: Scope, days: number): Promise<{ name: string; token: string }> {
  return data(sdk.addToken({ ...asked, body: { name, scope, days } }));
}

export async function revokeToken(id: string): Promise<void> {
  await sdk.revokeToken({ ...asked, path: { id } });
}
