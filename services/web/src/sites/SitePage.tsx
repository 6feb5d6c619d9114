import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { Problem } from '../api/problem';
import { addSite, changeSite, deleteSite, getSite, type Site, type SiteDraft } from '../api/sites';
import { NotFound } from '../frame/NotFound';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { useSaveKey } from '../keys/useKeys';
import { undoStack } from '../undo/undo';
import { Incoming } from './Incoming';
import { SharesSeen } from './SharesSeen';
import { SiteFields } from './SiteFields';

/** SitePage is one site, or a new one: what it is, and what comes in for it. */
export default function SitePage() {
  const m = useMessages();
  const { id = '' } = useParams();
  const site = useQuery({ queryKey: ['site', id], queryFn: ({ signal }) => getSite(id, signal), enabled: id !== '' });
  if (site.error instanceof Problem && site.error.status === 404) return <NotFound />;
  if (id !== '' && site.isPending) return <Waiting />;
  if (site.isError) return <Trouble what={m.pages.sites} error={site.error} again={() => void site.refetch()} />;
  return <SiteEditor key={id} site={site.data} />;
}

/** draftOf is what can be written of a site; a new one is in the time zone of whoever adds it. */
function draftOf(s: Site | undefined): SiteDraft {
  if (!s) return { name: '', zone: Intl.DateTimeFormat().resolvedOptions().timeZone, domains: [], brands: [], holidays: [], primary: {} };
  const { name, zone, domains, brands, holidays, primary } = s;
  return { name, zone, domains, brands, holidays, primary };
}

function SiteEditor({ site }: { site: Site | undefined }) {
  const m = useMessages();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => draftOf(site));
  const refresh = () => queries.invalidateQueries({ predicate: (q) => ['site', 'sites', 'report', 'reports'].includes(String(q.queryKey[0])) });
  const save = useMutation({
    mutationFn: () => (site ? changeSite(site.id, draft, site.revision) : addSite(draft)),
    onSuccess: async (written) => {
      if (!site) void navigate(`/sites/${written.id}`, { replace: true });
      await refresh();
    },
  });
  const remove = useMutation({
    mutationFn: () => deleteSite(site!.id),
    onSuccess: async () => {
      const kept = draftOf(site);
      undoStack.push({ label: m.sites.deleted(kept.name), undo: () => addSite({ ...kept, primary: {} }).then(refresh) });
      queries.removeQueries({ queryKey: ['site', site!.id] });
      void navigate('/sites');
      await refresh();
    },
  });
  const ready = draft.name.trim() !== '' && draft.zone !== '';
  useSaveKey(() => ready && save.mutate());

  return (
    <Page
      title={site?.name ?? m.sites.add}
      back={{ to: '/sites', label: m.pages.sites }}
      tools={
        site && (
          <>
            <Button component={Link} to="/reports" variant="default" size="compact-md">
              {m.pages.reports}
            </Button>
            <Button variant="default" size="compact-md" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              {m.sites.delete}
            </Button>
          </>
        )
      }
    >
      <Refused error={remove.error} />
      <div className={page.columns}>
        <form
          className={page.panel}
          onSubmit={(e) => {
            e.preventDefault();
            if (ready) save.mutate();
          }}
        >
          <SiteFields site={site} draft={draft} change={(d) => {
            save.reset();
            setDraft(d);
          }} />
          <div className={page.row} style={{ marginTop: 16, marginBottom: 0 }}>
            <Button type="submit" loading={save.isPending} title="Ctrl-S">
              {site ? m.states.save : m.sites.add}
            </Button>
            <span role="status">{save.isSuccess && site ? m.sites.saved : ''}</span>
          </div>
          <Refused error={save.error} />
        </form>
        {site && <Incoming site={site} />}
      </div>
      {site && <SharesSeen site={site.id} />}
    </Page>
  );
}
