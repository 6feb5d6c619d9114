import { Button, NumberInput, Select, Table, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addToken, listTokens, revokeToken, type Scope } from '../api/people';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { ShownOnce } from '../frame/ShownOnce';
import { useMessages } from '../i18n';
import { ago } from '../text/time';

const none = { name: '', scope: 'read' as Scope, days: 0 };

/** TokenList is the programs that may ask in our name; a new token is told once. */
export function TokenList() {
  const m = useMessages();
  const queries = useQueryClient();
  const [form, setForm] = useState(none);
  const tokens = useQuery({ queryKey: ['tokens'], queryFn: ({ signal }) => listTokens(signal) });
  const refresh = () => queries.invalidateQueries({ queryKey: ['tokens'] });
  const add = useMutation({
    mutationFn: () => addToken(form.name.trim(), form.scope, form.days),
    onSuccess: () => {
      setForm(none);
      void refresh();
    },
  });
  const revoke = useMutation({ mutationFn: revokeToken, onSuccess: refresh });
  const now = new Date();
  return (
    <section className={page.section}>
      <h2 className={page.second}>{m.people.tokens}</h2>
      <p className={page.help}>{m.people.tokensHelp}</p>
      {add.data && <ShownOnce what={m.people.tokenMade(add.data.name)} secret={add.data.token} />}
      {tokens.data && tokens.data.length > 0 && (
        <div className={page.card} style={{ marginBottom: 16 }}>
          <Table verticalSpacing={6} horizontalSpacing="md">
            <Table.Tbody>
              {tokens.data.map((t) => (
                <Table.Tr key={t.id}>
                  <Table.Td className={page.name}>{t.name}</Table.Td>
                  <Table.Td>{t.scopes.map((s) => m.people.scopes[s] ?? s).join(', ')}</Table.Td>
                  <Table.Td className="meta">{t.lastUsed === '' ? m.people.neverUsed : m.people.used(ago(t.lastUsed, now, m))}</Table.Td>
                  <Table.Td className={page.number}>
                    <Button size="compact-sm" variant="default" loading={revoke.isPending && revoke.variables === t.id} onClick={() => revoke.mutate(t.id)} aria-label={`${m.people.revoke}: ${t.name}`}>
                      {m.people.revoke}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <form
        className={page.row}
        onSubmit={(e) => {
          e.preventDefault();
          add.mutate();
        }}
      >
        <TextInput label={m.people.tokenFor} required withAsterisk={false} value={form.name} onChange={(e) => setForm({ ...form, name: e.currentTarget.value })} />
        <Select label={m.people.scope} w={150} maw="100%" allowDeselect={false} data={(['read', 'write', 'admin'] as const).map((s) => ({ value: s, label: m.people.scopes[s] }))} value={form.scope} onChange={(v) => setForm({ ...form, scope: v as Scope })} />
        <NumberInput label={m.people.days} w={230} maw="100%" min={0} max={3650} value={form.days} onChange={(v) => setForm({ ...form, days: Number(v) || 0 })} hideControls />
        <Button type="submit" loading={add.isPending} variant="default">
          {m.people.addToken}
        </Button>
      </form>
      <Refused error={add.error ?? revoke.error ?? tokens.error} />
    </section>
  );
}
