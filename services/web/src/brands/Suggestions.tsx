import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { suggestBrand } from '../api/brands';
import type { BrandDraft } from '../api/types';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import classes from './brands.module.css';
import { withWord } from './draft';

const proposed = ['aliases', 'heardAs', 'context', 'exclude'] as const;

/** Suggestions are what the archive itself proposes; a press takes one over, nothing is saved by that. */
export function Suggestions({ id, draft, change }: { id: string; draft: BrandDraft; change: (d: BrandDraft) => void }) {
  const m = useMessages();
  const ask = useMutation({ mutationFn: () => suggestBrand(draft, id) });
  const found = ask.data;
  const left = (name: (typeof proposed)[number]) => (found?.[name] ?? []).filter((p) => withWord(draft, name, p.text) !== draft);
  const nothing = found && proposed.every((name) => left(name).length === 0);
  return (
    <section className={page.panel}>
      <h2 className={page.second}>{m.brands.suggestions}</h2>
      <p className={page.help}>{m.brands.suggestHelp}</p>
      <Button variant="default" size="compact-md" loading={ask.isPending} disabled={draft.name.trim() === ''} onClick={() => ask.mutate()}>
        {m.brands.suggest}
      </Button>
      <Refused error={ask.error} />
      <div role="status">
        {found && <p className="meta">{m.brands.lookedAt(found.documents, found.whole)}</p>}
        {nothing && <p className={page.none}>{m.brands.noSuggestions}</p>}
      </div>
      {proposed.map(
        (name) =>
          left(name).length > 0 && (
            <div key={name}>
              <h3 className={classes.third}>{m.brands[name]}</h3>
              <ul className={classes.proposals}>
                {left(name).map((p) => (
                  <li key={p.text}>
                    <Button
                      size="compact-sm"
                      variant="default"
                      leftSection={<IconPlus size={14} />}
                      title={p.quote}
                      aria-label={m.brands.take(p.text, m.brands[name])}
                      onClick={() => change(withWord(draft, name, p.text))}
                    >
                      {p.text}
                    </Button>{' '}
                    <span className="meta">{p.count}×</span>
                  </li>
                ))}
              </ul>
            </div>
          ),
      )}
    </section>
  );
}
