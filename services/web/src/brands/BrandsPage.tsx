import { Button, EmptyState, Switch, Table, TextInput } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { addBrand, listBrands } from '../api/desk';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import { BrandMark } from '../inbox/BrandMark';

const split = (text: string) => text.split(',').map((w) => w.trim()).filter((w) => w !== '');

/** BrandsPage is the names that are listened for. */
export default function BrandsPage() {
  const m = useMessages();
  const queries = useQueryClient();
  const empty = { name: '', aliases: '', domains: '', context: '', exclude: '', own: false };
  const [form, setForm] = useState(empty);
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => listBrands(signal) });
  const add = useMutation({
    mutationFn: addBrand,
    onSuccess: () => {
      setForm(empty);
      void queries.invalidateQueries({ queryKey: ['brands'] });
    },
  });
  const field = (name: 'name' | 'aliases' | 'domains' | 'context' | 'exclude', label: string, placeholder?: string) => (
    <TextInput label={label} placeholder={placeholder} value={form[name]} onChange={(e) => setForm({ ...form, [name]: e.currentTarget.value })} required={name === 'name'} withAsterisk={false} />
  );

  return (
    <div className={page.page}>
      <h1 className={page.title}>{m.pages.brands}</h1>
      {brands.isPending && <Waiting rows={4} height={32} />}
      {brands.isError && <Trouble what={m.pages.brands} error={brands.error} again={() => void brands.refetch()} />}
      {brands.data?.length === 0 && <EmptyState mt={32} icon={<IconBuilding size={32} stroke={1.4} />} title={m.brands.empty} />}
      {brands.data && brands.data.length > 0 && (
        <div className={page.card}>
          <Table verticalSpacing={8} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{m.brands.name}</Table.Th>
                <Table.Th>{m.brands.aliases}</Table.Th>
                <Table.Th>{m.brands.domains}</Table.Th>
                <Table.Th>{m.brands.context}</Table.Th>
                <Table.Th>{m.brands.exclude}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {brands.data.map((b) => (
                <Table.Tr key={b.id}>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>
                    <BrandMark own={b.own} /> <Link to={`/inbox?brand=${encodeURIComponent(b.id)}`}>{b.name}</Link>
                    <div className="meta">{b.own ? m.brands.own : m.brands.rival}</div>
                  </Table.Td>
                  <Table.Td>{[...b.aliases, ...b.handles].join(', ')}</Table.Td>
                  <Table.Td>{b.domains.join(', ')}</Table.Td>
                  <Table.Td>{b.context.join(', ')}</Table.Td>
                  <Table.Td>{b.exclude.join(', ')}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <h2 className={page.second}>{m.brands.add}</h2>
      <form
        className={page.form}
        onSubmit={(e) => {
          e.preventDefault();
          add.mutate({ name: form.name.trim(), aliases: split(form.aliases), domains: split(form.domains), context: split(form.context), exclude: split(form.exclude), own: form.own });
        }}
      >
        {field('name', m.brands.name)}
        {field('aliases', m.brands.aliases, m.brands.list)}
        {field('domains', m.brands.domains, m.brands.list)}
        {field('context', m.brands.context, m.brands.list)}
        {field('exclude', m.brands.exclude, m.brands.list)}
        <Switch label={m.brands.ours} checked={form.own} onChange={(e) => setForm({ ...form, own: e.currentTarget.checked })} mb={6} />
        <Button type="submit" loading={add.isPending}>
          {m.brands.add}
        </Button>
      </form>
      {add.isError && (
        <p role="alert" style={{ color: 'var(--danger)' }}>
          {add.error.message}
        </p>
      )}
      {add.isSuccess && <p role="status">{m.brands.added(add.data.name)}</p>}
    </div>
  );
}
