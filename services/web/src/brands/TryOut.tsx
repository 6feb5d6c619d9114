import { Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { previewBrand } from '../api/brands';
import type { BrandDraft } from '../api/types';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { hitReasons } from '../mention/reasons';
import { Quoted } from '../text/Quoted';
import classes from './brands.module.css';

/** TryOut shows the hits that the brand as currently filled in would have in a text, and why. */
export function TryOut({ draft }: { draft: BrandDraft }) {
  const m = useMessages();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue({ draft, text }, 300);
  const ready = asked.text.trim() !== '' && asked.draft.name.trim() !== '';
  const hits = useQuery({
    queryKey: ['brand-preview', asked],
    queryFn: ({ signal }) => previewBrand(asked.draft, asked.text, signal),
    enabled: ready,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <section className={page.panel}>
      <h2 className={page.second}>{m.brands.tryOut}</h2>
      <Textarea
        label={m.brands.tryText}
        autosize
        minRows={3}
        maxRows={10}
        placeholder={m.brands.tryExample(draft.name || 'Acme')}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      <div role="status">
        {ready && hits.data && hits.data.length === 0 && <p className={page.none}>{m.brands.tryNone}</p>}
        {ready && (
          <ul className={classes.hits}>
            {(hits.data ?? []).map((h) => (
              <li key={`${h.field} ${h.start}`}>
                <Quoted hit={h} />
                <span className="meta">
                  {' '}
                  {m.confidence[h.confidenceClass]} · {hitReasons(h, m)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <Refused error={ready ? hits.error : null} />
    </section>
  );
}
