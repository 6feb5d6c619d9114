import { Button, MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { listBrands } from '../api/brands';
import { deleteRule, listChannels, listRules, saveRule } from '../api/alerts';
import { listSources } from '../api/sources';
import type { Channel, Rule, RuleDraft } from '../api/types';
import { Editable } from '../frame/Editable';
import { NotFound } from '../frame/NotFound';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { useSaveKey } from '../keys/useKeys';
import { undoStack } from '../undo/undo';
import { SendsNothing } from './SendsNothing';
import { RulePreview } from './RulePreview';

/** RulePage is one rule, or a new one, beside what it would have sent. */
export default function RulePage() {
  const m = useMessages();
  const { id = '' } = useParams();
  const rules = useQuery({ queryKey: ['rules'], queryFn: ({ signal }) => listRules(signal) });
  const channels = useQuery({ queryKey: ['channels'], queryFn: ({ signal }) => listChannels(signal) });
  if (rules.isPending || channels.isPending) return <Waiting />;
  if (rules.isError) return <Trouble what={m.alerts.rules} error={rules.error} again={() => void rules.refetch()} />;
  if (channels.isError) return <Trouble what={m.alerts.channels} error={channels.error} again={() => void channels.refetch()} />;
  const rule = rules.data.find((r) => r.id === id);
  if (id !== '' && !rule) return <NotFound />;
  return <RuleEditor key={id} rule={rule} channels={channels.data} />;
}

function RuleEditor({ rule, channels }: { rule: Rule | undefined; channels: Channel[] }) {
  const m = useMessages();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const given = (name: string) => (params.get(name) ?? '').split(',').filter(Boolean);
  const [draft, change] = useState<RuleDraft>(
    () => rule ?? { name: '', brands: given('brand'), kinds: given('kind'), sources: given('source'), channels: channels.length === 1 ? [channels[0]!.id] : [], minConfidence: 0, groupSeconds: 0, active: true },
  );
  const [tried, setTried] = useState(false);
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => listBrands(signal) });
  const sources = useQuery({ queryKey: ['sources'], queryFn: ({ signal }) => listSources(signal) });
  const refresh = () => queries.invalidateQueries({ queryKey: ['rules'] });
  const leave = async () => {
    await refresh();
    void navigate('/alerts');
  };
  const save = useMutation({ mutationFn: () => saveRule(rule?.id ?? '', draft, rule?.revision ?? 0), onSuccess: leave });
  const remove = useMutation({
    mutationFn: () => deleteRule(rule!.id),
    onSuccess: async () => {
      undoStack.push({ label: m.alerts.deleted(rule!.name), undo: () => saveRule('', rule!, 0).then(refresh) });
      await leave();
    },
  });
  const may = useMay();
  const complete = may.write && draft.name.trim() !== '' && draft.channels.length > 0;
  useSaveKey(() => complete && save.mutate());
  const windows = [...new Set([0, 300, 900, 3600, draft.groupSeconds])].sort((a, b) => a - b);
  const sure = [...new Set([0, 0.85, draft.minConfidence])].sort();

  return (
    <Page
      title={rule?.name ?? m.alerts.addRule}
      back={{ to: '/alerts', label: m.pages.alerts }}
      tools={
        rule && may.write && (
          <Button variant="default" size="compact-md" loading={remove.isPending} onClick={() => remove.mutate()}>
            {m.alerts.deleteRule}
          </Button>
        )
      }
    >
      <Refused error={remove.error} />
      <div className={page.columns}>
        <form
          className={page.panel}
          onSubmit={(e) => {
            e.preventDefault();
            setTried(true);
            if (complete) save.mutate();
          }}
        >
          <Editable>
            <div className={page.fields}>
              <TextInput label={m.alerts.name} required withAsterisk={false} autoFocus={!rule} maxLength={200} placeholder={m.alerts.nameExample} value={draft.name} onChange={(e) => change({ ...draft, name: e.currentTarget.value })} />
              <MultiSelect label={m.pages.brands} placeholder={draft.brands.length === 0 ? m.alerts.allBrands : undefined} searchable data={(brands.data ?? []).map((b) => ({ value: b.id, label: b.name }))} value={draft.brands} onChange={(v) => change({ ...draft, brands: v })} />
              <MultiSelect label={m.filters.kind} placeholder={draft.kinds.length === 0 ? m.alerts.allKinds : undefined} data={Object.entries(m.kinds).map(([value, label]) => ({ value, label }))} value={draft.kinds} onChange={(v) => change({ ...draft, kinds: v })} />
              <MultiSelect label={m.filters.source} placeholder={draft.sources.length === 0 ? m.alerts.allSources : undefined} searchable limit={50} data={(sources.data ?? []).map((s) => ({ value: s.id, label: s.name }))} value={draft.sources} onChange={(v) => change({ ...draft, sources: v })} />
              <Select
                label={m.filters.conf}
                allowDeselect={false}
                data={sure.map((c) => ({ value: String(c), label: c === 0 ? m.alerts.likelyToo : c === 0.85 ? m.alerts.onlySure : m.alerts.least(Math.round(c * 100)) }))}
                value={String(draft.minConfidence)}
                onChange={(v) => change({ ...draft, minConfidence: Number(v) })}
              />
              {channels.length === 0 ? (
                <p className={page.help}>
                  {m.alerts.firstChannel} <Link to="/alerts/channels/new">{m.alerts.addChannel}</Link>
                </p>
              ) : (
                <MultiSelect label={m.alerts.to} error={tried && draft.channels.length === 0 ? m.alerts.chooseChannel : undefined} placeholder={draft.channels.length === 0 ? m.alerts.chooseChannel : undefined} data={channels.map((c) => ({ value: c.id, label: c.name }))} value={draft.channels} onChange={(v) => change({ ...draft, channels: v })} />
              )}
              <SendsNothing rule={draft} channels={channels} />
              <Select
                label={m.alerts.send}
                description={draft.groupSeconds > 0 ? m.alerts.gatheredHelp : undefined}
                allowDeselect={false}
                data={windows.map((w) => ({ value: String(w), label: w === 0 ? m.alerts.atOnce : m.alerts.gathered(w) }))}
                value={String(draft.groupSeconds)}
                onChange={(v) => change({ ...draft, groupSeconds: Number(v) })}
              />
              <Switch label={m.alerts.on} checked={draft.active} onChange={(e) => change({ ...draft, active: e.currentTarget.checked })} />
              <div>
                <Button type="submit" loading={save.isPending} title="Ctrl-S">
                  {rule ? m.states.save : m.alerts.addRule}
                </Button>
              </div>
            </div>
          </Editable>
          <Refused error={save.error} />
        </form>
        <RulePreview draft={draft} />
      </div>
    </Page>
  );
}
