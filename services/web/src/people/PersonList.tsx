import { Button, Modal, PasswordInput, Select, Table, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addPerson, listPeople, removePerson, type Person, type Scope } from '../api/people';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { Trouble } from '../frame/Trouble';
import { useMessages } from '../i18n';

const nobody = { email: '', password: '', role: 'write' as Scope };

/** PersonList is the people; removing one ends the sessions and can't be undone, so it asks first. */
export function PersonList() {
  const m = useMessages();
  const queries = useQueryClient();
  const [form, setForm] = useState(nobody);
  const [leaving, setLeaving] = useState<Person | null>(null);
  const people = useQuery({ queryKey: ['people'], queryFn: ({ signal }) => listPeople(signal) });
  const refresh = () => queries.invalidateQueries({ queryKey: ['people'] });
  const add = useMutation({
    mutationFn: () => addPerson(form),
    onSuccess: () => {
      setForm(nobody);
      void refresh();
    },
  });
  const remove = useMutation({
    mutationFn: (id: string) => removePerson(id),
    onSuccess: () => {
      setLeaving(null);
      void refresh();
    },
  });
  if (people.isError) return <Trouble what={m.pages.people} error={people.error} again={() => void people.refetch()} />;
  return (
    <section className={page.section}>
      {people.data?.length === 0 && <p className={page.help}>{m.people.empty}</p>}
      {people.data && people.data.length > 0 && (
        <div className={page.card} style={{ marginBottom: 16 }}>
          <Table verticalSpacing={6} horizontalSpacing="md">
            <Table.Tbody>
              {people.data.map((p) => (
                <Table.Tr key={p.id}>
                  <Table.Td className={page.name}>{p.email}</Table.Td>
                  <Table.Td>{m.people.roles[p.role] ?? p.role}</Table.Td>
                  <Table.Td className={page.number}>
                    <Button size="compact-sm" variant="default" onClick={() => setLeaving(p)} aria-label={`${m.people.remove}: ${p.email}`}>
                      {m.people.remove}
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
        <TextInput label={m.signIn.email} type="email" required withAsterisk={false} autoComplete="off" value={form.email} onChange={(e) => setForm({ ...form, email: e.currentTarget.value })} />
        <PasswordInput
          label={m.people.firstPassword}
          required
          withAsterisk={false}
          minLength={10}
          autoComplete="new-password"
          w={220}
          maw="100%"
          value={form.password}
          onChange={(e) => setForm({ ...form, password: e.currentTarget.value })}
          visibilityToggleButtonProps={{ 'aria-label': m.signIn.show, 'aria-hidden': false, tabIndex: 0 }}
        />
        <Select label={m.people.role} w={150} maw="100%" allowDeselect={false} data={(['read', 'write', 'admin'] as const).map((s) => ({ value: s, label: m.people.roles[s] }))} value={form.role} onChange={(v) => setForm({ ...form, role: v as Scope })} />
        <Button type="submit" loading={add.isPending}>
          {m.people.add}
        </Button>
      </form>
      <Refused error={add.error} />
      <Modal opened={leaving !== null} onClose={() => setLeaving(null)} title={m.people.remove} closeButtonProps={{ 'aria-label': m.states.close }}>
        <p>{m.people.removeForGood(leaving?.email ?? '')}</p>
        <div className={page.row}>
          <Button color="red" loading={remove.isPending} onClick={() => leaving && remove.mutate(leaving.id)}>
            {m.people.remove}
          </Button>
          <Button variant="default" onClick={() => setLeaving(null)}>
            {m.states.cancel}
          </Button>
        </div>
        <Refused error={remove.error} />
      </Modal>
    </section>
  );
}
