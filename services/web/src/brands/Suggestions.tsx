import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type Dispatch, type SetStateAction } from 'react';
import { suggestBrand } from '../api/brands';
import type { BrandDraft, Proposal } from '../api/types';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import classes from './brands.module.css';
import { brandLists, has, suggestedLists, withoutWord, withWord } from './draft';
import { InboxPreview } from './InboxPreview';

interface Props {
  id: string;
  draft: BrandDraft;
  change: Dispatch<SetStateAction<BrandDraft>>;
  ordinary: boolean; // a name is an ordinary word: the archive is looked at without a press
}

type List = (typeof suggestedLists)[number][0];

/**
 * Suggestions are what the archive itself proposes, and what the brand's inbox would look like with them. A press
 * takes one over, another press takes it back; the counts follow. Nothing is saved by that.
 */
export function Suggestions({ id, draft, change, ordinary }: Props) {
  const m = useMessages();
  const [wanted, want] = useState(false);
  const [taken, keep] = useState<{ name: string; list: List; proposal: Proposal }[]>([]);
  const [asked] = useDebouncedValue(draft, 500);
  const on = (wanted || ordinary) && asked.name.trim() !== '';
  const look = useQuery({
    queryKey: ['brand-suggest', id, asked.name, ...brandLists.map((list) => asked[list])],
    queryFn: ({ signal }) => suggestBrand(asked, id, signal),
    enabled: on,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
  // What was found for another name says nothing about this one.
  const found = on && look.data?.name === draft.name ? look.data : undefined;
  const shown = (list: List, into: (typeof suggestedLists)[number][1]) => {
    const mine = taken.filter((t) => t.name === draft.name && t.list === list).map((t) => t.proposal);
    const fresh = (found?.[list] ?? []).filter((p) => !mine.some((t) => t.text === p.text) && !has(draft, into, p.text));
    return [...mine, ...fresh];
  };
  const press = (list: List, into: (typeof suggestedLists)[number][1], p: Proposal) => {
    if (has(draft, into, p.text)) return change((d) => withoutWord(d, into, p.text));
    if (!taken.some((t) => t.name === draft.name && t.list === list && t.proposal.text === p.text)) keep([...taken, { name: draft.name, list, proposal: p }]);
    change((d) => withWord(d, into, p.text));
  };
  const nothing = found && suggestedLists.every(([list, into]) => shown(list, into).length === 0);
  return (
    <section className={page.panel} aria-busy={look.isFetching}>
      <h2 className={page.second}>{m.brands.suggestions}</h2>
      <p className={page.help}>{m.brands.suggestHelp}</p>
      {!on && (
        <Button variant="default" size="compact-md" disabled={draft.name.trim() === ''} onClick={() => want(true)}>
          {m.brands.suggest}
        </Button>
      )}
      <Refused error={on ? look.error : null} />
      <div role="status">
        {on && look.isFetching && <p className="meta">{m.brands.looking}</p>}
        {found && !look.isFetching && <p className="meta">{m.brands.lookedAt(found.documents, found.whole)}</p>}
        {nothing && <p className={page.none}>{m.brands.noSuggestions}</p>}
      </div>
      {suggestedLists.map(
        ([list, into]) =>
          shown(list, into).length > 0 && (
            <div key={list}>
              <h3 className={classes.third}>{m.brands.proposed[list]}</h3>
              <ul className={classes.proposals}>
                {shown(list, into).map((p) => (
                  <li key={p.text}>
                    <Button
                      size="compact-sm"
                      variant="default"
                      leftSection={has(draft, into, p.text) ? <IconCheck size={14} /> : <IconPlus size={14} />}
                      title={p.quote}
                      aria-pressed={has(draft, into, p.text)}
                      aria-label={m.brands.take(p.text, m.brands[into])}
                      onClick={() => press(list, into, p)}
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
      {found && (
        <>
          <h3 className={classes.third}>{m.brands.inbox}</h3>
          <InboxPreview inbox={found.inbox} improved={found.improved} />
        </>
      )}
    </section>
  );
}
