import { IconExternalLink } from '@tabler/icons-react';
import { useMessages } from '../i18n';
import classes from './MentionDetail.module.css';

/** Publisher is a way out of the desk; the publisher doesn't learn where it was clicked. */
export function Publisher({ url }: { url: string }) {
  const m = useMessages();
  if (!/^https?:\/\//.test(url)) return null;
  return (
    <a className={classes.out} href={url} target="_blank" rel="noopener noreferrer">
      <IconExternalLink size={16} /> {m.acts.publisher}
    </a>
  );
}
