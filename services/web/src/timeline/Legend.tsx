import { useMessages } from '../i18n';
import report from '../reports/report.module.css';
import { legendOf, type Named } from './signs';

/** Legend names what is drawn now, and no more. */
export function Legend(named: Named) {
  const m = useMessages();
  return (
    <figcaption className={report.legend}>
      {legendOf(named, m).map(({ label, width, path, attributes }) => (
        <span key={label}>
          <svg width={width} height="12" aria-hidden>
            <path d={path} {...attributes} />
          </svg>
          {label}
        </span>
      ))}
    </figcaption>
  );
}
