import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { checkBrand } from '../api/brands';
import type { BrandDraft, Finding } from '../api/types';
import { useMessages } from '../i18n';
import type { Messages } from '../i18n/en';
import { phrase } from '../i18n/phrase';
import classes from './brands.module.css';

/** useFindings is what is to be said of the brand in the form, while it is filled in. */
export function useFindings(draft: BrandDraft): Finding[] {
  const [names] = useDebouncedValue([draft.name.trim(), ...draft.aliases].join('\n'), 300);
  const found = useQuery({
    queryKey: ['brand-check', names],
    queryFn: ({ signal }) => checkBrand(draft, signal),
    enabled: draft.name.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false, // a name that is refused is refused aloud when it is saved
  });
  return draft.name.trim() === '' || found.isError ? [] : (found.data ?? []);
}

/** OrdinaryWord says that a name is a word too, and what helps. */
export function OrdinaryWord({ findings, draft }: { findings: Finding[]; draft: BrandDraft }) {
  const m = useMessages();
  const alone = draft.domains.length + draft.context.length + draft.exclude.length === 0;
  return (
    <div role="status">
      {findings.length > 0 && (
        <p className={classes.ordinary}>
          <IconAlertTriangle size={16} aria-hidden />
          <span>
            {findings.map((f) => finding(f, m)).join(' ')} {alone ? m.brands.ordinaryHelp : m.brands.ordinaryHelped}
          </span>
        </p>
      )}
    </div>
  );
}

/** finding says it with the name of the language as the user's own has it. */
export function finding({ code, params, says }: Finding, m: Messages): string {
  const language = m.languages[params.language ?? ''] ?? params.language;
  return phrase(m.findings, { code, params: { ...params, language }, detail: says });
}
