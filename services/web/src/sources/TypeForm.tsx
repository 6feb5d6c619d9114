import { Button, Checkbox, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { NewSource, SourceField, SourceType } from '../api/types';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import { filled, startOf } from './fields';

/** TypeForm asks for what one type of source needs. It is made of the type's fields and knows no type itself. */
export function TypeForm({ type: t, busy, add }: { type: SourceType; busy: boolean; add: (s: NewSource) => void }) {
  const m = useMessages();
  const [values, setValues] = useState(() => startOf(t));
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        add(filled(t, values));
      }}
    >
      <p className={page.none}>{[t.summary, t.limits].filter(Boolean).join(' ')}</p>
      {t.fields.map((f) => (
        <Field key={f.name} field={f} value={values[f.name] ?? ''} set={(value) => setValues((v) => ({ ...v, [f.name]: value }))} />
      ))}
      <Button type="submit" mt="sm" loading={busy}>
        {m.sources.add}
      </Button>
    </form>
  );
}

function Field({ field: f, value, set }: { field: SourceField; value: string; set: (value: string) => void }) {
  const common = { label: f.label, description: f.help || undefined, required: f.required, mt: 'xs' };
  switch (f.kind) {
    case 'choice':
      return <NativeSelect {...common} data={[...(f.required ? [] : [{ value: '', label: '–' }]), ...f.choices]} value={value} onChange={(e) => set(e.currentTarget.value)} />;
    case 'switch':
      return <Checkbox label={f.label} description={f.help || undefined} mt="xs" checked={value === 'true'} onChange={(e) => set(String(e.currentTarget.checked))} />;
    case 'secret':
      return <PasswordInput {...common} autoComplete="off" value={value} onChange={(e) => set(e.currentTarget.value)} />;
    case 'lines':
      return <Textarea {...common} autosize minRows={4} maxRows={14} placeholder={f.example} value={value} onChange={(e) => set(e.currentTarget.value)} />;
    default:
      return (
        <TextInput
          {...common}
          inputMode={f.kind === 'number' ? 'decimal' : f.kind === 'url' ? 'url' : undefined}
          placeholder={f.example}
          value={value}
          onChange={(e) => set(e.currentTarget.value)}
        />
      );
  }
}
