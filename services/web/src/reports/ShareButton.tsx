import { Button, Code, Loader, Modal, SegmentedControl, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconShare } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { listShares, publicSide, revokeShare, shareReport } from '../api/shares';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { ShownOnce } from '../frame/ShownOnce';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { dayOf } from './sentences';

/** ShareButton opens the links by which others read a report without signing in. */
export function ShareButton({ report }: { report: string }) {
  const m = useMessages();
  const may = useMay();
  const [opened, { open, close }] = useDisclosure(false);
  if (!may.write) return null;
  return (
    <>
      <Button size="compact-md" variant="default" leftSection={<IconShare size={16} />} onClick={open}>
        {m.share.share}
      </Button>
      <Modal.Root opened={opened} onClose={close} size="lg">
        <Modal.Overlay />
        <Modal.Content shadow="none" aria-label={m.share.title}>
          <Modal.Body pt="md">
            <div className={page.head}>
              <h2 className={page.title}>{m.share.title}</h2>
              <Modal.CloseButton aria-label={m.states.close} />
            </div>
            <Sharing report={report} />
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  );
}

/** Sharing makes links and revokes them, or says how to turn on the public side. */
function Sharing({ report }: { report: string }) {
  const m = useMessages();
  const side = useQuery({ queryKey: ['public side'], queryFn: ({ signal }) => publicSide(signal) });
  if (side.isPending) return <Loader size="sm" />;
  if (side.isError) return <Refused error={side.error} />;
  if (side.data === '') {
    return (
      <>
        <p className={page.help}>{m.share.off}</p>
        <Code block>{'public:\n  listen: 127.0.0.1:8092\n  url: https://public.acme.example'}</Code>
      </>
    );
  }
  return <Links report={report} />;
}

const choices = ['7', '30', '90'];

function Links({ report }: { report: string }) {
  const m = useMessages();
  const queries = useQueryClient();
  const [days, setDays] = useState('30');
  const key = ['shares', report];
  const links = useQuery({ queryKey: key, queryFn: ({ signal }) => listShares(report, signal) });
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  const add = useMutation({ mutationFn: () => shareReport(report, Number(days)), onSuccess: refresh });
  const revoke = useMutation({ mutationFn: revokeShare, onSettled: refresh });
  return (
    <>
      <p className={page.help}>{m.share.help}</p>
      <div className={page.row}>
        <span id="share-expires">{m.share.expires}</span>
        <SegmentedControl size="xs" aria-labelledby="share-expires" value={days} onChange={setDays} data={choices.map((n) => ({ value: n, label: m.share.days(Number(n)) }))} />
        <Button size="compact-md" loading={add.isPending} onClick={() => add.mutate()}>
          {m.share.add}
        </Button>
      </div>
      {add.data && <ShownOnce what={m.share.once} secret={add.data} />}
      <Refused error={add.error ?? revoke.error ?? links.error} />
      <h3 className={page.second}>{m.share.links}</h3>
      {links.data?.length === 0 && <p className={page.help}>{m.share.none}</p>}
      {links.data && links.data.length > 0 && (
        <div className={page.card}>
          <Table verticalSpacing={6} horizontalSpacing="md">
            <Table.Tbody>
              {links.data.map((l) => (
                <Table.Tr key={l.id}>
                  <Table.Td>{m.share.untilRow(dayOf(l.expires, m))}</Table.Td>
                  <Table.Td className="meta">{m.share.madeBy(l.creator, dayOf(l.created, m))}</Table.Td>
                  <Table.Td className={page.number}>
                    <Button size="compact-sm" variant="default" loading={revoke.isPending && revoke.variables === l.id} onClick={() => revoke.mutate(l.id)} aria-label={`${m.share.revoke}: ${m.share.untilRow(dayOf(l.expires, m))}`}>
                      {m.share.revoke}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </>
  );
}
