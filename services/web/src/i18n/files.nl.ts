import type * as en from './files.en';

export const files: typeof en.files = {
  file_below_zero: '"{value}" in kolom {column} is minder dan nul.',
  file_column_used: 'Kolom {column} kan niet ook {metric} zijn: die staat al voor iets anders.',
  file_comma_unclear:
    '"{value}" in kolom {column} kan duizendtallen of een decimale komma hebben. Kies hieronder welke.',
  file_commas_mixed:
    'Kolom {column} schrijft sommige getallen met een decimale komma en andere met een decimale punt.',
  file_country: '"{value}" in kolom {column} is geen landcode van twee letters, zoals NL.',
  file_country_by_hour:
    'Landen worden per dag bewaard. Laat die kolom weg of importeer het bestand per dag.',
  file_date_differs:
    '"{value}" in kolom {column} is geen datum in de notatie van de regels ervoor ({format}).',
  file_date_format: '"{format}" is geen bekende notatie van datums. Gebruik een van: {formats}',
  file_dates_mixed:
    'De datum is "{value}", die van regel {first} "{other}". Gebruik één notatie, het liefst 2026-04-03.',
  file_dates_unclear:
    'De datums in kolom {column} kunnen met de dag of met de maand beginnen ("{value}"). Kies hieronder ' +
    'welke.',
  file_empty: 'Het bestand is leeg.',
  file_future: '{value} ligt in de toekomst.',
  file_hour_skipped:
    'In {zone} was er op {day} geen {hour}, want de zomertijd begon. Is het bestand in een andere tijdzone?',
  file_metric_name: '"{metric}" kan geen naam van een grootheid zijn: gebruik kleine letters, cijfers en _.',
  file_lead_empty: 'Deze rij heeft geen nummer, geen e-mailadres en geen antwoord.',
  file_leads_alike:
    'Kies een kolom met nummers, e-mailadressen of antwoorden. Anders zijn twee leads niet te onderscheiden.',
  file_leads_long: 'De antwoorden en notities zijn meer dan {limit_mb} MB. Splits het bestand.',
  file_more_columns: 'Er zijn {n} kolommen, op de eerste regel {first}.',
  file_no_clock: '"{value}" in kolom {column} heeft geen tijd.',
  file_no_column: 'Er is geen kolom "{column}". De kolommen zijn: {columns}',
  file_no_dates: 'Geen kolom met datums gevonden. Kies een van: {columns}',
  file_no_numbers: 'Er staan datums in het bestand, maar geen getallen.',
  file_no_rows: 'Het bestand heeft een eerste regel, maar geen rijen.',
  file_no_visits: 'Geen kolom met bezoeken gevonden. Kies een van: {columns}',
  file_not_a_date: '"{value}" in kolom {column} is geen datum, zoals 2026-04-03.',
  file_not_a_number: '"{value}" in kolom {column} is geen getal.',
  file_not_text: 'Dit is geen tekstbestand. Bewaar het als CSV in UTF-8.',
  file_number_infinite: '"{value}" in kolom {column} is geen eindig getal.',
  file_row_twice: 'Deze rij heeft dezelfde tijd en labels als regel {first}. Houd er een.',
  file_span: '"{span}" is geen uur (hour) of dag (day).',
  file_sum_infinite: 'De getallen zijn samen meer dan er geteld kan worden.',
  file_too_many_leads: 'Het bestand heeft meer dan {limit} leads. Splits het.',
  file_too_many_rows: 'Het bestand heeft meer dan {limit} rijen. Tel ze eerst per uur of dag op.',
  file_too_many_samples:
    'Het bestand heeft meer dan {limit} verschillende uren, kanalen en landen. Is een kolom verkeerd ' +
    'gekozen?',
  file_zone: 'De tijdzone "{zone}" bestaat niet.',
  log_cut_off: 'Het ingepakte bestand breekt af na regel {first}.',
  log_damaged: 'Het bestand kan niet uitgepakt worden: het is beschadigd.',
  log_no_log: '{n} van {lines} regels zijn onleesbaar, als eerste regel {first}. Is dit een toegangslog?',
  log_no_requests: 'Er staan geen verzoeken in het bestand. Is dit een toegangslog?',
  log_too_large: 'Uitgepakt is het bestand te groot.',
  log_too_many_samples: 'Meer dan {limit} verschillende uren en kanalen. Is dit de log van één site?',
  log_too_many_visitors:
    'Meer dan {limit} bezoekers in een half uur. Importeer een kleiner deel van de log of vul de hostnamen ' +
    'van de site in.',
};
