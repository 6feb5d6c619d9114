import { useQuery } from '@tanstack/react-query';
import { listBrands } from '../api/brands';
import { listSources } from '../api/sources';

/** useNames knows what people call the brands and sources that the server names by id. */
export function useNames(): Record<'brand' | 'source', Record<string, string>> {
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => listBrands(signal) });
  const sources = useQuery({ queryKey: ['sources'], queryFn: ({ signal }) => listSources(signal) });
  return {
    brand: Object.fromEntries((brands.data ?? []).map((b) => [b.id, b.name])),
    source: Object.fromEntries((sources.data ?? []).map((s) => [s.id, s.name])),
  };
}
