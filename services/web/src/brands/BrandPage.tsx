import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import { addBrand, deleteBrand, getBrand, putBrand } from '../api/brands';
import { Problem } from '../api/problem';
import type { Brand } from '../api/types';
import { NotFound } from '../frame/NotFound';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useSaveKey } from '../keys/useKeys';
import { undoStack } from '../undo/undo';
import { BrandFields } from './BrandFields';
import { RescanWord } from './RescanWord';
import { Suggestions } from './Suggestions';
import { TryOut } from './TryOut';
import { draftOf, emptyBrand } from './draft';

/** BrandPage is one name that is listened for, or a new one: its words, a text to try them on, what the archive proposes. */
export default function BrandPage() {
  const m = useMessages();
  const { id = '' } = useParams();
  const brand = useQuery({ queryKey: ['brand', id], queryFn: ({ signal }) => getBrand(id, signal), enabled: id !== '' });
  if (brand.error instanceof Problem && brand.error.status === 404) return <NotFound />;
  if (id !== '' && brand.isPending) return <Waiting />;
  if (brand.isError) return <Trouble what={m.pages.brands} error={brand.error} again={() => void brand.refetch()} />;
  return <BrandEditor key={id} brand={brand.data} />;
}

function BrandEditor({ brand }: { brand: Brand | undefined }) {
  const m = useMessages();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  const [params] = useSearchParams();
  const [draft, change] = useState(() => (brand ? draftOf(brand) : { ...emptyBrand, name: params.get('name') ?? '' }));
  const id = brand?.id ?? '';
  const refresh = () => queries.invalidateQueries({ predicate: (q) => ['brand', 'brands', 'mentions'].includes(String(q.queryKey[0])) });

  const save = useMutation({
    mutationFn: () => (brand ? putBrand(brand.id, draft, brand.revision) : addBrand(draft)),
    onSuccess: async (written) => {
      if (!brand) void navigate(`/brands/${written.id}`, { replace: true, state: { rescan: written.rescan } });
      await refresh();
    },
  });
  const remove = useMutation({
    mutationFn: () => deleteBrand(id),
    onSuccess: async () => {
      const kept = draftOf(brand!);
      undoStack.push({ label: m.brands.deleted(brand!.name), undo: () => addBrand(kept, id).then(refresh) });
      void navigate('/brands');
      await refresh();
    },
  });
  useSaveKey(() => draft.name.trim() !== '' && save.mutate());
  const rescan = save.data?.rescan ?? (location.state as { rescan?: string } | null)?.rescan ?? '';

  return (
    <Page
      title={brand?.name ?? m.brands.add}
      back={{ to: '/brands', label: m.pages.brands }}
      tools={
        brand && (
          <>
            <Button component={Link} to={`/inbox?brand=${encodeURIComponent(id)}&state=all`} variant="default" size="compact-md">
              {m.brands.toInbox}
            </Button>
            <Button variant="default" size="compact-md" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              {m.brands.delete}
            </Button>
          </>
        )
      }
    >
      {brand && <p className={page.help}>{brand.judged > 0 ? `${m.brands.right(brand.confirmed, brand.judged)} ${m.brands.effects[brand.effect] ?? ''}` : m.brands.unjudged}</p>}
      <Refused error={remove.error} />
      <div className={page.columns}>
        <form
          className={page.panel}
          onSubmit={(e) => {
            e.preventDefault();
            save.mutate();
          }}
        >
          <BrandFields id={id} draft={draft} change={change} />
          <div className={page.row} style={{ marginTop: 16, marginBottom: 0 }}>
            <Button type="submit" loading={save.isPending} title="Ctrl-S">
              {brand ? m.states.save : m.brands.add}
            </Button>
          </div>
          <Refused error={save.error} />
          {rescan !== '' && <RescanWord id={rescan} />}
        </form>
        <div className={page.stack}>
          <TryOut draft={draft} />
          <Suggestions id={id} draft={draft} change={change} />
        </div>
      </div>
    </Page>
  );
}
