import { Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { listBrands } from '../api/brands';
import type { BrandDraft, Finding } from '../api/types';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import { brandLists } from './draft';
import { OrdinaryWord } from './OrdinaryWord';

interface Props {
  id: string; // empty for a new one
  draft: BrandDraft;
  change: (d: BrandDraft) => void;
  findings: Finding[];
}

/** BrandFields are the fields of a brand. In the lists, Enter or a comma ends a word. */
export function BrandFields({ id, draft, change, findings }: Props) {
  const m = useMessages();
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => listBrands(signal) });
  const own = (brands.data ?? []).filter((b) => b.own && b.id !== id).map((b) => ({ value: b.id, label: b.name }));
  return (
    <div className={page.fields}>
      <TextInput
        label={m.brands.name}
        required
        withAsterisk={false}
        autoFocus={id === ''}
        maxLength={300}
        value={draft.name}
        onChange={(e) => change({ ...draft, name: e.currentTarget.value })}
      />
      <OrdinaryWord findings={findings} draft={draft} />
      <Select
        label={m.brands.whose}
        allowDeselect={false}
        data={[{ value: '', label: m.brands.ours }, ...own.map((o) => ({ ...o, label: m.brands.competesWith(o.label) })), ...(own.length === 0 ? [{ value: '?', label: m.brands.rival }] : [])]}
        value={draft.own ? '' : draft.competesWith || (own.length === 0 ? '?' : own[0]!.value)}
        onChange={(v) => change({ ...draft, own: v === '', competesWith: v === '' || v === '?' || v === null ? '' : v })}
      />
      {brandLists.map((name) => (
        <TagsInput
          key={name}
          label={m.brands[name]}
          description={m.brands.help[name]}
          placeholder={draft[name].length === 0 ? m.brands.examples[name] : undefined}
          value={draft[name]}
          onChange={(words) => change({ ...draft, [name]: words })}
          acceptValueOnBlur
          splitChars={[',', ';']}
          clearable
          clearButtonProps={{ 'aria-label': m.brands.empties(m.brands[name]) }}
        />
      ))}
      <Switch label={m.brands.active} checked={draft.active} onChange={(e) => change({ ...draft, active: e.currentTarget.checked })} />
    </div>
  );
}
