import { useMessages } from '../i18n';
import type { FilterName, Filters } from './filters';
import classes from './InboxPage.module.css';
import { useCounts } from './useMentions';

/** Unsure folds those away that are probably not meant. */
export function Unsure({ filters, set }: { filters: Filters; set: (name: FilterName, values: string[]) => void }) {
  const m = useMessages();
  const counts = useCounts({ ...filters, lists: { ...filters.lists, conf: ['unsure'] } });
  if (!counts.data || counts.data.total === 0) return null;
  return (
    <button type="button" className={classes.unsure} onClick={() => set('conf', ['unsure'])}>
      {m.inbox.unsure(counts.data.total)}
    </button>
  );
}
