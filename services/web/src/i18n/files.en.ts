/**
 * Why a file that was exported from another system, or a line of it, can't be read, by the code of the
 * mistake (feeds.Mistaken). The number of the line comes before it.
 */
export const files = {
  file_below_zero: '"{value}" in column {column} is below zero.',
  file_column_used: 'Column {column} can\'t be the numbers of {metric}: it is used for something else.',
  file_comma_unclear:
    '"{value}" in column {column} can be thousands or have a decimal comma. Choose below which it is.',
  file_commas_mixed:
    'Column {column} writes some numbers with a decimal comma and some with a decimal point.',
  file_country: '"{value}" in column {column} is not a two-letter country code, such as NL.',
  file_country_by_hour:
    'Countries are stored by day. Leave out that column, or import the file by day.',
  file_date_differs:
    '"{value}" in column {column} is not a date in the format of those before it ({format}).',
  file_date_format: '"{format}" is not a known date format. Use one of: {formats}',
  file_dates_mixed:
    'The date is written as "{value}", that of line {first} as "{other}". Use one format, preferably ' +
    '2026-04-03.',
  file_dates_unclear:
    'The dates in column {column} can be day first or month first ("{value}"). Choose below which they are.',
  file_empty: 'The file is empty.',
  file_future: '{value} is in the future.',
  file_hour_skipped:
    'There was no {hour} on {day} in {zone}, because summer time began. Is the file in another time zone?',
  file_metric_name: '"{metric}" can\'t be the name of a metric: use lower-case letters, digits and _.',
  file_lead_empty: 'This row has no ID, no e-mail address and no answer.',
  file_leads_alike:
    'Choose a column with IDs, e-mail addresses or answers. Without one, two leads can\'t be distinguished.',
  file_leads_long: 'The answers and notes are more than {limit_mb} MB. Split the file.',
  file_more_columns: 'It has {n} columns, the first line {first}.',
  file_no_clock: '"{value}" in column {column} has no time of day.',
  file_no_column: 'There is no column "{column}". The columns are: {columns}',
  file_no_dates: 'No column with dates was found. Choose one of: {columns}',
  file_no_numbers: 'The file has dates but no numbers.',
  file_no_rows: 'The file has a first line but no rows.',
  file_no_visits: 'No column with visits was found. Choose one of: {columns}',
  file_not_a_date: '"{value}" in column {column} is not a date, such as 2026-04-03.',
  file_not_a_number: '"{value}" in column {column} is not a number.',
  file_not_text: 'This is not a text file. Save it as CSV in UTF-8.',
  file_number_infinite: '"{value}" in column {column} is not a finite number.',
  file_row_twice: 'This row has the same time and labels as line {first}. Keep one of them.',
  file_span: '"{span}" is neither hour nor day.',
  file_sum_infinite: 'The numbers add up to more than can be counted.',
  file_too_many_leads: 'The file has more than {limit} leads. Split it.',
  file_too_many_rows: 'The file has more than {limit} rows. Sum them to hours or days first.',
  file_too_many_samples:
    'The file has more than {limit} different hours, channels and countries. Is a column chosen wrongly?',
  file_zone: 'There is no time zone "{zone}".',
  log_cut_off: 'The compressed file breaks off after line {first}.',
  log_damaged: 'The file can\'t be decompressed: it is damaged.',
  log_no_log: '{n} of {lines} lines can\'t be read, the first is line {first}. Is this an access log?',
  log_no_requests: 'There are no requests in the file. Is this an access log?',
  log_too_large: 'Decompressed, the file is too large.',
  log_too_many_samples: 'More than {limit} different hours and channels. Is this the log of one site?',
  log_too_many_visitors:
    'More than {limit} visitors in half an hour. Import a smaller part of the log, or fill in the site\'s ' +
    'host names.',
};
