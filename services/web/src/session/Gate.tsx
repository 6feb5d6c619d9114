import { useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import type { Who } from '../api/session';
import { Problem } from '../api/problem';
import { Trouble } from '../frame/Trouble';
import { useMessages } from '../i18n';
import { sessionState } from './sessionState';
import { keyLink } from './keyLink';
import { SignInPage } from './SignInPage';
import { useSession, useSessionState } from './useSession';

/**
 * Gate shows the desk only to people who are signed in. When a session ends, the desk stays
 * mounted behind the sign-in page, so that nothing half-written is lost.
 */
export function Gate({ children }: { children: ReactNode }) {
  const m = useMessages();
  const queries = useQueryClient();
  const session = useSession();
  const state = useSessionState();
  const unknown = session.error instanceof Problem && session.error.status === 401;
  const out = unknown || state !== 'in';

  useEffect(() => {
    if (out) document.title = `${m.signIn.title} · Namedrop`;
  }, [out, m]);

  const welcome = (before: Who | undefined, who: Who) => {
    // Another person must not see what the previous one had loaded.
    if (before?.name !== who.name) queries.removeQueries({ predicate: (q) => q.queryKey[0] !== 'session' });
    else void queries.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'session' });
  };
  const enter = (who: Who) => {
    const before = session.data;
    sessionState.set('in');
    queries.setQueryData(['session'], who);
    welcome(before, who);
  };

  const { data: before, refetch } = session;
  useEffect(() => {
    const ask = () => {
      void refetch().then(({ data: who }) => {
        if (who) welcome(before, who);
      });
    };
    // A link may be opened in this very window, or in another while this one waits.
    const stop = keyLink.subscribe(() => {
      if (keyLink.waiting()) ask();
    });
    const back = () => {
      if (out && state !== 'left') ask();
    };
    window.addEventListener('focus', back);
    return () => {
      stop();
      window.removeEventListener('focus', back);
    };
  });

  if (session.isPending) return null;
  if (!session.data && !unknown) return <Trouble what="Namedrop" error={session.error} again={() => void session.refetch()} />;
  return (
    <>
      {session.data && state !== 'left' && (
        <div key={session.data.name} inert={out} style={{ display: 'contents' }}>
          {children}
        </div>
      )}
      {out && <SignInPage expired={state === 'expired' && session.data !== undefined} enter={enter} />}
    </>
  );
}
