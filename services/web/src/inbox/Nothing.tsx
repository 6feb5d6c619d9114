import { Button, EmptyState } from '@mantine/core';
import { IconChecks, IconInbox } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listBrands } from '../api/brands';
import { getStatus } from '../api/documents';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { isFiltered, onlyNew, without, type FilterName, type Filters } from './filters';
import { useCounts } from './useMentions';

interface Props {
  filters: Filters;
  set: (name: FilterName | 'period' | 'q', values: string[]) => void;
  clear: () => void;
}

/** Nothing says why the list is empty, and what to do next. */
export function Nothing(props: Props) {
  const { filters } = props;
  const { state: _, ...lists } = filters.lists;
  const judged = useCounts({ ...filters, lists }, { facets: true, enabled: onlyNew(filters) });
  if (onlyNew(filters) && !judged.isSuccess) return null;
  if (onlyNew(filters) && judged.data && judged.data.total > 0) return <CaughtUp {...props} judged={judged.data.facets.state ?? {}} />;
  if (!isFiltered(filters)) return <NothingYet />;
  return <NoMatch {...props} />;
}

/** CaughtUp is the inbox that was emptied: what is left to look at, and that more comes by itself. */
function CaughtUp({ filters, set, clear, judged }: Props & { judged: Record<string, number> }) {
  const m = useMessages();
  const unsure = useCounts({ ...filters, lists: { ...filters.lists, conf: ['unsure'] } });
  const askable = !filters.lists.conf && (unsure.data?.total ?? 0) > 0;
  const filtered = isFiltered(filters);
  return (
    <EmptyState mt={48} px={16} icon={<IconChecks size={32} stroke={1.4} />} title={m.inbox.caughtUp} description={filtered ? m.inbox.caughtUpFiltered : m.inbox.emptyHelp}>
      <EmptyState.Actions>
        {askable && (
          <Button variant="default" onClick={() => set('conf', ['unsure'])}>
            {m.inbox.unsure(unsure.data!.total)}
          </Button>
        )}
        {(judged.confirmed ?? 0) > 0 && (
          <Button variant="default" onClick={() => set('state', ['confirmed'])}>
            {m.inbox.showConfirmed(judged.confirmed!)}
          </Button>
        )}
        {filtered && without(filters).map(([name, rest]) => <Without key={name} name={name} rest={rest} onClick={() => set(name, [])} />)}
        {filtered && (
          <Button variant="subtle" onClick={clear}>
            {m.states.clear}
          </Button>
        )}
      </EmptyState.Actions>
    </EmptyState>
  );
}

function NoMatch({ filters, set, clear }: Props) {
  const m = useMessages();
  return (
    <EmptyState mt={48} px={16} title={m.states.noMatchPlain}>
      <EmptyState.Actions>
        {without(filters).map(([name, rest]) => (
          <Without key={name} name={name} rest={rest} onClick={() => set(name, [])} />
        ))}
        <Button variant="subtle" onClick={clear}>
          {m.states.clear}
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}

/** NothingYet leads a new installation on: a name first, then sources, then a little patience. */
function NothingYet() {
  const m = useMessages();
  const status = useQuery({ queryKey: ['status'], queryFn: ({ signal }) => getStatus(signal), refetchInterval: 5_000 });
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => listBrands(signal) });
  const may = useMay();
  if (!status.data || !brands.data) return null;
  const { documents, sources } = status.data;
  const step =
    brands.data.length === 0
      ? { title: m.brands.empty, help: m.inbox.noBrand, to: '/brands/new', act: m.brands.add }
      : sources === 0
        ? { title: m.inbox.noSource, help: m.inbox.noSourceHelp, to: '/sources', act: m.inbox.addSource }
        : { title: m.inbox.empty(documents), help: m.inbox.emptyHelp, to: '/sources', act: m.pages.sources };
  return (
    <EmptyState mt={48} px={16} icon={<IconInbox size={32} stroke={1.4} />} title={step.title} description={step.help}>
      {may.write ? (
        <Button component={Link} to={step.to} variant={sources > 0 && brands.data.length > 0 ? 'default' : 'filled'}>
          {step.act}
        </Button>
      ) : (
        m.states.forbidden
      )}
    </EmptyState>
  );
}

/** Without says how many there would be with one filter less. */
function Without({ name, rest, onClick }: { name: FilterName | 'period' | 'q'; rest: Filters; onClick: () => void }) {
  const m = useMessages();
  const counts = useCounts(rest);
  if (!counts.data || counts.data.total === 0) return null;
  return (
    <Button variant="default" onClick={onClick}>
      {m.states.noMatch(name === 'q' ? m.filters.words : m.filters[name], counts.data.total)}
    </Button>
  );
}
