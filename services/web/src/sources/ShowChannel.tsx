import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { lookUpTwins, removeTwin, setTwin } from '../api/sources';
import type { SourceDetail, TwinProposal } from '../api/types';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import classes from './sources.module.css';

/** ShowChannel is the YouTube channel of a podcast: the one that it has, or a way to find and name it. */
export function ShowChannel({ source: s }: { source: SourceDetail }) {
  const m = useMessages();
  const may = useMay();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const refresh = () => queries.invalidateQueries({ predicate: (q) => ['source', 'sources', 'source documents', 'coverage'].includes(String(q.queryKey[0])) });
  const find = useMutation({ mutationFn: () => lookUpTwins(s.id) });
  const use = useMutation({ mutationFn: (p: Pick<TwinProposal, 'url' | 'found'>) => setTwin(s.id, p.url, p.found as 'typed'), onSuccess: refresh });
  const drop = useMutation({ mutationFn: () => removeTwin(s.id), onSuccess: refresh });
  return (
    <section className={page.panel} aria-labelledby="source-channel">
      <h2 id="source-channel" className={page.second}>
        {m.sources.channel}
      </h2>
      {s.twin ? (
        <>
          <p>
            <Link to={`/sources/${s.twin.source}`}>{s.twin.name}</Link>: {m.sources.channelEpisodes(s.twin.episodes)}
          </p>
          {may.write && (
            <Button size="compact-sm" variant="default" loading={drop.isPending} onClick={() => drop.mutate()}>
              {m.sources.channelRemove}
            </Button>
          )}
        </>
      ) : (
        <p className={page.none}>{m.sources.channelHelp}</p>
      )}
      {!s.twin && may.write && (
        <>
          <form
            className={page.row}
            onSubmit={(e) => {
              e.preventDefault();
              if (typed.trim() !== '') use.mutate({ url: typed.trim(), found: 'typed' });
            }}
          >
            <TextInput className={page.grow} size="xs" aria-label={m.sources.channelAddress} placeholder="https://www.youtube.com/@" maxLength={2000} value={typed} onChange={(e) => setTyped(e.currentTarget.value)} />
            <Button type="submit" size="compact-sm" loading={use.isPending}>
              {m.sources.channelUse}
            </Button>
            <Button size="compact-sm" variant="default" loading={find.isPending} onClick={() => find.mutate()}>
              {m.sources.channelFind}
            </Button>
          </form>
          {find.data?.length === 0 && <p className={page.none}>{m.sources.channelNone}</p>}
          {(find.data?.length ?? 0) > 0 && (
            <ul className={classes.reasons}>
              {find.data!.map((p) => (
                <li key={p.url}>
                  {p.url} ({m.sources.channelFound[p.found] ?? p.found}){' '}
                  <Button size="compact-xs" variant="default" aria-label={m.sources.channelUseOf(p.url)} onClick={() => use.mutate(p)}>
                    {m.sources.channelUse}
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      <Refused error={use.error ?? drop.error ?? find.error} />
    </section>
  );
}
