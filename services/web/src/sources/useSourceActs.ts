import { useMutation, useQueryClient } from '@tanstack/react-query';
import { deleteSource, pauseSource, renameSource, restoreSource } from '../api/sources';
import type { Source } from '../api/types';
import { useMessages } from '../i18n';
import { undoStack } from '../undo/undo';

/** useSourceActs is what can be done about a source, each of it with a way back. */
export function useSourceActs(s: Source) {
  const m = useMessages();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ predicate: (q) => ['source', 'sources'].includes(String(q.queryKey[0])) });
  const act = useMutation({ mutationFn: (f: () => Promise<unknown>) => f(), onSuccess: refresh });
  const pause = (paused: boolean) =>
    act.mutate(async () => {
      await pauseSource(s.id, paused);
      undoStack.push({ label: `${paused ? m.sources.paused : m.sources.resumed}: ${s.name}`, undo: () => pauseSource(s.id, !paused).then(refresh) });
    });
  const remove = (then: () => void = () => {}) =>
    act.mutate(async () => {
      await deleteSource(s.id);
      undoStack.push({ label: m.sources.removed(s.name), undo: () => restoreSource(s).then(refresh) });
      then();
    });
  const rename = (name: string) => {
    if (name.trim() === s.name) return;
    const back = s.name === s.title ? '' : s.name;
    act.mutate(async () => {
      await renameSource(s.id, name);
      undoStack.push({ label: m.sources.renamed(name.trim() || s.title), undo: () => renameSource(s.id, back).then(refresh) });
    });
  };
  return { act, pause, remove, rename };
}
