import { NativeSelect } from '@mantine/core';
import type { Columns, FileMapping, FileOf } from '../api/imports';
import { meaningOf, meanings, metricName, withMeaning } from '../api/fileMapping';
import { useMessages } from '../i18n';
import type { Messages } from '../i18n/en';
import classes from './imports.module.css';

interface Props {
  of: FileOf;
  columns: Columns;
  mapping: FileMapping;
  change: (m: FileMapping) => void;
}

/** FilePreview is the first rows of a file, under what each column is taken for. */
export function FilePreview({ of, columns: c, mapping, change }: Props) {
  const m = useMessages();
  const wrong = new Set(c.mistakes.map((x) => x.line));
  const used = c.names.map((_, i) => c.fixed || meaningOf(c.names, mapping.columns, i) !== '');
  return (
    <section aria-label={m.imports.preview(c.rows.length)} className={classes.preview} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col" className={classes.line}>
              {m.imports.lineHead}
            </th>
            {c.names.map((name, i) => (
              <th key={i} scope="col">
                <span className={classes.heading} title={name}>
                  {c.fixed ? (m.imports.logColumns[name] ?? name) : name}
                </span>
                {!c.fixed && (
                  <NativeSelect
                    size="xs"
                    className={classes.meaning}
                    aria-label={m.imports.meaningOf(name)}
                    value={meaningOf(c.names, mapping.columns, i)}
                    data={choices(of, c.names, mapping.columns, i, m)}
                    onChange={(e) => change({ ...mapping, columns: withMeaning(c.names, mapping.columns, i, e.currentTarget.value) })}
                  />
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {c.rows.map((row, r) => (
            <tr key={r} data-wrong={wrong.has(c.lines[r] ?? 0) || undefined}>
              <th scope="row" className={classes.line}>
                {c.lines[r]}
              </th>
              {c.names.map((_, i) => (
                <td key={i} data-used={used[i] || undefined}>
                  {row[i]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** choices are what a column may mean. A number may be a metric of its own, named after its column. */
function choices(of: FileOf, names: string[], columns: Record<string, string>, at: number, m: Messages) {
  const values = [...meanings[of]];
  if (of === 'visits') {
    for (const metric of [`metric:${metricName(names[at]!)}`, meaningOf(names, columns, at)]) {
      if (metric.startsWith('metric:') && !values.includes(metric)) values.push(metric);
    }
  }
  const word = (v: string) => m.imports.meanings[v] ?? m.imports.metric(v.slice('metric:'.length));
  return [{ value: '', label: m.imports.meanings.none! }, ...values.map((value) => ({ value, label: word(value) }))];
}
