import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { timelineAddress, type Timeline, type TimelineQuery } from '../api/timeline';
import { useLanguage } from '../i18n';
import { asPNG, save, standalone } from '../reports/download';
import type { Span } from './address';
import { picture } from './picture';
import type { Outstanding, Row } from './rows';

interface Props {
  timeline: Timeline;
  rows: Row[];
  seen: Span;
  gaps: Span[];
  windows: Outstanding[];
  asked: TimelineQuery;
  title: string;
}

/** Tools are the files that what is seen can be taken along as. */
export function Tools({ timeline: t, rows, seen, gaps, windows, asked, title }: Props) {
  const { messages: m, language } = useLanguage();
  const name = `timeline-${rows[0]?.day ?? t.from}-${rows.at(-1)?.last ?? t.to}`;
  const drawn = () => standalone(picture(rows, seen, gaps, windows, t.site.zone, m), `${title} · ${t.site.name}`);
  return (
    <Menu shadow="none" position="bottom-end">
      <Menu.Target>
        <Button size="compact-md" variant="default" leftSection={<IconDownload size={16} />}>
          {m.report.download}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save(`${name}.svg`, new Blob([drawn()], { type: 'image/svg+xml' }))}>{m.report.image}, SVG</Menu.Item>
        <Menu.Item onClick={() => void asPNG(drawn()).then((b) => save(`${name}.png`, b))}>{m.report.image}, PNG</Menu.Item>
        <Menu.Item component="a" href={timelineAddress({ ...asked, site: t.site.id, from: t.from, to: t.to }, language)} download={`${name}.csv`}>
          {m.report.rows}, CSV
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
