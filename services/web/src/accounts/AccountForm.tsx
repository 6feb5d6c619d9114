import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ChannelFields } from '../alerts/ChannelFields';
import { addAccount, changeAccount, type Account, type AccountDraft, type AccountType } from '../api/accounts';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { useSaveKey } from '../keys/useKeys';

interface Props {
  types: AccountType[];
  account: Account | undefined; // undefined for a new one
  done: (a: Account) => void;
  cancel: () => void;
}

/** AccountForm asks for what a type of account needs. It is made of the type's fields and knows no type itself. */
export function AccountForm({ types, account, done, cancel }: Props) {
  const m = useMessages();
  const t = m.accounts;
  const [draft, setDraft] = useState<AccountDraft>(() => draftOf(account));
  const type = types.find((k) => k.type === draft.type) ?? types[0]!;
  const own = t.types[type.type];
  const save = useMutation({
    mutationFn: () => {
      const d = { ...draft, type: type.type, values: { ...standards(type), ...draft.values } };
      return account ? changeAccount(account.id, d, type.fields) : addAccount(d, type.fields);
    },
    onSuccess: done,
  });
  const change = (d: Partial<AccountDraft>) => {
    save.reset();
    setDraft({ ...draft, ...d });
  };
  useSaveKey(() => save.mutate());
  return (
    <form
      className={page.panel}
      style={{ maxWidth: 560, marginTop: 16 }}
      aria-label={account ? t.changeIt(account.name) : t.add}
      onSubmit={(e) => {
        e.preventDefault();
        save.mutate();
      }}
    >
      <div className={page.fields}>
        {!account && <NativeSelect label={t.network} value={type.type} data={types.map((k) => ({ value: k.type, label: k.name }))} onChange={(e) => change({ type: e.currentTarget.value, values: {} })} />}
        <p className={page.help} style={{ margin: 0 }}>
          {own?.summary ?? type.summary}
        </p>
        <TextInput label={t.name} maxLength={300} placeholder={type.name} value={draft.name} onChange={(e) => change({ name: e.currentTarget.value })} />
        <ChannelFields words={own?.fields ?? {}} fields={type.fields} set={account?.keys ?? []} values={{ ...standards(type), ...draft.values }} change={(values) => change({ values })} />
        <div className={page.row} style={{ marginBottom: 0 }}>
          <Button type="submit" loading={save.isPending} title="Ctrl-S">
            {account ? m.states.save : t.add}
          </Button>
          <Button variant="default" onClick={cancel}>
            {m.states.cancel}
          </Button>
        </div>
      </div>
      <Refused error={save.error} />
    </form>
  );
}

function draftOf(a: Account | undefined): AccountDraft {
  if (!a) return { type: '', name: '', values: {} };
  const values = Object.fromEntries(Object.entries(a.settings).map(([name, value]) => [name, typeof value === 'boolean' ? value : String(value ?? '')]));
  return { type: a.type, name: a.name, values };
}

/** standards are what fields hold before anything is filled in. */
const standards = (t: AccountType) => Object.fromEntries(t.fields.filter((f) => f.standard !== '' && f.kind !== 'secret').map((f) => [f.name, f.standard]));
