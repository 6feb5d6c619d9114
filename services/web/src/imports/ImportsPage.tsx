import { useState } from 'react';
import { Page } from '../frame/Page';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { FileDrop } from './FileDrop';
import { FileFeeds } from './FileFeeds';
import { FileImport } from './FileImport';
import { FormerImports } from './FormerImports';
import { choose, type Chosen } from './useFile';

/** ImportsPage takes files of visits: what their columns mean is shown before anything is stored. */
export default function ImportsPage() {
  const m = useMessages();
  const t = m.imports;
  const may = useMay();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const of = 'visits';
  return (
    <Page title={m.pages.imports}>
      {!may.write && <p className={page.help}>{m.states.forbidden}</p>}
      {may.write && !chosen && <FileDrop title={t.drop} help={t.dropHelp} take={(file) => setChosen(choose(file))} />}
      {may.write && chosen && <FileImport key={chosen.number} of={of} chosen={chosen} close={() => setChosen(null)} />}
      <FileFeeds />
      <FormerImports />
    </Page>
  );
}
