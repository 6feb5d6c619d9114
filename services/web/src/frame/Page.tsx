import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';
import classes from './page.module.css';

/** useTitle puts the name of the page into the browser's tab. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = title === '' ? 'Namedrop' : `${title} · Namedrop`;
  }, [title]);
}

interface Props {
  title: string;
  back?: { to: string; label: string };
  tools?: ReactNode; // beside the title
  children: ReactNode;
}

/** Page is a list or a form under a title. */
export function Page({ title, back, tools, children }: Props) {
  useTitle(title);
  return (
    <div className={classes.page}>
      {back && (
        <Link to={back.to} className={classes.back}>
          <IconArrowLeft size={16} /> {back.label}
        </Link>
      )}
      <div className={classes.head}>
        <h1 className={classes.title}>{title}</h1>
        {tools && <div className={classes.tools}>{tools}</div>}
      </div>
      {children}
    </div>
  );
}
