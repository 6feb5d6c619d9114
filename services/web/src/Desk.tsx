import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { Frame } from './frame/Frame';
import { NotFound } from './frame/NotFound';
import { Waiting } from './frame/Waiting';
import InboxPage from './inbox/InboxPage';

const MentionPage = lazy(() => import('./mention/MentionPage'));
const DocumentPage = lazy(() => import('./search/DocumentPage'));
const SearchPage = lazy(() => import('./search/SearchPage'));
const SourcesPage = lazy(() => import('./sources/SourcesPage'));
const BrandsPage = lazy(() => import('./brands/BrandsPage'));
const AlertsPage = lazy(() => import('./alerts/AlertsPage'));
const DeliveriesPage = lazy(() => import('./alerts/DeliveriesPage'));

/** Desk says which address shows which page. */
export function Desk() {
  return (
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
          <Route path="/alerts" element={<AlertsPage />} />
          <Route path="/deliveries" element={<DeliveriesPage />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </Frame>
  );
}
