import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../api/problem';
import { listSites } from '../api/sites';
import type { FileOf } from '../api/imports';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { Waiting } from '../frame/Waiting';
import { useMessages } from '../i18n';
import { FilePreview } from './FilePreview';
import { MappingFields, type Target } from './MappingFields';
import { OutcomeNote } from './OutcomeNote';
import { Progress } from './Progress';
import { sizeOf } from './size';
import { useFile, type Chosen } from './useFile';
import { useSending } from './useSending';
import { WrongLines } from './WrongLines';
import classes from './imports.module.css';

/** FileImport is a chosen file: what it holds, what is wrong with it, and how far it is. */
export function FileImport({ of, chosen, close }: { of: FileOf; chosen: Chosen; close: () => void }) {
  const m = useMessages();
  const t = m.imports;
  const queries = useQueryClient();
  const sites = useQuery({ queryKey: ['sites'], queryFn: ({ signal }) => listSites(signal) });
  const [own, setOwn] = useState<Partial<Target>>({});
  const known = sites.data ?? [];
  const name = own.site ?? (known.length === 1 ? known[0]!.name : '');
  const site = known.find((s) => s.name === name.trim());
  const target: Target = { site: name, zone: own.zone ?? site?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone, name: own.name ?? '', keep: own.keep ?? false };
  const file = useFile(of, chosen, target.zone);
  const sending = useSending(() =>
    queries.invalidateQueries({ predicate: (q) => ['imports', 'file feeds', 'sites', 'site', 'report', 'reports', 'leads', 'lead sources'].includes(String(q.queryKey[0])) }),
  );
  const { columns, mapping } = file;
  // A log that names no host is of the site's own domains.
  const hosts = mapping && columns?.fixed && mapping.hosts.length === 0 && site ? site.domains : (mapping?.hosts ?? []);
  const full = mapping && { ...mapping, hosts };
  const refused = sending.error instanceof Problem ? sending.error.lines : [];
  const ready = full !== null && columns !== undefined && !file.checking && file.error == null && columns.mistakes.length === 0 && target.site.trim() !== '';
  const change = (to: NonNullable<typeof mapping>) => {
    sending.reset();
    file.setMapping(to);
  };

  if (sending.done) return <OutcomeNote of={of} file={chosen.file.name} zone={target.zone} outcome={sending.done} close={close} />;
  return (
    <section className={page.panel}>
      <div className={classes.file}>
        <span className={classes.fileName}>{chosen.file.name}</span>
        <span className="meta">{sizeOf(chosen.file.size, m)}</span>
        <Button size="compact-sm" variant="default" onClick={close} disabled={sending.progress !== null}>
          {t.another}
        </Button>
      </div>
      {file.pending && <Waiting rows={3} height={32} />}
      <Refused error={fileError(file.error, t.unreadable)} />
      {columns && full && (
        <form
          onSubmit={(e) => {
            e.preventDefault();
            if (ready) sending.send(of, { type: file.type, site: target.site.trim(), name: target.name.trim(), keep: target.keep }, chosen.file, full);
          }}
        >
          <fieldset className={page.readOnly} disabled={sending.progress !== null}>
            <WrongLines mistakes={columns.mistakes.length > 0 ? columns.mistakes : refused} />
            <MappingFields
              of={of}
              types={file.types}
              type={file.type}
              setType={file.setType}
              columns={columns}
              mapping={full}
              change={change}
              sites={known.map((s) => s.name)}
              target={target}
              setTarget={(to) => setOwn({ ...own, ...to })}
            />
            {columns.fixed && <p className={page.help}>{t.fixed}</p>}
            <FilePreview of={of} columns={columns} mapping={full} change={change} />
          </fieldset>
          {sending.progress === null ? (
            <Button type="submit" disabled={!ready}>
              {t.import}
            </Button>
          ) : (
            <Progress progress={sending.progress} cancel={sending.cancel} />
          )}
          {refused.length === 0 && <Refused error={fileError(sending.error, t.unreadable)} />}
        </form>
      )}
    </section>
  );
}

/** fileError words the errors of the browser about a file that moved or changed. */
function fileError(error: unknown, unreadable: string): unknown {
  return error instanceof DOMException && error.name !== 'AbortError' ? new Error(unreadable) : error;
}
