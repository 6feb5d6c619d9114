import { asked, data } from './client';
import * as sdk from './generated/sdk.gen';
import type * as wire from './generated/types.gen';
import type { ChannelField } from './types';

export interface AccountType {
  type: string;
  name: string;
  summary: string;
  fields: ChannelField[];
}

export interface Budget {
  unit: string;
  period: 'day' | 'month';
  money: boolean; // used and limit are millionths of a US dollar
  used: number;
  limit: number; // negative for none
}

/** Account is credentials that the sources of a network share. */
export interface Account {
  id: string;
  type: string;
  name: string;
  settings: Record<string, unknown>;
  keys: string[]; // names of the secrets that are saved
  health: string;
  fault: { code: string; params: Record<string, string>; detail: string };
  sources: number;
  budgets: Budget[];
}

/** AccountDraft is what can be written of an account. */
export interface AccountDraft {
  type: string;
  name: string;
  values: Record<string, string | boolean>; // of the type's fields
}

const toAccount = (a: wire.AccountView): Account => ({
  id: a.id,
  type: a.type,
  name: a.name,
  settings: (a.settings as Record<string, unknown> | undefined) ?? {},
  keys: a.keys ?? [],
  health: a.health,
  fault: { code: a.code ?? '', params: a.params ?? {}, detail: a.error ?? '' },
  sources: a.sources,
  budgets: (a.budgets ?? []).map((b) => ({ unit: b.unit, period: b.period, money: b.money ?? false, used: b.used, limit: b.limit })),
});

export async function listAccounts(signal: AbortSignal): Promise<Account[]> {
  return ((await data(sdk.listAccounts({ ...asked, signal }))).items ?? []).map(toAccount);
}

export async function listAccountTypes(signal: AbortSignal): Promise<AccountType[]> {
  const types = (await data(sdk.listAccountTypes({ ...asked, signal }))).items ?? [];
  return types.map((t) => ({
    type: t.type,
    name: t.name,
    summary: t.summary ?? '',
    fields: (t.fields ?? []).map((f) => ({
      name: f.name,
      kind: f.kind,
      required: f.required,
      label: f.label,
      help: f.help ?? '',
      example: f.example ?? '',
      standard: f.default ?? '',
      choices: f.choices ?? [],
    })),
  }));
}

/** written sorts what was filled in: a secret that is left empty stays as it is. */
function written(d: AccountDraft, fields: ChannelField[]) {
  const settings: Record<string, unknown> = {};
  const secrets: Record<string, string> = {};
  for (const f of fields) {
    const value = d.values[f.name];
    if (value === undefined || value === '') continue;
    if (f.kind === 'secret') secrets[f.name] = String(value);
    else settings[f.name] = value;
  }
  return { name: d.name.trim() || undefined, settings, secrets };
}

export async function addAccount(d: AccountDraft, fields: ChannelField[]): Promise<Account> {
  return toAccount(await data(sdk.addAccount({ ...asked, body: { type: d.type, ...written(d, fields) } })));
}

export async function changeAccount(id: string, d: AccountDraft, fields: ChannelField[]): Promise<Account> {
  return toAccount(await data(sdk.changeAccount({ ...asked, path: { id }, body: written(d, fields) })));
}

export async function removeAccount(id: string): Promise<void> {
  await sdk.deleteAccount({ ...asked, path: { id } });
}
