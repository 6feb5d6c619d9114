import { EmptyState } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useMessages } from '../i18n';
import classes from './SearchPage.module.css';
import { useNames } from './useNames';

/** SearchStart shows by examples, made of the brands at hand, what can be asked. */
export function SearchStart() {
  const m = useMessages();
  const [brand = 'acme', rival] = Object.keys(useNames().brand);
  const examples: [string, string][] = [
    ['"word of mouth"', m.search.examples.phrase],
    [`brand:${brand} NEAR/10 (price OR costs OR expensive)`, m.search.examples.near],
    [rival ? `brand:${brand} brand:${rival}` : `brand:${brand}`, m.search.examples.brands],
    [`brand:${brand} kind:podcast lang:nl`, m.search.examples.fields],
    [`atribution~ -sponsor*`, m.search.examples.fuzzy],
  ];
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
