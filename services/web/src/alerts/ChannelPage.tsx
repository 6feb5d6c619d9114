import { Button, Checkbox, Modal, Select, Switch, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { addChannel, changeChannel, deleteChannel, listChannels, listChannelTypes, newSecret } from '../api/alerts';
import type { Channel, ChannelDraft, ChannelType } from '../api/types';
import { Editable } from '../frame/Editable';
import { NotFound } from '../frame/NotFound';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { ShownOnce } from '../frame/ShownOnce';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { useSaveKey } from '../keys/useKeys';
import { ChannelFields } from './ChannelFields';
import { ChannelTable } from './ChannelTable';
import { WhyOff } from './WhyOff';
import { asked, missing, start } from './channelDraft';

/** ChannelPage is one place where messages go, or a new one. */
export default function ChannelPage() {
  const m = useMessages();
  const { id = '' } = useParams();
  const channels = useQuery({ queryKey: ['channels'], queryFn: ({ signal }) => listChannels(signal) });
  const types = useQuery({ queryKey: ['channel-types'], queryFn: ({ signal }) => listChannelTypes(signal), staleTime: Infinity });
  if (channels.isPending) return <Waiting />;
  if (channels.isError) return <Trouble what={m.alerts.channels} error={channels.error} again={() => void channels.refetch()} />;
  if (types.isPending) return <Waiting />;
  if (types.isError) return <Trouble what={m.alerts.channels} error={types.error} again={() => void types.refetch()} />;
  const channel = channels.data.find((c) => c.id === id);
  if (id !== '' && !channel) return <NotFound />;
  return <ChannelEditor key={id} channel={channel} types={types.data} />;
}

function ChannelEditor({ channel, types }: { channel: Channel | undefined; types: ChannelType[] }) {
  const m = useMessages();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [draft, change] = useState<ChannelDraft>(() => start(channel, types));
  const type = types.find((t) => t.type === draft.type);
  const fields = type ? asked(type) : [];
  const [asking, { open, close }] = useDisclosure(false);
  const leave = async () => {
    await queries.invalidateQueries({ queryKey: ['channels'] });
    void navigate('/alerts');
  };
  const add = useMutation({ mutationFn: () => addChannel(draft, fields), onSuccess: () => void queries.invalidateQueries({ queryKey: ['channels'] }) });
  const put = useMutation({ mutationFn: () => changeChannel(channel!.id, draft, fields, channel!.revision), onSuccess: leave });
  const [replacing, replace] = useDisclosure(false);
  const secret = useMutation({
    mutationFn: () => newSecret(channel!.id, channel!.revision),
    onSuccess: () => {
      replace.close();
      void queries.invalidateQueries({ queryKey: ['channels'] });
    },
  });
  const remove = useMutation({ mutationFn: () => deleteChannel(channel!.id), onSuccess: leave });
  const may = useMay();
  const complete = may.write && draft.name.trim() !== '' && draft.topics.length > 0 && !missing(draft, fields, channel?.secrets ?? []);
  const save = () => (channel ? put : add).mutate();
  useSaveKey(() => complete && !add.data && save());

  if (add.data) {
    return (
      <Page title={add.data.channel.name} back={{ to: '/alerts', label: m.pages.alerts }}>
        {add.data.secret !== '' && <ShownOnce what={m.alerts.secret} secret={add.data.secret} />}
        <ChannelTable channels={[add.data.channel]} />
      </Page>
    );
  }
  return (
    <Page
      title={channel?.name ?? m.alerts.addChannel}
      back={{ to: '/alerts', label: m.pages.alerts }}
      tools={
        channel && may.write && (
          <>
            {type?.signed && (
              <Button variant="default" size="compact-md" onClick={replace.open}>
                {m.alerts.newSecret}
              </Button>
            )}
            <Button variant="default" size="compact-md" onClick={open}>
              {m.alerts.deleteChannel}
            </Button>
          </>
        )
      }
    >
      {secret.data && <ShownOnce what={m.alerts.secretReplaced} secret={secret.data} />}
      <form
        className={page.panel}
        style={{ maxWidth: 560 }}
        onSubmit={(e) => {
          e.preventDefault();
          save();
        }}
      >
        {channel && <WhyOff channel={channel} />}
        {channel?.switchedOff && <p className={page.help}>{m.alerts.offHelp}</p>}
        <Editable>
          <div className={page.fields}>
            <TextInput label={m.alerts.name} required withAsterisk={false} autoFocus={!channel} maxLength={200} value={draft.name} onChange={(e) => change({ ...draft, name: e.currentTarget.value })} />
            {!channel && (
              <Select
                label={m.alerts.kind}
                allowDeselect={false}
                data={types.map((t) => ({ value: t.type, label: m.alerts.kinds[t.type]?.name ?? t.name }))}
                value={draft.type}
                onChange={(v) => change({ ...draft, type: v ?? draft.type, values: {} })}
              />
            )}
            {type && <p className={page.help}>{m.alerts.kinds[type.type]?.summary ?? type.summary}</p>}
            <ChannelFields words={m.alerts.kinds[draft.type]?.fields ?? {}} fields={fields} set={channel?.secrets ?? []} values={draft.values} change={(values) => change({ ...draft, values })} />
            {type && <p className={page.help}>{m.alerts.kinds[type.type]?.limits ?? type.limits}</p>}
            <Checkbox.Group label={m.alerts.gets} description={m.alerts.getsHelp} value={draft.topics} error={draft.topics.length === 0 ? m.alerts.getsNothing : undefined} onChange={(v) => change({ ...draft, topics: v })}>
              <div className={page.fields} style={{ gap: 8, marginTop: 4 }}>
                {(['mentions', 'reports'] as const).map((t) => (
                  <Checkbox key={t} value={t} label={m.alerts.topics[t]} />
                ))}
              </div>
            </Checkbox.Group>
            <Checkbox.Group label={m.alerts.events} value={draft.events} onChange={(v) => change({ ...draft, events: v })}>
              <div className={page.fields} style={{ gap: 8, marginTop: 4 }}>
                {(['amended', 'dismissed', 'removed'] as const).map((e) => (
                  <Checkbox key={e} value={e} label={m.alerts.eventNames[e]} disabled={!draft.topics.includes('mentions')} />
                ))}
              </div>
            </Checkbox.Group>
            <Switch label={m.alerts.on} checked={draft.active} onChange={(e) => change({ ...draft, active: e.currentTarget.checked })} />
            <div>
              <Button type="submit" loading={add.isPending || put.isPending} title="Ctrl-S">
                {channel ? m.states.save : m.alerts.addChannel}
              </Button>
            </div>
          </div>
        </Editable>
        <Refused error={add.error ?? put.error} />
      </form>
      <Modal opened={replacing} onClose={replace.close} title={m.alerts.newSecret} closeButtonProps={{ 'aria-label': m.states.close }}>
        <p>{m.alerts.replaceSecret}</p>
        <div className={page.row}>
          <Button loading={secret.isPending} onClick={() => secret.mutate()}>
            {m.alerts.newSecret}
          </Button>
          <Button variant="default" onClick={replace.close}>
            {m.states.cancel}
          </Button>
        </div>
        <Refused error={secret.error} />
      </Modal>
      <Modal opened={asking} onClose={close} title={m.alerts.deleteChannel} closeButtonProps={{ 'aria-label': m.states.close }}>
        <p>{m.alerts.deleteForGood}</p>
        <div className={page.row}>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            {m.alerts.deleteChannel}
          </Button>
          <Button variant="default" onClick={close}>
            {m.states.cancel}
          </Button>
        </div>
        <Refused error={remove.error} />
      </Modal>
    </Page>
  );
}
