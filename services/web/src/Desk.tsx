import { Suspense } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { Boundary } from './broken/Boundary';
import { lazyPage } from './broken/lazyPage';
import { Frame } from './frame/Frame';
import { NotFound } from './frame/NotFound';
import { Waiting } from './frame/Waiting';
import InboxPage from './inbox/InboxPage';
import { Gate } from './session/Gate';

const MentionPage = lazyPage(() => import('./mention/MentionPage'));
const DocumentPage = lazyPage(() => import('./search/DocumentPage'));
const SearchPage = lazyPage(() => import('./search/SearchPage'));
const ReportPage = lazyPage(() => import('./reports/ReportPage'));
const MentionReportPage = lazyPage(() => import('./reports/MentionReportPage'));
const ReportsPage = lazyPage(() => import('./reports/ReportsPage'));
const SitePage = lazyPage(() => import('./sites/SitePage'));
const SitesPage = lazyPage(() => import('./sites/SitesPage'));
const SourcesPage = lazyPage(() => import('./sources/SourcesPage'));
const SourcePage = lazyPage(() => import('./sources/SourcePage'));
const BrandsPage = lazyPage(() => import('./brands/BrandsPage'));
const BrandPage = lazyPage(() => import('./brands/BrandPage'));
const ImportsPage = lazyPage(() => import('./imports/ImportsPage'));
const LeadsPage = lazyPage(() => import('./leads/LeadsPage'));
const LinksPage = lazyPage(() => import('./links/LinksPage'));
const AnnotationsPage = lazyPage(() => import('./annotations/AnnotationsPage'));
const AlertsPage = lazyPage(() => import('./alerts/AlertsPage'));
const RulePage = lazyPage(() => import('./alerts/RulePage'));
const ChannelPage = lazyPage(() => import('./alerts/ChannelPage'));
const DeliveriesPage = lazyPage(() => import('./alerts/DeliveriesPage'));
const TimelinePage = lazyPage(() => import('./timeline/TimelinePage'));
const PeoplePage = lazyPage(() => import('./people/PeoplePage'));

/** Desk is the frame with the page that the address shows. What breaks is replaced, the page alone where it can be. */
export function Desk() {
  const { key } = useLocation();
  return (
    <Boundary of="desk" at={key}>
      <Gate>
        <Frame>
          <Boundary of="page" at={key}>
            <Suspense fallback={<Waiting />}>
              <Pages />
            </Suspense>
          </Boundary>
        </Frame>
      </Gate>
    </Boundary>
  );
}

/** Pages says which address shows which page. */
function Pages() {
  return (
    <Routes>
      <Route path="/" element={<Navigate to="/inbox" replace />} />
      <Route path="/inbox" element={<InboxPage />} />
      <Route path="/mentions/:id" element={<MentionPage />} />
      <Route path="/mentions/:id/report" element={<MentionReportPage />} />
      <Route path="/timeline" element={<TimelinePage />} />
      <Route path="/reports" element={<ReportsPage />} />
      <Route path="/reports/:id" element={<ReportPage />} />
      <Route path="/sites" element={<SitesPage />} />
      <Route path="/sites/new" element={<SitePage />} />
      <Route path="/sites/:id" element={<SitePage />} />
      <Route path="/documents/:id" element={<DocumentPage />} />
      <Route path="/search" element={<SearchPage />} />
      <Route path="/sources" element={<SourcesPage />} />
      <Route path="/sources/:id" element={<SourcePage />} />
      <Route path="/brands" element={<BrandsPage />} />
      <Route path="/brands/new" element={<BrandPage />} />
      <Route path="/brands/:id" element={<BrandPage />} />
      <Route path="/alerts" element={<AlertsPage />} />
      <Route path="/alerts/rules/new" element={<RulePage />} />
      <Route path="/alerts/rules/:id" element={<RulePage />} />
      <Route path="/alerts/channels/new" element={<ChannelPage />} />
      <Route path="/alerts/channels/:id" element={<ChannelPage />} />
      <Route path="/leads" element={<LeadsPage />} />
      <Route path="/links" element={<LinksPage />} />
      <Route path="/imports" element={<ImportsPage />} />
      <Route path="/annotations" element={<AnnotationsPage />} />
      <Route path="/deliveries" element={<DeliveriesPage />} />
      <Route path="/people" element={<PeoplePage />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
