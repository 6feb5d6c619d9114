import { Button, EmptyState, Table, TextInput, VisuallyHidden } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Fragment } from 'react';
import { Link, useSearchParams } from 'react-router';
import { deleteLink, listLinks, type Link as ShortLink } from '../api/links';
import { Editable } from '../frame/Editable';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { ago } from '../text/time';
import { LinkCode } from './LinkCode';
import { LinkForm } from './LinkForm';
import classes from './links.module.css';

/** LinksPage makes short links to say aloud or print, and says how often each was followed. */
export default function LinksPage() {
  const m = useMessages();
  const t = m.links;
  const queries = useQueryClient();
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const links = useInfiniteQuery({
    queryKey: ['links', q],
    queryFn: ({ signal, pageParam }) => listLinks(q, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['links'] });
  const remove = useMutation({ mutationFn: (l: ShortLink) => deleteLink(l.id), onSuccess: refresh });
  const all = links.data?.pages.flatMap((p) => p.items) ?? [];
  const chosen = all.find((l) => l.id === params.get('edit'));
  const show = (name: string, value: string) => {
    const next = new URLSearchParams(q ? { q } : {});
    if (value) next.set(name, value);
    setParams(next, { replace: true });
  };
  const made = { source: params.get('source') ?? '', mention: params.get('mention') ?? '', target: params.get('target') ?? '' };
  const now = new Date();

  return (
    <Page title={m.pages.links}>
      <p className={page.help}>{t.help}</p>
      <Editable>
        <LinkForm key={chosen ? `${chosen.id} ${chosen.revision}` : `${made.source} ${made.mention}`} link={chosen} made={made} done={(l) => (show('code', l.id), refresh())} />
      </Editable>
      <Refused error={remove.error} />
      {(all.length > 0 || q !== '') && <TextInput mt="md" maw={320} aria-label={t.find} placeholder={t.find} value={q} onChange={(e) => setParams(e.currentTarget.value ? { q: e.currentTarget.value } : {}, { replace: true })} />}
      {links.isPending && <Waiting rows={3} height={32} />}
      {links.isError && <Trouble what={m.pages.links} error={links.error} again={() => void links.refetch()} />}
      {links.data && all.length === 0 && q === '' && <EmptyState mt={48} icon={<IconLink size={32} stroke={1.4} />} title={t.empty} description={t.emptyHelp} />}
      {links.data && all.length === 0 && q !== '' && <p className={page.help}>{t.nothing(q)}</p>}
      {all.length > 0 && (
        <div className={page.card} style={{ marginTop: 16 }}>
          <Table verticalSpacing={6} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t.name}</Table.Th>
                <Table.Th>{t.forShow}</Table.Th>
                <Table.Th>{t.leadsTo}</Table.Th>
                <Table.Th className={page.number}>{t.clicks}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{t.change}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {all.map((l) => (
                <Fragment key={l.id}>
                  <Table.Tr>
                    <Table.Td className={page.name}>
                      {l.name}
                      <div className="meta">{l.url.replace(/^https?:\/\//, '') || l.slug}</div>
                    </Table.Td>
                    <Table.Td data-label={t.forShow}>{l.title || l.show || t.forNothing}</Table.Td>
                    <Table.Td data-label={t.leadsTo} className={classes.to}>
                      {l.target}
                    </Table.Td>
                    <Table.Td data-label={t.clicks} className={page.number}>
                      {l.clicks.toLocaleString(m.locale)}
                      <div className="meta">{l.lastClick ? t.last(ago(l.lastClick, now, m)) : t.never}</div>
                    </Table.Td>
                    <Table.Td className={page.nowrap}>
                      <Button size="compact-sm" variant="default" aria-expanded={params.get('code') === l.id} onClick={() => show('code', params.get('code') === l.id ? '' : l.id)} aria-label={t.codeOf(l.name)}>
                        {t.code}
                      </Button>{' '}
                      <Button component={Link} to={`?edit=${encodeURIComponent(l.id)}`} replace size="compact-sm" variant="default" aria-label={t.changeIt(l.name)}>
                        {t.change}
                      </Button>{' '}
                      <Button size="compact-sm" variant="default" onClick={() => window.confirm(t.deleteSure(l.name, l.clicks)) && remove.mutate(l)} aria-label={t.deleteIt(l.name)}>
                        {m.sites.delete}
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                  {params.get('code') === l.id && (
                    <Table.Tr>
                      <Table.Td colSpan={5}>
                        <LinkCode link={l} />
                      </Table.Td>
                    </Table.Tr>
                  )}
                </Fragment>
              ))}
            </Table.Tbody>
          </Table>
          {links.hasNextPage && (
            <Button m="md" variant="default" loading={links.isFetchingNextPage} onClick={() => void links.fetchNextPage()}>
              {t.lower}
            </Button>
          )}
        </div>
      )}
    </Page>
  );
}
