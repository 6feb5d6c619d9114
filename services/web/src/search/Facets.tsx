import { Checkbox } from '@mantine/core';
import type { Totals } from '../api/types';
import { useMessages } from '../i18n';
import classes from './Facets.module.css';
import { facetNames, type FacetName } from './address';

interface Props {
  totals: Totals | undefined;
  names: Record<'brand' | 'source', Record<string, string>>;
  chosen: Partial<Record<FacetName, string[]>>;
  toggle: (name: FacetName, value: string) => void;
}

/** Facets count what was found by kind, brand and so on; a tick narrows the search to it. */
export function Facets({ totals, names, chosen, toggle }: Props) {
  const m = useMessages();
  const titles: Record<FacetName, string> = {
    kind: m.filters.kind, brand: m.filters.brand, source: m.filters.source, lang: m.filters.lang, month: m.filters.period,
  };
  const words: Partial<Record<FacetName, Record<string, string>>> = { ...names, kind: m.kinds, lang: m.languages };
  const month = (v: string) =>
    /^\d{4}-\d{2}$/.test(v) ? new Date(v + '-15').toLocaleDateString(m.locale, { month: 'long', year: 'numeric' }) : v;
  return (
    <aside className={classes.facets} aria-label={m.search.facets}>
      {facetNames.map((name) => {
        const facet = totals?.facets[name] ?? [];
        if (facet.length === 0) return null;
        const most = Math.max(...facet.map((f) => f.count), 1);
        return (
          <fieldset key={name} className={classes.facet}>
            <legend>{titles[name]}</legend>
            {facet.slice(0, 8).map((f) => (
              <div key={f.value} className={classes.value}>
                <Checkbox
                  size="xs"
                  checked={chosen[name]?.includes(f.value) ?? false}
                  onChange={() => toggle(name, f.value)}
                  label={name === 'month' ? month(f.value) : (words[name]?.[f.value] ?? f.label)}
                />
                <span className={classes.count}>{f.count.toLocaleString(m.locale)}</span>
                <span className={classes.bar} style={{ width: `${(100 * f.count) / most}%` }} aria-hidden />
              </div>
            ))}
          </fieldset>
        );
      })}
    </aside>
  );
}
