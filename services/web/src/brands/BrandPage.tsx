import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import { addBrand, deleteBrand, getBrand, listBrands, putBrand } from '../api/brands';
import { Problem } from '../api/problem';
import type { Brand } from '../api/types';
import { Editable } from '../frame/Editable';
import { NotFound } from '../frame/NotFound';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { useSaveKey } from '../keys/useKeys';
import { undoStack } from '../undo/undo';
import { BrandFields } from './BrandFields';
import { useFindings } from './OrdinaryWord';
import { Reviews } from './Reviews';
import { Saved } from './Saved';
import { Searches } from './Searches';
import { Suggestions } from './Suggestions';
import { TryOut } from './TryOut';
import { draftOf, newBrand } from './draft';

/** BrandPage is one name that is listened for, or a new one: its words, a text to try them on, what the archive proposes. */
export default function BrandPage() {
  const m = useMessages();
  const { id = '' } = useParams();
  const brand = useQuery({ queryKey: ['brand', id], queryFn: ({ signal }) => getBrand(id, signal), enabled: id !== '', refetchInterval: (q) => (q.state.data?.learnt?.pending ? 2_000 : false) });
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => listBrands(signal), enabled: id === '' });
  if (brand.error instanceof Problem && brand.error.status === 404) return <NotFound />;
  if (id === '' ? brands.isLoading : brand.isPending) return <Waiting />;
  if (brand.isError) return <Trouble what={m.pages.brands} error={brand.error} again={() => void brand.refetch()} />;
  return <BrandEditor key={id} brand={brand.data} others={brands.data ?? []} />;
}

function BrandEditor({ brand, others }: { brand: Brand | undefined; others: Brand[] }) {
  const m = useMessages();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  const [params] = useSearchParams();
  const [draft, change] = useState(() => (brand ? draftOf(brand) : newBrand(params.get('name') ?? '', others)));
  const findings = useFindings(draft);
  const id = brand?.id ?? '';
  const refresh = () => queries.invalidateQueries({ predicate: (q) => ['brand', 'brands', 'mentions'].includes(String(q.queryKey[0])) });

  const save = useMutation({
    mutationFn: () => (brand ? putBrand(brand.id, draft, brand.revision) : addBrand(draft)),
    onSuccess: () => void refresh(),
  });
  // Nobody who has gone elsewhere meanwhile is brought back: this is not called for a page that was left.
  const saveDraft = () =>
    save.mutate(undefined, {
      onSuccess: (written) => {
        if (!brand) void navigate(`/brands/${written.id}`, { replace: true, state: { rescan: written.rescan } });
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
  const may = useMay();
  useSaveKey(() => may.write && draft.name.trim() !== '' && saveDraft());
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
            {may.write && (
              <Button variant="default" size="compact-md" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
                {m.brands.delete}
              </Button>
            )}
          </>
        )
      }
    >
      {rescan !== '' && <Saved id={id} rescan={rescan} />}
      {brand && <Reviews brand={brand} />}
      <Refused error={remove.error} />
      <div className={page.columns}>
        <form
          className={page.panel}
          onSubmit={(e) => {
            e.preventDefault();
            saveDraft();
          }}
        >
          <Editable>
            <BrandFields id={id} draft={draft} change={change} findings={findings} />
            <div className={page.row} style={{ marginTop: 16, marginBottom: 0 }}>
              <Button type="submit" loading={save.isPending} title="Ctrl-S">
                {brand ? m.states.save : m.brands.add}
              </Button>
            </div>
          </Editable>
          <Refused error={save.error} />
        </form>
        <div className={page.stack}>
          {brand && <Searches id={id} revision={brand.revision} />}
          <TryOut draft={draft} />
          {may.write && <Suggestions id={id} draft={draft} change={change} ordinary={findings.length > 0} />}
        </div>
      </div>
    </Page>
  );
}
