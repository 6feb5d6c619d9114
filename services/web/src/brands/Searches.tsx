import { Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listBrandSearches, setBrandSearch } from '../api/brands';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import classes from './searches.module.css';

/** Searches offers a search on each network for a saved brand. They follow its names and domains. */
export function Searches({ id, revision }: { id: string; revision: number }) {
  const m = useMessages();
  const may = useMay();
  const queries = useQueryClient();
  const key = ['brand searches', id, revision];
  const searches = useQuery({ queryKey: key, queryFn: ({ signal }) => listBrandSearches(id, signal) });
  const turn = useMutation({
    mutationFn: ({ type, on }: { type: string; on: boolean }) => setBrandSearch(id, type, on),
    onSuccess: (now) => {
      queries.setQueryData(key, now);
      void queries.invalidateQueries({ queryKey: ['sources'] });
    },
  });
  if (!searches.data || searches.data.length === 0) return null;
  return (
    <section className={page.panel} aria-labelledby="brand-searches">
      <h2 id="brand-searches" className={page.second}>
        {m.brands.searches}
      </h2>
      <p className="meta">{m.brands.searchesHelp}</p>
      <ul className={classes.list}>
        {searches.data.map((s) => (
          <li key={s.type}>
            <Switch
              label={s.name}
              description={m.brands.searchFinds(s.type === 'bluesky' ? m.brands.searchAll : s.finds.join(', '))}
              checked={s.on}
              disabled={!may.write || turn.isPending}
              onChange={(e) => turn.mutate({ type: s.type, on: e.currentTarget.checked })}
            />
            {s.on && (
              <div className={classes.sources}>
                {s.sources.map((source) => (
                  <Link key={source.id} to={`/sources/${source.id}`}>
                    {source.name}
                  </Link>
                ))}
              </div>
            )}
          </li>
        ))}
      </ul>
      <Refused error={turn.error} />
    </section>
  );
}
