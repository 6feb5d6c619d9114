import { EmptyState } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listBrands } from '../api/brands';
import { useMessages } from '../i18n';
import classes from './SearchPage.module.css';

/** SearchStart shows by examples, made of the brands at hand (the own one first), what can be asked. */
export function SearchStart() {
  const m = useMessages();
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => listBrands(signal) }).data ?? [];
  const [brand, rival] = [...brands.filter((b) => b.own), ...brands.filter((b) => !b.own)].map((b) => b.id);
  const examples: [string, string][] = [['"word of mouth"', m.search.examples.phrase]];
  // The server knows no brand that nobody added.
  if (brand) {
    examples.push(
      [`brand:${brand} NEAR/10 (price OR costs OR expensive)`, m.search.examples.near],
      rival ? [`brand:${brand} brand:${rival}`, m.search.examples.brands] : [`brand:${brand}`, m.search.examples.brand],
    );
  }
  examples.push([`${brand ? `brand:${brand} ` : 'newsletter '}kind:podcast lang:nl`, m.search.examples.fields], ['atribution~ -sponsor*', m.search.examples.fuzzy]);
  return (
    <EmptyState mt={48} icon={<IconSearch size={32} stroke={1.4} />} title={m.search.start}>
      <ul className={classes.examples}>
        {examples.map(([q, what]) => (
          <li key={q}>
            <Link to={`/search?q=${encodeURIComponent(q)}`}>
              <code>{q}</code>
            </Link>
            <span className="meta">{what}</span>
          </li>
        ))}
      </ul>
    </EmptyState>
  );
}
