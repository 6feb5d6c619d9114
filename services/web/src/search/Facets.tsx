import { Button, Checkbox } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustments } from '@tabler/icons-react';
import type { Facet, Totals } from '../api/types';
import { useMessages } from '../i18n';
import classes from './Facets.module.css';
import { facetNames, type FacetName } from './address';

interface Props {
  totals: Totals | undefined;
  names: Record<'brand' | 'source', Record<string, string>>;
  chosen: Partial<Record<FacetName, string[]>>;
  toggle: (name: FacetName, value: string) => void;
  speakers: string[]; // to whom the query is narrowed
  speaker: (name: string) => void;
}

const most = 8;

/** Facets count what was found by kind, brand and so on; a tick narrows the search to it. */
export function Facets({ totals, names, chosen, toggle, speakers, speaker }: Props) {
  const m = useMessages();
  const [open, { toggle: unfold }] = useDisclosure(false);
  const titles: Record<FacetName, string> = {
    kind: m.filters.kind, brand: m.filters.brand, source: m.filters.source, lang: m.filters.lang, month: m.filters.period,
  };
  const words: Partial<Record<FacetName, Record<string, string>>> = { ...names, kind: m.kinds, lang: m.languages };
  const month = (v: string) =>
    /^\d{4}-\d{2}$/.test(v) ? new Date(v + '-15').toLocaleDateString(m.locale, { month: 'long', year: 'numeric' }) : v;
  const word = (name: FacetName, value: string) => (name === 'month' ? month(value) : (words[name]?.[value] ?? value));
  const ticks = Object.values(chosen).flat().length;
  return (
    <aside className={classes.facets} aria-label={m.search.facets} data-open={open || undefined}>
      <Button className={classes.unfold} size="compact-md" variant="default" leftSection={<IconAdjustments size={16} />} aria-expanded={open} onClick={unfold}>
        {m.search.facets}
        {ticks > 0 && ` (${ticks})`}
      </Button>
      <div className={classes.all}>
        {facetNames.map((name) => {
          const facet = withChosen(totals?.facets[name] ?? [], chosen[name] ?? []);
          if (facet.length === 0) return null;
          const largest = Math.max(...facet.map((f) => f.count), 1);
          return (
            <fieldset key={name} className={classes.facet}>
              <legend>{titles[name]}</legend>
              {facet.map((f) => (
                <div key={f.value} className={classes.value}>
                  <Checkbox size="xs" checked={chosen[name]?.includes(f.value) ?? false} onChange={() => toggle(name, f.value)} label={word(name, f.value)} />
                  <span className={classes.count}>{f.count.toLocaleString(m.locale)}</span>
                  <span className={classes.bar} style={{ width: `${(100 * f.count) / largest}%` }} aria-hidden />
                </div>
              ))}
            </fieldset>
          );
        })}
        {(totals?.facets.speaker ?? []).length > 0 && (
          <fieldset className={classes.facet}>
            <legend>{m.search.fields.speaker}</legend>
            {withChosen(totals!.facets.speaker!, []).map((f) => (
              <div key={f.value} className={classes.value}>
                <Checkbox size="xs" checked={speakers.some((s) => s.toLowerCase() === f.value.toLowerCase())} onChange={() => speaker(f.value)} label={f.value} />
                <span className={classes.count}>{f.count.toLocaleString(m.locale)}</span>
              </div>
            ))}
          </fieldset>
        )}
      </div>
    </aside>
  );
}

/** withChosen are the largest values, and those that hold, found or not: they must be able to go. */
function withChosen(facet: Facet[], chosen: string[]): Facet[] {
  const top = facet.slice(0, most);
  const missing = chosen.filter((v) => !top.some((f) => f.value === v));
  return [...top, ...missing.map((value) => facet.find((f) => f.value === value) ?? { value, count: 0 })];
}
