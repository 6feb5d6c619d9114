import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { Frame } from './frame/Frame';
import { NotFound } from './frame/NotFound';
import { Waiting } from './frame/Waiting';
import InboxPage from './inbox/InboxPage';
import { Gate } from './session/Gate';

const MentionPage = lazy(() => import('./mention/MentionPage'));
const DocumentPage = lazy(() => import('./search/DocumentPage'));
const SearchPage = lazy(() => import('./search/SearchPage'));
const SourcesPage = lazy(() => import('./sources/SourcesPage'));
const BrandsPage = lazy(() => import('./brands/BrandsPage'));
const BrandPage = lazy(() => import('./brands/BrandPage'));
const AlertsPage = lazy(() => import('./alerts/AlertsPage'));
const RulePage = lazy(() => import('./alerts/RulePage'));
const ChannelPage = lazy(() => import('./alerts/ChannelPage'));
const DeliveriesPage = lazy(() => import('./alerts/DeliveriesPage'));
const PeoplePage = lazy(() => import('./people/PeoplePage'));

/** Desk says which address shows which page. */
export function Desk() {
  return (
    <Gate>
      <Frame>
        <Suspense fallback={<Waiting />}>
          <Routes>
            <Route path="/" element={<Navigate to="/inbox" replace />} />
            <Route path="/inbox" element={<InboxPage />} />
            <Route path="/mentions/:id" element={<MentionPage />} />
            <Route path="/documents/:id" element={<DocumentPage />} />
            <Route path="/search" element={<SearchPage />} />
            <Route path="/sources" element={<SourcesPage />} />
            <Route path="/brands" element={<BrandsPage />} />
            <Route path="/brands/new" element={<BrandPage />} />
            <Route path="/brands/:id" element={<BrandPage />} />
            <Route path="/alerts" element={<AlertsPage />} />
            <Route path="/alerts/rules/new" element={<RulePage />} />
            <Route path="/alerts/rules/:id" element={<RulePage />} />
            <Route path="/alerts/channels/new" element={<ChannelPage />} />
            <Route path="/alerts/channels/:id" element={<ChannelPage />} />
            <Route path="/deliveries" element={<DeliveriesPage />} />
            <Route path="/people" element={<PeoplePage />} />
            <Route path="*" element={<NotFound />} />
          </Routes>
        </Suspense>
      </Frame>
    </Gate>
  );
}
