import { alerts } from './alerts.en';
import { accounts } from './accounts.en';
import { annotations } from './annotations.en';
import { brands } from './brands.en';
import { broken } from './broken.en';
import { deadLetters } from './deadLetters.en';
import { failures } from './failures.en';
import { faults } from './faults.en';
import { files } from './files.en';
import { findings } from './findings.en';
import * as frame from './frame.en';
import { imports } from './imports.en';
import * as inbox from './inbox.en';
import { leads } from './leads.en';
import { links } from './links.en';
import { lines } from './lines.en';
import * as matching from './matching.en';
import * as mention from './mention.en';
import * as mistakes from './mistakes.en';
import { parts } from './parts.en';
import * as people from './people.en';
import { problems } from './problems.en';
import { query } from './query.en';
import { reasons } from './reasons.en';
import { report } from './report.en';
import { reports } from './reports.en';
import { search } from './search.en';
import { share } from './share.en';
import { sites } from './sites.en';
import { sources } from './sources.en';
import { timeline } from './timeline.en';
import { warnings } from './warnings.en';

// Every text of the desk in English, a file a page. The files in Dutch have the same keys; the compiler
// checks that.
export const en = {
  locale: 'en-GB',
  ...frame,
  ...inbox,
  ...matching,
  ...mention,
  ...mistakes,
  ...people,
  alerts,
  accounts,
  annotations,
  brands,
  broken,
  deadLetters,
  failures,
  faults,
  files,
  findings,
  imports,
  leads,
  links,
  lines,
  parts,
  problems,
  query,
  reasons,
  report,
  reports,
  search,
  share,
  sites,
  sources,
  timeline,
  warnings,
};

export type Messages = typeof en;
