import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listFileTypes, previewFile, type Columns, type FileMapping, type FileOf, type FileType } from '../api/imports';

/** Chosen is a file with a number of its own: two files may have the same name. */
export interface Chosen {
  file: File;
  number: number;
}

let last = 0;

/** choose numbers a file. */
export const choose = (file: File): Chosen => ({ file, number: ++last });

interface Guess {
  types: FileType[];
  type: string; // what the file seems to be
  columns: Record<string, Columns>; // by type
  errors: Record<string, unknown>; // why it isn't one of these
}

/** guessOf previews a file as each type. It is the first that it fits without a problem, or else the first that can be read. */
async function guessOf(of: FileOf, file: File, signal: AbortSignal): Promise<Guess> {
  const types = await listFileTypes(of, signal);
  const all = await Promise.allSettled(types.map((t) => previewFile(of, t.type, file, null, signal)));
  const guess: Guess = { types, type: types[0]?.type ?? '', columns: {}, errors: {} };
  types.forEach((t, i) => {
    const one = all[i]!;
    if (one.status === 'fulfilled') guess.columns[t.type] = one.value;
    else guess.errors[t.type] = one.reason;
  });
  const fits = types.find((t) => guess.columns[t.type]?.mistakes.length === 0) ?? types.find((t) => guess.columns[t.type]);
  if (fits) guess.type = fits.type;
  return guess;
}

/** useFile is what is known of the beginning of a file: as what it is read, by which mapping, and what is wrong with that. */
export function useFile(of: FileOf, { file, number }: Chosen, zone: string) {
  const [type, setType] = useState('');
  const [own, setOwn] = useState<FileMapping | null>(null); // what the person changed
  const guess = useQuery({ queryKey: ['file guess', of, number], queryFn: ({ signal }) => guessOf(of, file, signal), staleTime: Infinity, retry: false });
  const as = type || guess.data?.type || '';
  const guessed = guess.data?.columns[as];
  const mapping: FileMapping | null = guessed ? { ...(own ?? guessed.mapping), zone } : null;
  const [settled] = useDebouncedValue(mapping ? JSON.stringify(mapping) : '', 250);
  const check = useQuery({
    queryKey: ['file check', of, number, as, settled],
    queryFn: ({ signal }) => previewFile(of, as, file, JSON.parse(settled) as FileMapping, signal),
    enabled: settled !== '' && guessed !== undefined && !guessed.fixed,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
  const checking = guessed !== undefined && !guessed.fixed && (check.isFetching || check.isPending || JSON.stringify(mapping) !== settled);
  return {
    pending: guess.isPending,
    types: guess.data?.types ?? [],
    type: as,
    setType: (t: string) => {
      setType(t);
      setOwn(null);
    },
    columns: guessed ? { ...guessed, ...(check.data && !guessed.fixed ? check.data : {}) } : undefined,
    mapping,
    setMapping: setOwn,
    checking,
    error: guess.error ?? guess.data?.errors[as] ?? check.error,
  };
}
