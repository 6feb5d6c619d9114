import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';

export interface Who {
  name: string;
  scope: string;
  open: boolean; // the desk is open, nobody needs to sign in
  key: boolean; // came in by the link of this machine
}

/** How people get in, and whether any of them has a password. */
interface Entry {
  entry: 'sign_in' | 'key' | 'open';
  users: boolean;
}

export async function getEntry(signal: AbortSignal): Promise<Entry> {
  return data(sdk.getEntry({ ...asked, signal }));
}

export async function enterWithKey(key: string): Promise<Who> {
  return data(sdk.enterWithKey({ ...asked, body: { key } }));
}

export async function getSession(signal: AbortSignal): Promise<Who> {
  return data(sdk.getSession({ ...asked, signal }));
}

export async function signIn(email: string, password: string): Promise<Who> {
  return data(sdk.signIn({ ...asked, body: { email, password } }));
}

export async function signOut(): Promise<void> {
  await sdk.signOut(asked);
}

/** setUp makes the first person, by the token that was made on the server, and signs in. */
export async function setUp(token: string, email: string, password: string): Promise<Who> {
  await sdk.addUser({ ...asked, headers: { Authorization: `Bearer ${token.trim()}` }, body: { email, password, role: 'admin' } });
  return signIn(email, password);
}
