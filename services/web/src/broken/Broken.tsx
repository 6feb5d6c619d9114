import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { Logo } from '../frame/Logo';
import { useTitle } from '../frame/Page';
import { useMessages } from '../i18n';
import { answers } from './build';
import classes from './Broken.module.css';
import { MissingPart } from './lazyPage';
import { Report } from './Report';

/** What broke: a page of the desk, all of it, or the page of a shared report, which is outside the desk. */
export type Extent = 'page' | 'desk' | 'shared';

interface Props {
  of: Extent;
  error: unknown;
  components: string;
  again: () => void;
}

/**
 * Broken shows what is known about the error and the ways back. It uses plain elements, since the
 * component library itself may have failed; in place of the whole desk it does without the router too.
 */
export function Broken({ of, error, components, again }: Props) {
  const m = useMessages();
  const missing = error instanceof MissingPart;
  const title = missing ? m.broken.missingTitle : m.broken.title[of];
  useTitle(title);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section className={of === 'page' ? classes.page : classes.desk}>
      {of !== 'page' && (
        <p className={classes.name}>
          <Logo /> Namedrop
        </p>
      )}
      <div role="alert">
        <h1 ref={heading} tabIndex={-1} className={classes.title}>
          {title}
        </h1>
        <p className={classes.text}>{missing ? m.broken.reasons[error.reason] : m.broken.text[of]}</p>
      </div>
      <Ways of={of} again={again} reloadFirst={missing || of !== 'page'} />
      {of !== 'shared' && <Report error={error} components={components} />}
    </section>
  );
}

/** Ways are the ways out of a broken page, the likeliest first. */
function Ways({ of, again, reloadFirst }: { of: Props['of']; again: () => void; reloadFirst: boolean }) {
  const m = useMessages();
  const [silent, setSilent] = useState('');
  const reload = async () => {
    if (await answers()) window.location.reload();
    else setSilent(m.broken.silent(new Date().toLocaleTimeString(m.locale, { timeStyle: 'medium' })));
  };
  const reloading = (
    <button key="reload" type="button" className={reloadFirst ? classes.first : classes.button} onClick={() => void reload()}>
      {m.broken.reload}
    </button>
  );
  const trying = (
    <button key="again" type="button" className={reloadFirst ? classes.button : classes.first} onClick={again}>
      {m.broken.again}
    </button>
  );
  return (
    <>
      <div className={classes.ways}>
        {reloadFirst ? [reloading, trying] : [trying, reloading]}
        {of === 'page' && (
          <Link to="/inbox" className={classes.button}>
            {m.broken.inbox}
          </Link>
        )}
        {of === 'desk' && (
          <a href="/inbox" className={classes.button}>
            {m.broken.inbox}
          </a>
        )}
      </div>
      <p role="status" className={classes.silent}>
        {silent}
      </p>
    </>
  );
}
