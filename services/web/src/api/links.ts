import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';

/** Link is a short link with its clicks. */
export interface Link {
  id: string;
  slug: string; // empty where another service serves it
  url: string; // empty while the public side is off
  name: string;
  target: string;
  destination: string;
  mention: string;
  source: string;
  show: string;
  title: string;
  clicks: number;
  lastClick: string;
  revision: number;
}

export interface LinkDraft {
  slug: string;
  name: string;
  target: string;
  source: string;
  mention: string;
}

function toLink(l: wire.LinkView): Link {
  const { id, url, name, target, destination, clicks, revision } = l;
  return { id, url, name, target, destination, clicks, revision, slug: l.slug ?? '', mention: l.mention ?? '', source: l.source ?? '', show: l.show ?? '', title: l.title ?? '', lastClick: l.last_click ?? '' };
}

export interface LinkPage {
  items: Link[];
  next: string;
}

export async function listLinks(q: string, cursor: string, signal: AbortSignal): Promise<LinkPage> {
  const found = await data(sdk.listLinks({ ...asked, signal, query: { q: q || undefined, cursor: cursor || undefined } }));
  return { items: (found.items ?? []).map(toLink), next: found.next };
}

export async function addLink({ slug, name, target, source, mention }: LinkDraft): Promise<Link> {
  const given = { slug: slug.trim() || undefined, name: name.trim() || undefined, source: source || undefined, mention: mention || undefined };
  return toLink(await data(sdk.addLink({ ...asked, body: { ...given, target: target.trim() } })));
}

/** changeLink saves a change, unless somebody else changed it meanwhile. */
export async function changeLink(id: string, { name, target, source, mention }: LinkDraft, revision: number): Promise<Link> {
  return toLink(await data(sdk.changeLink({ ...asked, path: { id }, headers: { 'If-Match': `"${revision}"` }, body: { name: name.trim(), target: target.trim(), source, mention } })));
}

export async function deleteLink(id: string): Promise<void> {
  await sdk.deleteLink({ ...asked, path: { id } });
}

/** codeOf is the address of a link's QR code. */
export const codeOf = (id: string, format: 'svg' | 'png') => `/api/v1/links/${encodeURIComponent(id)}/qr?format=${format}`;
