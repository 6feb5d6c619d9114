import { Button, Menu, Select } from '@mantine/core';
import { IconBell, IconBuilding, IconDownload } from '@tabler/icons-react';
import { Link } from 'react-router';
import { exportAddress } from '../api/search';
import { useLanguage } from '../i18n';
import { useMay } from '../session/useMay';
import { plain, sorts, type Sort, type Wanted } from './address';

/** SearchTools order the results, take them along, and make something of the search. */
export function SearchTools({ wanted, sort }: { wanted: Wanted; sort: (s: Sort) => void }) {
  const { messages: m, language } = useLanguage();
  const may = useMay();
  const name = plain(wanted.q);
  const narrowed = new URLSearchParams(
    (['brand', 'kind', 'source'] as const).flatMap((n) => (wanted.lists[n] ? [[n, wanted.lists[n].join(',')]] : [])),
  );
  return (
    <>
      {may.write && narrowed.size > 0 && (
        <Button component={Link} to={`/alerts/rules/new?${narrowed.toString()}`} size="compact-sm" variant="default" leftSection={<IconBell size={14} />}>
          {m.search.alert}
        </Button>
      )}
      {may.write && name !== '' && (
        <Button component={Link} to={`/brands/new?name=${encodeURIComponent(name)}`} size="compact-sm" variant="default" leftSection={<IconBuilding size={14} />}>
          {m.search.brand}
        </Button>
      )}
      <Menu shadow="none" position="bottom-end">
        <Menu.Target>
          <Button size="compact-sm" variant="default" leftSection={<IconDownload size={14} />}>
            {m.search.export}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={exportAddress(wanted, 'csv', language)} download>
            CSV
          </Menu.Item>
          <Menu.Item component="a" href={exportAddress(wanted, 'jsonl', language)} download>
            JSON Lines
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Select size="xs" w={156} aria-label={m.search.sort} allowDeselect={false} data={sorts.map((value) => ({ value, label: m.search.sorts[value] }))} value={wanted.sort} onChange={(v) => sort(v as Sort)} comboboxProps={{ shadow: 'none' }} />
    </>
  );
}
