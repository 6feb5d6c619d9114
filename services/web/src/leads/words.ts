import type { LeadType } from '../api/leads';
import type { Messages } from '../i18n/en';

/** worded is a type of source in the user's language; what the desk has no words for is shown as the server says it. */
export function worded(t: LeadType, m: Messages): LeadType {
  const own = m.leads.types[t.type];
  return {
    ...t,
    name: own?.name ?? t.name,
    summary: own?.summary ?? t.summary,
    limits: own?.limits ?? t.limits,
    fields: t.fields.map((f) => {
      const words = own?.fields?.[f.name];
      return {
        ...f,
        label: words?.label ?? f.label,
        help: words ? (words.help ?? '') : f.help,
        choices: f.choices.map((c) => ({ value: c.value, label: words?.choices?.[c.value] ?? c.label })),
      };
    }),
  };
}
