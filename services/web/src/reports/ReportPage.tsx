import { Button, EmptyState } from '@mantine/core';
import { IconFileAnalytics } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { askForReport, getMentionReport, getReport } from '../api/reports';
import { Problem } from '../api/problem';
import { NotFound } from '../frame/NotFound';
import { Refused } from '../frame/Refused';
import { Trouble } from '../frame/Trouble';
import { Waiting } from '../frame/Waiting';
import { why } from '../frame/why';
import { useMessages } from '../i18n';
import { ReportView } from './ReportView';
import { ShareButton } from './ShareButton';

/** ReportPage is one report, by its own id or by that of a mention. */
export default function ReportPage({ ofMention = false }: { ofMention?: boolean }) {
  const m = useMessages();
  const { id = '' } = useParams();
  const report = useQuery({
    queryKey: ['report', ofMention ? 'mention' : 'id', id],
    queryFn: ({ signal }) => (ofMention ? getMentionReport(id, signal) : getReport(id, signal)),
    // One that is being made comes within seconds.
    refetchInterval: (q) => (q.state.error instanceof Problem && q.state.error.reason === 'report_pending' ? 3000 : false),
  });
  if (report.data) {
    const { id: own } = report.data;
    return <ReportView report={report.data} data={`/api/v1/reports/${encodeURIComponent(own)}`} more={<ShareButton report={own} />} />;
  }
  if (report.isPending) return <Waiting />;
  const e = report.error;
  if (ofMention && e instanceof Problem && e.status === 404 && e.reason.startsWith('report_')) return <NoReport mention={id} problem={e} />;
  if (e instanceof Problem && e.status === 404) return <NotFound />;
  return <Trouble what={m.report.what} error={e} again={() => void report.refetch()} />;
}

// Why there is none may be that no site counts visits, or not those of this brand.
const toSites = ['report_no_site', 'report_no_visits', 'report_not_own'];

/** NoReport says why a mention has no report, and what can be done about it. */
function NoReport({ mention, problem }: { mention: string; problem: Problem }) {
  const m = useMessages();
  const queries = useQueryClient();
  const ask = useMutation({
    mutationFn: () => askForReport(mention),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['report', 'mention', mention] }),
  });
  return (
    <EmptyState mt={64} icon={<IconFileAnalytics size={32} stroke={1.4} />} title={m.report.what} description={why(problem, m)}>
      {problem.reason === 'report_not_material' && (
        <Button loading={ask.isPending} onClick={() => ask.mutate()}>
          {m.report.ask}
        </Button>
      )}
      {toSites.includes(problem.reason) && (
        <Button component={Link} to="/sites">
          {m.report.setUp}
        </Button>
      )}
      <Button component={Link} to={`/mentions/${mention}`} variant="default">
        {m.report.mention}
      </Button>
      <Refused error={ask.error} />
    </EmptyState>
  );
}
