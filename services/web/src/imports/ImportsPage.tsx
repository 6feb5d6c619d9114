import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { FileDrop } from './FileDrop';
import { FileFeeds } from './FileFeeds';
import { FileImport } from './FileImport';
import { FormerImports } from './FormerImports';
import { choose, type Chosen } from './useFile';
import classes from './imports.module.css';

/** ImportsPage takes files of visits and leads: what their columns mean is shown before anything is stored. */
export default function ImportsPage() {
  const m = useMessages();
  const t = m.imports;
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const of = params.get('of') === 'leads' ? 'leads' : 'visits';
  const [chosen, setChosen] = useState<Chosen | null>(null);
  return (
    <Page title={m.pages.imports}>
      {!may.write && <p className={page.help}>{m.states.forbidden}</p>}
      {may.write && (
        <div className={page.row}>
          <SegmentedControl
            size="xs"
            aria-label={t.of}
            value={of}
            onChange={(v) => setParams(v === 'leads' ? { of: v } : {}, { replace: true })}
            data={(['visits', 'leads'] as const).map((value) => ({ value, label: t.ofNames[value]! }))}
          />
        </div>
      )}
      {may.write && !chosen && (
        <FileDrop title={of === 'visits' ? t.drop : t.dropLeads} help={of === 'visits' ? t.dropHelp : t.dropLeadsHelp} take={(file) => setChosen(choose(file))} />
      )}
      {may.write && chosen && <FileImport key={`${of} ${chosen.number}`} of={of} chosen={chosen} close={() => setChosen(null)} />}
      <div className={classes.before}>
        <FileFeeds />
        <FormerImports />
      </div>
    </Page>
  );
}
