import { Button } from '@mantine/core';
import { useState } from 'react';
import { codeOf, type Link } from '../api/links';
import { useMessages } from '../i18n';
import { copyOrShow } from '../text/copy';
import classes from './links.module.css';

/** LinkCode is a link as it is handed over: its address and its QR code, which print alone on a page. */
export function LinkCode({ link }: { link: Link }) {
  const m = useMessages();
  const t = m.links;
  const [copied, setCopied] = useState(false);
  if (link.url === '') return null;
  return (
    <div className={classes.code}>
      <img src={codeOf(link.id, 'svg')} width={168} height={168} alt={t.codeOf(link.name)} />
      <div>
        <p className={classes.address}>{link.url.replace(/^https?:\/\//, '')}</p>
        <p className="meta">{link.destination}</p>
        <div className={classes.acts}>
          <Button size="compact-sm" variant="default" onClick={() => void copyOrShow(link.url).then(setCopied)} aria-label={t.copyIt(link.name)}>
            {copied ? m.acts.copied : m.states.copy}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => window.print()}>
            {t.print}
          </Button>
          <Button size="compact-sm" variant="default" component="a" href={codeOf(link.id, 'svg')} download={`${link.slug}.svg`}>
            {t.svg}
          </Button>
          <Button size="compact-sm" variant="default" component="a" href={codeOf(link.id, 'png')} download={`${link.slug}.png`}>
            {t.png}
          </Button>
        </div>
      </div>
    </div>
  );
}
