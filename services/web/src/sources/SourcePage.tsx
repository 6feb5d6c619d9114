import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLink, IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { Problem } from '../api/problem';
import { getSource, listSourceTypes } from '../api/sources';
import type { SourceDetail } from '../api/types';
import { NotFound } from '../frame/NotFound';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { FetchSource } from './FetchSource';
import { RenameSource } from './RenameSource';
import { ShowChannel } from './ShowChannel';
import { SourceAddresses } from './SourceAddresses';
import { SourceDocuments } from './SourceDocuments';
import { SourceFacts } from './SourceFacts';
import { TranscriptCounts } from './TranscriptCounts';
import { useSourceActs } from './useSourceActs';

/** SourcePage is one source: how it is doing, what it has brought, and which transcripts are missing and why. */
export default function SourcePage() {
  const m = useMessages();
  const { id = '' } = useParams();
  const source = useQuery({
    queryKey: ['source', id],
    queryFn: ({ signal }) => getSource(id, signal),
    refetchInterval: (q) => (q.state.data?.work.done === false ? 1000 : 10_000),
  });
  if (source.error instanceof Problem && source.error.status === 404) return <NotFound />;
  if (source.isPending) return <Waiting />;
  if (!source.data) return <Trouble what={m.pages.sources} error={source.error} again={() => void source.refetch()} />;
  return <One source={source.data} />;
}

function One({ source: s }: { source: SourceDetail }) {
  const m = useMessages();
  const navigate = useNavigate();
  const { act, pause, remove, rename } = useSourceActs(s);
  const types = useQuery({ queryKey: ['source types'], queryFn: ({ signal }) => listSourceTypes(signal), staleTime: Infinity });
  const isRead = types.data?.find((t) => t.type === s.type)?.addable ?? true; // false for what was only imported
  const [renaming, { open, close }] = useDisclosure(false);
  return (
    <Page
      title={s.name}
      back={{ to: '/sources', label: m.pages.sources }}
      tools={
        <>
          {isRead && !s.paused && <FetchSource source={s} />}
          <Button component={Link} to={`/links?source=${encodeURIComponent(s.id)}`} variant="default" size="compact-md" leftSection={<IconLink size={16} />}>
            {m.links.add}
          </Button>
          <Button variant="default" size="compact-md" leftSection={<IconPencil size={16} />} onClick={open}>
            {m.sources.rename}
          </Button>
          <Button variant="default" size="compact-md" leftSection={s.paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />} onClick={() => pause(!s.paused)}>
            {s.paused ? m.sources.resume : m.sources.pause}
          </Button>
          <Button variant="default" size="compact-md" leftSection={<IconTrash size={16} />} onClick={() => remove(() => void navigate('/sources'))}>
            {m.sources.remove}
          </Button>
        </>
      }
    >
      {renaming && (
        <RenameSource
          source={s}
          done={(name) => {
            close();
            rename(name);
          }}
          cancel={close}
        />
      )}
      <Refused error={act.error} />
      <div className={page.columns}>
        <SourceFacts source={s} />
        <TranscriptCounts source={s} />
        {s.type === 'podcast' && <ShowChannel source={s} />}
      </div>
      <SourceAddresses source={s} />
      <SourceDocuments source={s} />
    </Page>
  );
}
