/**
 * What was repaired or left out in what a source sent, by the code of the warning (feeds.Warn). {why} is the
 * cause, where there is one.
 */
export const warnings = {
  bytes_invalid: 'Some bytes are invalid in the file\'s encoding; they were read as windows-1252.',
  dates_in_future: 'Dates that lie in the future: {n}. The time of the first read is used until then.',
  encoding_wrong: 'The file is not in the encoding it declares; it was read as windows-1252.',
  events_unreadable: 'Events that could not be read and were skipped: {n}.',
  feed_beginning_read: 'The feed is larger than {limit_mb} MB; its beginning was read.',
  feed_characters_removed: 'The feed had characters that XML forbids; they were removed.',
  feed_cut_short: 'The feed broke off; what had arrived was read.',
  feed_damaged: 'The feed is damaged; the complete items in it were read.',
  feed_end_unread:
    'The feed is larger than {limit_mb} MB and lists its newest items last, which could not be read: ask ' +
    'the publisher for a shorter feed.',
  feed_ends_read: 'The feed is larger than {limit_mb} MB; its beginning and its end were read.',
  feed_lists_nothing: 'The feed lists no items.',
  feed_move_failed:
    'The feed says that it has moved to {host}, but that address can\'t be used yet, so the feed is still' +
    ' read at this one.[ {why}]',
  feed_moved_to_known:
    'The feed has moved to an address that another source reads already; you can remove one of the two.',
  feed_pages_unread: 'The feed has further pages that could not be read.[ {why}]',
  feed_text_before: 'There was other text before the feed.',
  feed_too_many_elements: 'The feed has too many elements; its beginning was read.',
  feed_too_many_items: 'The feed lists {listed} items; the newest {n} were read.',
  form_request_empty:
    'A request held no answer, no e-mail address and no note. Check the names of the fields.',
  gzip_cut_short: 'The compressed file broke off; what came before was read.',
  gzip_too_large: 'The compressed file holds more than {limit_mb} MB; its beginning was read.',
  gzip_unannounced: 'The file was compressed with gzip without saying so.',
  hubspot_options_unreadable:
    'The options of the property {property} can\'t be read: chosen answers are shown by their internal ' +
    'names.',
  hubspot_write_forbidden: 
    'Which mention contacts mean is not written: the access token can\'t change contacts. ' +
    'Give the app the scope crm.objects.contacts.write.',
  hubspot_write_later: 
    'Which mention contacts mean could not be written now. It is tried again at the next read.',
  hubspot_write_refused: 
    'Which mention contacts mean is not written: HubSpot doesn\'t accept the property {property}. ' +
    'Make it a text property of contacts.',
  items_empty: 'Items without content, which were left out: {n}.',
  items_share_ids: 'Ids that different items share: {n}. These items are distinguished by address and title.',
  items_twice: 'Items listed twice: {n}.',
  items_undated: 'Items without a date: {n}. The time of the first read is used.',
  items_unreadable: 'Items that could not be read: {n}.',
  lead_rows_twice:
    'Rows of a lead that an earlier row is of too: {n}; the last is line {line}. Each such lead is as in ' +
    'its last row.',
  lead_text_cut: 'An answer or a note was cut, since it is too long.',
  lead_texts_cut: 'Leads whose answer or note was cut, since it is too long: {n}.',
  move_goes_on: 'The feed there names yet another address.',
  move_lists_nothing: 'The feed there lists no items.',
  posts_left_out:
    'Posts that X did not send whole were left out: {n}.',
  posts_missing: 'Posts after {at} are missing: the server no longer had them.',
  posts_skipped:
    'There were more new posts than can be read back: those from {from} to {to} are missing.',
  transcript_cut_short: 'The transcript broke off; its complete segments were read.',
  transcript_times_unreadable:
    'Some times in the transcript can\'t be read; the words are kept without them.',
  transcript_too_long: 'The transcript is too long; its beginning was read.',
  typeform_unanswered:
    'A response has no answer to how they heard about you. Name the question by its reference.',
  utf16_unannounced: 'The file was UTF-16 or UTF-32 without saying so.',
  visits_days_imported:
    'Days from {day} on that were imported into Plausible and have no hours: {n}. They are stored as ' +
    'days.',
  visits_hour_once:
    'The hour {hour} of {day} occurred twice in {zone}, because summer time ended, but some of its rows ' +
    'are in the file only once. They were counted in the first of the two hours.',
  visits_none_yet: '{system} has no numbers for these days yet; they are read again.',
  visits_hours_merged:
    '{system} counts both hours that were called {hour} on {day} as one, because summer time ended. ' +
    'They are stored in the first; the second is unknown.',
  ga4_numbers_withheld:
    'Google Analytics withholds small numbers of the days from {day}. Hours that are missing are ' +
    'unknown and not zero.',
  ga4_row_without_hour:
    'Google Analytics has put a part of the days from {day} into a row without an hour. That part is ' +
    'left out.',
  ga4_numbers_estimated: 'Google Analytics has estimated the numbers of the days from {day} from a sample.',
  matomo_channels_missing:
    'Matomo has not counted the channels of all visits from {day}. The rest is stored without a ' +
    'channel; if that stays so, its archiving doesn\'t include segments.',
  matomo_days_unknown: 'Days from {day} for which Matomo has no numbers, which are unknown: {n}.',
  matomo_hours_unfit: 'Matomo\'s hours don\'t fit this time zone; visits are stored by day.',
  log_fetches_many_pages: 'Fetches that were not counted by page, since there are too many pages: {n}.',
  log_fetches_scattered:
    'Fetches that claim to be {names}, but come from all over the internet: {n}. They are not counted ' +
    'as shares.',
  log_fetches_unlisted:
    'Fetches that claim to be {names}, but come from other addresses than those publish: {n}. They are not ' +
    'counted as shares.',
  log_lines_unreadable:
    'Lines that could not be read and were left out: {n} of {lines}. The first is line {line}.',
  log_lines_undated: 'Lines of the future or without a time, which were left out: {n}.',
  log_other_hosts: 'Page views of other hosts, which were left out: {n}.',
  log_no_agents: 'This log has no user agents: programs count as visitors, and the channel is unknown.',
  log_no_hosts:
    'This log has no host names and no hosts were given: a visit that goes on after a pause counts as ' +
    'one from another site.',
  log_private_addresses:
    'Page views from addresses of a private network: {n} of {views}. If that is a proxy, let the server' +
    ' log the visitor\'s address.',
  x_gap:
    'X no longer knows where the search had been read to. Posts that it doesn\'t list now are missing.',
  youtube_feed_missing:
    'YouTube\'s feed of this channel can\'t be read at the moment; the videos were found on its page, ' +
    'whose dates are rough.',
  addresses_failed: 'Addresses that could not be read: {n}.',
  web_full: 'There are more pages than the {n} that a source may have.',
  web_has_feed: 'The page names a feed, which is faster and has dates: {address}.',
  web_refused: 'Pages that may not be read: {n}.',
  addresses_dropped: 'Addresses that were not read, because too many wait already or they are none: {n}.',
  message_links_left: 'Links of messages with more than 100 that were left out: {n}.',
  messages_unreadable: 'Messages that could not be read: {n}.',
};
