import type { NewSource, SourceField, SourceType } from '../api/types';

/** TypeTexts are the desk's own words for a type of source; where it has none, the server's are shown. */
export interface TypeTexts {
  name?: string;
  summary?: string;
  limits?: string;
  fields?: Record<string, { label?: string; help?: string; choices?: Record<string, string> }>;
}

/** worded is a type in the user's language. */
export function worded(t: SourceType, own: TypeTexts | undefined): SourceType {
  const field = (f: SourceField): SourceField => {
    const words = own?.fields?.[f.name];
    return {
      ...f,
      label: words?.label ?? f.label,
      help: words?.help ?? f.help,
      choices: f.choices.map((c) => ({ value: c.value, label: words?.choices?.[c.value] ?? c.label })),
    };
  };
  return { ...t, name: own?.name ?? t.name, summary: own?.summary ?? t.summary, limits: own?.limits ?? t.limits, fields: t.fields.map(field) };
}

/** startOf is what the form holds before anything is filled in. */
export function startOf(t: SourceType): Record<string, string> {
  return Object.fromEntries(t.fields.map((f) => [f.name, f.default]));
}

/** filled is the source that the form describes: every field goes where the API wants it. */
export function filled(t: SourceType, values: Record<string, string>): NewSource {
  const source: NewSource = { type: t.type };
  const settings: Record<string, unknown> = {};
  for (const f of t.fields) {
    const value = (values[f.name] ?? '').trim();
    if (value === '') continue;
    if (f.name === 'url') source.url = value;
    else if (f.name === 'query') source.query = value;
    else if (f.kind === 'secret') source.secret = value;
    else settings[f.name] = value;
  }
  if (Object.keys(settings).length > 0) source.settings = settings;
  return source;
}
