/** What takes the place of a page that broke. */
export const broken = {
  title: {
    page: 'Something went wrong on this page',
    desk: 'Something went wrong',
    shared: 'Something went wrong',
  },
  text: {
    page: 'This page can\'t be shown. Nothing you saved is lost, and the other pages still work.',
    desk: 'Namedrop can\'t be shown. Nothing you saved is lost.',
    shared: 'The report can\'t be shown.',
  },
  missingTitle: 'This page couldn\'t be loaded',
  reasons: {
    unreachable:
      'The server is not responding. It may have been stopped, or the connection is down. Reload once it ' +
      'is back.',
    updated: 'Namedrop was updated while this tab was open. Reload to continue with the new version.',
    missing: 'A part of the page is missing on the server. Reload to fetch it again.',
  },
  again: 'Try again',
  copyReport: 'Copy the report',
  inbox: 'Go to the inbox',
  reload: 'Reload',
  report: 'Report',
  reportHelp:
    'If it keeps happening, send this report to whoever runs Namedrop. ' +
    'It contains the error, the address of this page and your browser\'s version.',
  showReport: 'Show the report',
  silent: (t: string) => `Still no response at ${t}.`,
};
