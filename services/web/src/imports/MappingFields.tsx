import { Autocomplete, Checkbox, NativeSelect, Select, TagsInput, TextInput } from '@mantine/core';
import type { Columns, FileMapping, FileOf, FileType } from '../api/imports';
import { formatsIn } from '../frame/why';
import { useMessages } from '../i18n';
import classes from './imports.module.css';

/** Where a file goes. */
export interface Target {
  site: string;
  zone: string;
  name: string;
  keep: boolean; // addresses of people
}

interface Props {
  of: FileOf;
  types: FileType[];
  type: string;
  setType: (t: string) => void;
  columns: Columns;
  mapping: FileMapping;
  change: (m: FileMapping) => void;
  sites: string[];
  target: Target;
  setTarget: (t: Partial<Target>) => void;
}

/** MappingFields are what is asked of a file beside its columns: its site, its time zone and how it writes dates and numbers. */
export function MappingFields({ of, types, type, setType, columns: c, mapping, change, sites, target, setTarget }: Props) {
  const m = useMessages();
  const t = m.imports;
  const none = { comboboxProps: { shadow: 'none' } } as const;
  const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', target.zone])];
  const typeName = (x: FileType) => t.types[x.type] ?? x.name;
  const { understood } = c;
  const comma = understood?.decimalComma === true ? t.comma : '';
  return (
    <div className={classes.fields}>
      <Autocomplete {...none} label={t.site} description={t.newSite} required withAsterisk={false} maxLength={100} data={sites} value={target.site} onChange={(site) => setTarget({ site })} />
      <Select {...none} label={t.zone} searchable limit={50} allowDeselect={false} data={zones} value={target.zone} onChange={(zone) => zone && setTarget({ zone })} />
      {types.length > 1 && <NativeSelect label={t.fileType} value={type} data={types.map((x) => ({ value: x.type, label: typeName(x) }))} onChange={(e) => setType(e.currentTarget.value)} />}
      {c.fixed ? (
        <TagsInput {...none} label={t.hosts} description={t.hostsHelp} placeholder={mapping.hosts.length === 0 ? 'shop.example' : undefined} value={mapping.hosts} onChange={(hosts) => change({ ...mapping, hosts })} acceptValueOnBlur splitChars={[',', ';', ' ']} />
      ) : (
        <>
          <NativeSelect
            label={t.dates}
            value={mapping.dates}
            data={[{ value: '', label: t.automatic(formatsIn(mapping.dates === '' ? (understood?.dates ?? '') : '', m)) }, ...c.dateFormats.map((value) => ({ value, label: formatsIn(value, m) }))]}
            onChange={(e) => change({ ...mapping, dates: e.currentTarget.value })}
          />
          {of === 'visits' && (
            <NativeSelect
              label={t.rows}
              value={mapping.span}
              data={[{ value: '', label: t.automatic(mapping.span === '' ? (t.spans[understood?.span ?? ''] ?? '') : '') }, ...Object.entries(t.spans).map(([value, label]) => ({ value, label }))]}
              onChange={(e) => change({ ...mapping, span: e.currentTarget.value })}
            />
          )}
          <NativeSelect
            label={t.commas}
            value={mapping.decimalComma === null ? '' : String(mapping.decimalComma)}
            data={[{ value: '', label: t.automatic(mapping.decimalComma === null ? comma : '') }, { value: 'true', label: t.comma }, { value: 'false', label: t.point }]}
            onChange={(e) => change({ ...mapping, decimalComma: e.currentTarget.value === '' ? null : e.currentTarget.value === 'true' })}
          />
        </>
      )}
      <TextInput label={t.feedName} description={of === 'visits' ? t.feedNameHelp : t.leadNameHelp} maxLength={300} placeholder={types.find((x) => x.type === type)?.name} value={target.name} onChange={(e) => setTarget({ name: e.currentTarget.value })} />
      {of === 'leads' && <Checkbox label={m.leads.keep} description={m.leads.keepHelp} checked={target.keep} onChange={(e) => setTarget({ keep: e.currentTarget.checked })} />}
    </div>
  );
}
