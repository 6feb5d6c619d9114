import type * as en from './broken.en';

export const broken: typeof en.broken = {
  title: { page: 'Er ging iets mis op deze pagina', desk: 'Er ging iets mis', shared: 'Er ging iets mis' },
  text: {
    page:
      'Deze pagina kan niet worden getoond. Wat je hebt opgeslagen, is niet verloren en de andere ' +
      'pagina\'s werken nog.',
    desk: 'Namedrop kan niet worden getoond. Wat je hebt opgeslagen, is niet verloren.',
    shared: 'Het rapport kan niet worden getoond.',
  },
  missingTitle: 'Deze pagina kon niet worden geladen',
  reasons: {
    unreachable:
      'De server reageert niet. Misschien is hij gestopt of is de verbinding weg. Laad de pagina opnieuw ' +
      'zodra hij er weer is.',
    updated:
      'Namedrop is bijgewerkt terwijl dit tabblad openstond. Laad de pagina opnieuw om met de nieuwe ' +
      'versie verder te gaan.',
    missing:
      'Een deel van de pagina ontbreekt op de server. Laad de pagina opnieuw om het nog eens op te halen.',
  },
  again: 'Opnieuw proberen',
  copyReport: 'Rapport kopiëren',
  inbox: 'Naar de inbox',
  reload: 'Opnieuw laden',
  report: 'Rapport',
  reportHelp:
    'Blijft dit gebeuren? Stuur dan dit rapport naar wie Namedrop beheert. ' +
    'De fout, het adres van deze pagina en de versie van je browser staan erin.',
  showReport: 'Rapport tonen',
  silent: (t) => `Om ${t} was er nog geen reactie.`,
};
