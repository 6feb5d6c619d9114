import { Button, EmptyState, Table, VisuallyHidden } from '@mantine/core';
import { IconFlag } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { addAnnotation, deleteAnnotation, listAnnotations, type Annotation } from '../api/annotations';
import { listSites } from '../api/sites';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { dayOf } from '../reports/sentences';
import { undoStack } from '../undo/undo';
import { AnnotationForm } from './AnnotationForm';

/** AnnotationsPage is what a team knows about its own days. */
export default function AnnotationsPage() {
  const m = useMessages();
  const t = m.annotations;
  const queries = useQueryClient();
  const [params, setParams] = useSearchParams();
  const annotations = useQuery({ queryKey: ['annotations'], queryFn: ({ signal }) => listAnnotations(signal) });
  const sites = useQuery({ queryKey: ['sites'], queryFn: ({ signal }) => listSites(signal) });
  const refresh = () => queries.invalidateQueries({ predicate: (q) => ['annotations', 'report', 'reports', 'timeline'].includes(String(q.queryKey[0])) });
  const remove = useMutation({
    mutationFn: (a: Annotation) => deleteAnnotation(a.id),
    onSuccess: async (_, { id: _id, revision: _revision, ...kept }) => {
      undoStack.push({ label: t.deleted(kept.name), undo: () => addAnnotation(kept).then(refresh) });
      await refresh();
    },
  });
  const chosen = annotations.data?.find((a) => a.id === params.get('edit'));
  const siteName = (id: string) => (id === '' ? t.allSites : (sites.data?.find((s) => s.id === id)?.name ?? id));

  return (
    <Page title={m.pages.annotations}>
      <p className={page.help}>{t.help}</p>
      <AnnotationForm
        key={chosen ? `${chosen.id} ${chosen.revision}` : ''}
        annotation={chosen}
        done={() => {
          setParams({}, { replace: true });
          return refresh();
        }}
      />
      <Refused error={remove.error} />
      {annotations.isPending && <Waiting rows={3} height={32} />}
      {annotations.isError && <Trouble what={m.pages.annotations} error={annotations.error} again={() => void annotations.refetch()} />}
      {annotations.data?.length === 0 && <EmptyState mt={48} icon={<IconFlag size={32} stroke={1.4} />} title={t.empty} description={t.emptyHelp} />}
      {annotations.data && annotations.data.length > 0 && (
        <div className={page.card} style={{ marginTop: 16 }}>
          <Table verticalSpacing={6} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t.days}</Table.Th>
                <Table.Th>{t.name}</Table.Th>
                <Table.Th>{t.site}</Table.Th>
                <Table.Th>{t.counting}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{t.change}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {annotations.data.map((a) => (
                <Table.Tr key={a.id}>
                  <Table.Td className={page.nowrap}>{m.report.overlapDays(dayOf(a.from, m), dayOf(a.to, m))}</Table.Td>
                  <Table.Td className={page.name}>
                    {a.name}
                    <div className="meta">{t.kinds[a.kind] ?? a.kind}</div>
                  </Table.Td>
                  <Table.Td data-label={t.site}>{siteName(a.site)}</Table.Td>
                  <Table.Td data-label={t.counting}>{t.countings[a.counting]}</Table.Td>
                  <Table.Td className={page.nowrap}>
                    <Button component={Link} to={`?edit=${encodeURIComponent(a.id)}`} replace size="compact-sm" variant="default" aria-label={t.changeIt(a.name)}>
                      {t.change}
                    </Button>{' '}
                    <Button size="compact-sm" variant="default" onClick={() => remove.mutate(a)} aria-label={t.deleteIt(a.name)}>
                      {m.sites.delete}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </Page>
  );
}
