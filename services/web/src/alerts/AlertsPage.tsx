import { Button, EmptyState } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listChannels, listRules } from '../api/alerts';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { ChannelTable } from './ChannelTable';
import { RuleTable } from './RuleTable';

/** AlertsPage is who is told of what: rules pick mentions, channels take messages. */
export default function AlertsPage() {
  const m = useMessages();
  const rules = useQuery({ queryKey: ['rules'], queryFn: ({ signal }) => listRules(signal) });
  const channels = useQuery({ queryKey: ['channels'], queryFn: ({ signal }) => listChannels(signal) });
  const noChannel = channels.data?.length === 0;
  const may = useMay();
  const addChannel = may.write && (
    <Button component={Link} to="/alerts/channels/new" size="compact-md" variant={noChannel ? 'filled' : 'default'}>
      {m.alerts.addChannel}
    </Button>
  );
  const addRule = may.write && (
    <Button component={Link} to="/alerts/rules/new" size="compact-md">
      {m.alerts.addRule}
    </Button>
  );

  return (
    <Page title={m.pages.alerts} tools={!noChannel && addRule}>
      {rules.isPending && <Waiting rows={2} height={32} />}
      {rules.isError && <Trouble what={m.alerts.rules} error={rules.error} again={() => void rules.refetch()} />}
      {rules.data?.length === 0 && (
        <EmptyState mt={24} icon={<IconBell size={32} stroke={1.4} />} title={m.alerts.empty} description={!may.write ? m.states.forbidden : noChannel ? m.alerts.firstChannel : m.alerts.emptyHelp}>
          {noChannel ? addChannel : addRule}
        </EmptyState>
      )}
      {rules.data && rules.data.length > 0 && (
        <>
          <h2 className={page.second}>{m.alerts.rules}</h2>
          <RuleTable rules={rules.data} channels={channels.data ?? []} />
        </>
      )}
      {channels.isError && <Trouble what={m.alerts.channels} error={channels.error} again={() => void channels.refetch()} />}
      {channels.data && (channels.data.length > 0 || (rules.data?.length ?? 0) > 0) && (
        <>
          <h2 className={page.second}>{m.alerts.channels}</h2>
          <ChannelTable channels={channels.data} />
          {may.write ? <div style={{ marginTop: 12 }}>{addChannel}</div> : <p className={page.help}>{m.states.forbidden}</p>}
        </>
      )}
    </Page>
  );
}
