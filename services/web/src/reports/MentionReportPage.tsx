import ReportPage from './ReportPage';

/** MentionReportPage is the report that a mention belongs to. */
export default function MentionReportPage() {
  return <ReportPage ofMention />;
}
