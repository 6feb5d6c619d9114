import { Button, Table, VisuallyHidden } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { listAccounts, listAccountTypes, removeAccount, type Account, type Budget } from '../api/accounts';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { unread } from '../frame/why';
import { useMessages } from '../i18n';
import type { Messages } from '../i18n/en';
import { useMay } from '../session/useMay';
import { AccountForm } from './AccountForm';

/** Accounts are the credentials that sources share, how each is doing, and what was used of its budgets. */
export function Accounts() {
  const m = useMessages();
  const t = m.accounts;
  const may = useMay();
  const queries = useQueryClient();
  const accounts = useQuery({ queryKey: ['accounts'], queryFn: ({ signal }) => listAccounts(signal), refetchInterval: 10_000 });
  const types = useQuery({ queryKey: ['account types'], queryFn: ({ signal }) => listAccountTypes(signal), staleTime: Infinity });
  const [edited, setEdited] = useState<Account | 'new' | null>(null);
  const refresh = () => queries.invalidateQueries({ predicate: (q) => ['accounts', 'sources', 'source'].includes(String(q.queryKey[0])) });
  const remove = useMutation({ mutationFn: removeAccount, onSuccess: refresh });
  const all = accounts.data ?? [];
  if (types.data === undefined || types.data.length === 0) return null;
  return (
    <section aria-labelledby="accounts" id="accounts-section" style={{ marginTop: 32 }}>
      <h2 id="accounts" className={page.second}>
        {t.heading}
      </h2>
      <p className={page.help}>{t.help}</p>
      {all.length > 0 && (
        <div className={page.card}>
          <Table verticalSpacing={6} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th className={page.wide}>{t.name}</Table.Th>
                <Table.Th>{m.sources.health}</Table.Th>
                <Table.Th>{t.used}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{m.frame.acts}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {all.map((a) => (
                <Table.Tr key={a.id}>
                  <Table.Td className={page.name}>
                    {a.name}
                    <div className="meta">{[types.data.find((k) => k.type === a.type)?.name ?? a.type, t.sources(a.sources)].filter((w) => w !== a.name).join(' · ')}</div>
                  </Table.Td>
                  <Table.Td data-label={m.sources.health}>
                    <span className={a.health === 'healthy' ? page.good : a.health === 'waiting' ? page.none : a.health === 'throttled' ? page.care : page.bad}>{m.sources.words[a.health] ?? a.health}</span>
                    {a.fault.detail !== '' && <div className="meta">{unread(a.fault, m)}</div>}
                  </Table.Td>
                  <Table.Td data-label={t.used}>
                    {a.budgets.length === 0 && '–'}
                    {a.budgets.map((b) => (
                      <div key={b.unit}>{budgetText(b, m)}</div>
                    ))}
                  </Table.Td>
                  <Table.Td>
                    {may.write && (
                      <div className={page.row} style={{ marginBottom: 0 }}>
                        <Button size="compact-sm" variant="default" aria-label={t.changeIt(a.name)} onClick={() => setEdited(a)}>
                          {m.leads.change}
                        </Button>
                        {a.sources === 0 && (
                          <Button size="compact-sm" variant="default" aria-label={t.removeIt(a.name)} onClick={() => remove.mutate(a.id)}>
                            {m.leads.remove}
                          </Button>
                        )}
                      </div>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <Refused error={remove.error ?? accounts.error} />
      {edited !== null && (
        <AccountForm
          key={edited === 'new' ? 'new' : edited.id}
          types={types.data}
          account={edited === 'new' ? undefined : edited}
          cancel={() => setEdited(null)}
          done={() => {
            setEdited(null);
            void refresh();
          }}
        />
      )}
      {may.write && edited === null && (
        <Button variant="default" mt="sm" onClick={() => setEdited('new')}>
          {t.add}
        </Button>
      )}
    </section>
  );
}

/** budgetText says what was used of a budget. */
function budgetText(b: Budget, m: Messages): string {
  const amount = (n: number) => (b.money ? (n / 1e6).toLocaleString(m.locale, { style: 'currency', currency: 'USD' }) : n.toLocaleString(m.locale));
  return m.accounts.budget(amount(b.used), b.limit < 0 ? '' : amount(b.limit), b.period);
}
