import { Button, EmptyState } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { listLeads, listLeadSources } from '../api/leads';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { isFiltered, parse, withFilter, type LeadFilters } from './filters';
import { LeadFilterBar } from './LeadFilterBar';
import { LeadSourceForm } from './LeadSourceForm';
import { LeadSources } from './LeadSources';
import { LeadTable } from './LeadTable';
import { Aliases } from './Aliases';
import { ByShow } from './ByShow';

/** LeadsPage is where leads come from, and what they answered. */
export default function LeadsPage() {
  const m = useMessages();
  const t = m.leads;
  const may = useMay();
  const queries = useQueryClient();
  const [params, setParams] = useSearchParams();
  const filters = parse(params);
  const sources = useQuery({ queryKey: ['lead sources'], queryFn: ({ signal }) => listLeadSources(signal), refetchInterval: 10_000 });
  const leads = useInfiniteQuery({
    queryKey: ['leads', filters],
    queryFn: ({ signal, pageParam }) => listLeads(filters, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });
  const items = leads.data?.pages.flatMap((p) => p.items) ?? [];
  const totals = leads.data?.pages[0]?.totals;
  const edit = params.get('edit') ?? '';
  const known = sources.data ?? [];
  const editing = known.find((s) => s.id === edit);
  const set = (name: keyof LeadFilters, value: string) => setParams(withFilter(params, name, value));
  const show = (id: string) =>
    setParams((p) => {
      const next = new URLSearchParams(p);
      if (id === '') next.delete('edit');
      else next.set('edit', id);
      return next;
    }, { replace: true });
  const done = async () => {
    show('');
    await queries.invalidateQueries({ predicate: (q) => ['leads', 'lead sources', 'sites'].includes(String(q.queryKey[0])) });
  };
  const asks = may.write && (edit === 'new' || editing !== undefined);
  const nothing = leads.isSuccess && items.length === 0 && !isFiltered(filters);
  const tools = may.write && (
    <>
      <Button size="compact-md" onClick={() => show('new')}>
        {t.add}
      </Button>
      <Button component={Link} to="/imports?of=leads" size="compact-md" variant="default">
        {t.importFile}
      </Button>
    </>
  );

  return (
    <Page title={m.pages.leads} tools={!(nothing && !asks) && tools}>
      {!may.write && <p className={page.help}>{m.states.forbidden}</p>}
      {asks && <LeadSourceForm key={edit} source={editing} done={() => void done()} cancel={() => show('')} />}
      {sources.isError && <Trouble what={t.sources} error={sources.error} again={() => void sources.refetch()} />}
      {known.length > 0 && (
        <section className={page.section} aria-label={t.sources}>
          <h2 className={page.second}>{t.sources}</h2>
          <LeadSources sources={known} edit={show} />
        </section>
      )}
      {nothing && !asks && (
        <EmptyState mt={48} icon={<IconUserQuestion size={32} stroke={1.4} />} title={t.empty} description={t.emptyHelp}>
          {tools}
        </EmptyState>
      )}
      {!nothing && <ByShow filters={filters} />}
      {leads.isPending && <Waiting rows={5} height={36} />}
      {leads.isError && <Trouble what={m.pages.leads} error={leads.error} again={() => void leads.refetch()} />}
      {(items.length > 0 || isFiltered(filters)) && (
        <section className={page.section} aria-label={t.list}>
          <h2 className={page.second}>{t.list}</h2>
          <LeadFilterBar filters={filters} sources={known} stages={totals?.stages ?? []} set={set} />
          {filters.mention !== '' && (
            <p className={page.help}>
              {t.match.aboutMention}{' '}
              <Button size="compact-sm" variant="default" onClick={() => set('mention', '')}>
                {t.match.aboutAll}
              </Button>
            </p>
          )}
          {totals && (
            <p role="status" className={page.help}>
              {t.answered(totals.answered, totals.leads)}
            </p>
          )}
          {leads.isSuccess && items.length === 0 && (
            <p className={page.none}>
              {m.states.noMatchPlain}{' '}
              <Button size="compact-sm" variant="default" onClick={() => setParams({})}>
                {m.states.clear}
              </Button>
            </p>
          )}
          {items.length > 0 && <LeadTable leads={items} />}
          {leads.hasNextPage && (
            <Button mt="md" variant="default" loading={leads.isFetchingNextPage} onClick={() => void leads.fetchNextPage()}>
              {m.states.more}
            </Button>
          )}
        </section>
      )}
      {!nothing && <Aliases />}
    </Page>
  );
}
