import { Select, Switch, TextInput } from '@mantine/core';
import type { ChannelField } from '../api/types';
import { useMessages } from '../i18n';

interface Props {
  words: Record<string, { label: string; help?: string }>; // our own, by field
  fields: ChannelField[];
  set: string[]; // names of the secrets that there are
  values: Record<string, string | boolean>;
  change: (values: Record<string, string | boolean>) => void;
}

/** ChannelFields is what a channel, or a source of leads, is made of, as its adapter says; our own words come before the adapter's. */
export function ChannelFields({ words, fields, set, values, change }: Props) {
  const m = useMessages();
  return fields.map((f) => {
    const { label, help } = words[f.name] ?? f;
    const put = (value: string | boolean) => change({ ...values, [f.name]: value });
    const text = String(values[f.name] ?? '');
    if (f.kind === 'switch') return <Switch key={f.name} label={label} description={help} checked={values[f.name] === true} onChange={(e) => put(e.currentTarget.checked)} />;
    if (f.kind === 'choice') {
      const data = f.required || f.standard !== '' ? f.choices : [{ value: '', label: m.alerts.none }, ...f.choices];
      return <Select key={f.name} label={label} description={help} allowDeselect={false} data={data} value={text || f.standard} onChange={(v) => put(v ?? '')} />;
    }
    const secret = f.kind === 'secret';
    const kept = secret && set.includes(f.name);
    return (
      <TextInput
        key={f.name}
        label={label}
        description={help}
        type={secret ? 'password' : f.kind === 'url' ? 'url' : f.kind === 'number' ? 'number' : 'text'}
        autoComplete={secret ? 'new-password' : 'off'}
        required={f.required && !kept}
        withAsterisk={false}
        placeholder={kept ? m.alerts.keptSecret : f.example}
        value={text}
        onChange={(e) => put(e.currentTarget.value)}
      />
    );
  });
}
