import type { Messages } from './en';
import { alerts } from './alerts.nl';
import { accounts } from './accounts.nl';
import { annotations } from './annotations.nl';
import { brands } from './brands.nl';
import { broken } from './broken.nl';
import { deadLetters } from './deadLetters.nl';
import { failures } from './failures.nl';
import { faults } from './faults.nl';
import { files } from './files.nl';
import { findings } from './findings.nl';
import * as frame from './frame.nl';
import { imports } from './imports.nl';
import * as inbox from './inbox.nl';
import { leads } from './leads.nl';
import { links } from './links.nl';
import { lines } from './lines.nl';
import * as matching from './matching.nl';
import * as mention from './mention.nl';
import * as mistakes from './mistakes.nl';
import { parts } from './parts.nl';
import * as people from './people.nl';
import { problems } from './problems.nl';
import { query } from './query.nl';
import { reasons } from './reasons.nl';
import { report } from './report.nl';
import { reports } from './reports.nl';
import { search } from './search.nl';
import { share } from './share.nl';
import { sites } from './sites.nl';
import { sources } from './sources.nl';
import { timeline } from './timeline.nl';
import { warnings } from './warnings.nl';

/** Every text of the desk in Dutch. */
export const nl: Messages = {
  locale: 'nl',
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
