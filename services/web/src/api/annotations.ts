import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';

export const kinds = ['release', 'campaign', 'outage', 'other'] as const;
export type AnnotationKind = (typeof kinds)[number];

/** What can be written of an annotation. */
export interface AnnotationDraft {
  name: string;
  kind: AnnotationKind;
  from: string; // days, as 2026-11-23
  to: string;
  site: string; // empty for all
  counting: 'counted' | 'not_counted';
}

export interface Annotation extends AnnotationDraft {
  id: string;
  revision: number;
}

function toAnnotation({ id, revision, name, kind, from, to, site, counting }: wire.Annotation): Annotation {
  return { id, revision, name, kind, from, to, site: site ?? '', counting };
}

const body = (d: AnnotationDraft) => ({ ...d, name: d.name.trim(), to: d.to || d.from });

export async function listAnnotations(signal: AbortSignal): Promise<Annotation[]> {
  return ((await data(sdk.listAnnotations({ ...asked, signal }))).items ?? []).map(toAnnotation);
}

export async function addAnnotation({ site, ...d }: AnnotationDraft): Promise<Annotation> {
  return toAnnotation(await data(sdk.addAnnotation({ ...asked, body: { ...body({ ...d, site }), site: site || undefined } })));
}

/** changeAnnotation saves a change, unless somebody else changed it meanwhile. */
export async function changeAnnotation(id: string, d: AnnotationDraft, revision: number): Promise<Annotation> {
  return toAnnotation(await data(sdk.changeAnnotation({ ...asked, path: { id }, headers: { 'If-Match': `"${revision}"` }, body: body(d) })));
}

export async function deleteAnnotation(id: string): Promise<void> {
  await sdk.deleteAnnotation({ ...asked, path: { id } });
}
