import type { ReactNode } from 'react';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import page from './page.module.css';

/** Editable holds the controls of a form. A viewer can read them but not use them, and is told why. */
export function Editable({ children }: { children: ReactNode }) {
  const m = useMessages();
  if (useMay().write) return children;
  return (
    <>
      <p className={page.help}>{m.states.forbidden}</p>
      <fieldset className={page.readOnly} disabled>
        {children}
      </fieldset>
    </>
  );
}
