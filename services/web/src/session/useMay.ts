import { useSession } from './useSession';

/** What somebody's role lets them do. The server checks it as well: this only spares them a refusal. */
interface May {
  write: boolean; // an Editor or an Admin
  admin: boolean;
}

/** useMay returns what whoever is signed in may do. */
export function useMay(): May {
  const scope = useSession().data?.scope;
  return { write: scope === 'write' || scope === 'admin', admin: scope === 'admin' };
}
