import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { listImports } from '../api/imports';
import page from '../frame/page.module.css';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { ago, moment } from '../text/time';
import { changesIn, unchangedIn } from './changes';

/** FormerImports lists the files that were imported, the newest first, with what each did. */
export function FormerImports() {
  const m = useMessages();
  const t = m.imports;
  const former = useQuery({ queryKey: ['imports'], queryFn: ({ signal }) => listImports(signal) });
  const now = new Date();
  return (
    <section className={page.section}>
      <h2 className={page.second}>{t.former}</h2>
      {former.isPending && <Waiting rows={2} height={32} />}
      {former.isError && <Trouble what={t.former} error={former.error} again={() => void former.refetch()} />}
      {former.data?.length === 0 && <p className={page.none}>{t.formerNone}</p>}
      {former.data && former.data.length > 0 && (
        <div className={page.card}>
          <Table verticalSpacing={6} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t.when}</Table.Th>
                <Table.Th>{t.file}</Table.Th>
                <Table.Th>{t.of}</Table.Th>
                <Table.Th className={page.wide}>{t.result}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {former.data.map((i) => (
                <Table.Tr key={i.id}>
                  <Table.Td className={page.nowrap}>
                    <time dateTime={i.at} title={moment(i.at, m)}>
                      {ago(i.at, now, m)}
                    </time>
                  </Table.Td>
                  <Table.Td className={page.name}>{i.file || '–'}</Table.Td>
                  <Table.Td data-label={t.of}>{t.ofNames[i.of] ?? i.of}</Table.Td>
                  <Table.Td>
                    {i.counts.rows !== undefined && `${t.read(i.counts.rows)}. `}
                    {unchangedIn(i.counts) ? t.nothingChanged : changesIn(i.counts, m)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}
