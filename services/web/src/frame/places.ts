import { IconBell, IconBuilding, IconFileAnalytics, IconFileImport, IconFlag, IconInbox, IconLink, IconRss, IconSearch, IconSend, IconTimeline, IconUserQuestion, IconUsers, IconWorld } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { getStatus, type Attention } from '../api/documents';
import { useMay } from '../session/useMay';

export interface Place {
  to: string;
  name: 'inbox' | 'search' | 'timeline' | 'reports' | 'brands' | 'sources' | 'alerts' | 'deliveries' | 'leads' | 'links' | 'sites' | 'imports' | 'annotations' | 'people';
  icon: ComponentType<{ size?: number; stroke?: number }>;
  key?: string; // after g
  counts?: keyof Attention; // what is counted beside the name
  helps?: string; // where what is counted is seen, and put right
}

export const places: Place[][] = [
  [
    { to: '/inbox', name: 'inbox', icon: IconInbox, key: 'i' },
    { to: '/search', name: 'search', icon: IconSearch, key: 's' },
    { to: '/timeline', name: 'timeline', icon: IconTimeline, key: 't' },
    { to: '/reports', name: 'reports', icon: IconFileAnalytics, key: 'r' },
  ],
  [
    { to: '/brands', name: 'brands', icon: IconBuilding, key: 'b' },
    { to: '/sources', name: 'sources', icon: IconRss, key: 'o', counts: 'sources', helps: '/sources?state=trouble' },
    { to: '/alerts', name: 'alerts', icon: IconBell, key: 'a', counts: 'channels' },
    { to: '/deliveries', name: 'deliveries', icon: IconSend, key: 'd', counts: 'deliveries', helps: '/deliveries?state=failed' },
  ],
  [
    { to: '/leads', name: 'leads', icon: IconUserQuestion },
    { to: '/links', name: 'links', icon: IconLink },
    { to: '/sites', name: 'sites', icon: IconWorld },
    { to: '/imports', name: 'imports', icon: IconFileImport },
    { to: '/annotations', name: 'annotations', icon: IconFlag },
  ],
  [{ to: '/people', name: 'people', icon: IconUsers, key: 'p' }],
];

/** usePlaces returns the pages that whoever is signed in may open. */
export function usePlaces(): Place[][] {
  return useMay().admin ? places : places.slice(0, -1);
}

/** useAttention returns how many sources, channels and deliveries somebody should look at. */
export function useAttention(): Attention | undefined {
  return useQuery({ queryKey: ['status'], queryFn: ({ signal }) => getStatus(signal), refetchInterval: 60_000 }).data?.attention;
}
