/**
 * What the API refuses, by the reason of its problem (services/api/reasons.go). Where the API speaks to
 * programmers, the desk speaks to its users, with the same parameters or fewer.
 */
export const problems = {
  account_in_use:
    'The source "{source}" uses this account. Give it another account, or remove it first.',
  account_not_found:
    'This account doesn\'t exist. It may have been deleted.',
  account_not_taken:
    'A source of type {type} uses no account.',
  account_unfit:
    'The account {account} is for other sources than this one.',
  address_is_email:
    '“{text}” is an e-mail address. Paste the web address of the show or page instead, or enter the ' +
    'name of the show.',
  address_is_name:
    '"{text}" is not a web address. Paste the feed\'s address as your browser shows it, or look the show ' +
    'up by its name.',
  alias_general:
    'That wording could mean anything, or is longer than eight words. Leave only the words that mean ' +
    'this show.',
  alias_of_one: 'A wording means either a show or a person. Name one of them.',
  all_live_taken: 'All live connections are in use. Try again in a moment.',
  all_playing_taken: 'As many recordings are playing as the server can serve. Try again in a moment.',
  annotation_not_found: 'This annotation doesn\'t exist. It may have been deleted.',
  bad_address: 'That is not the web address of a feed. Paste it as your browser shows it, with https://.',
  bad_brand_id: 'The id {id} can\'t be part of an address. Use lower-case letters, digits and -.',
  bad_cursor: 'The list can\'t be continued from here. Reload the page.',
  bad_date: 'The date {date} can\'t be read. Write it as 2026-11-23.',
  bad_domain: '{domain} is not a domain. Write it as acme.example.',
  bad_email: 'That is not an e-mail address.',
  bad_etag: 'The page is out of date. Reload it and make your change again.',
  bad_mapping: 'The column mapping can\'t be read.',
  bad_month: 'The month {month} can\'t be read. Write it as 2026-11.',
  bad_settings: 'The settings can\'t be read.',
  bad_time_zone: 'There is no such time zone. Write it as Europe/Amsterdam.',
  bluesky_handle:
    'That is not a handle of Bluesky. It should look like larkmeter.bsky.social.',
  brand_by_name: 'There is no brand {id}: the id of {name} is {right}.',
  brand_exists: 'There is already a brand with the id {id}. Edit that one, or choose another id.',
  brand_not_found: 'This brand doesn\'t exist. It may have been deleted.',
  brand_one_letter:
    '“{text}” is a single letter and would be found everywhere. Enter a longer name, or another name of ' +
    'the brand.',
  brand_own_rival: 'A brand can\'t compete with itself.',
  brand_text_empty: '{name} can\'t be empty.',
  brand_text_too_long: '“{text}” is longer than {max} characters.',
  brand_text_unreadable: '{name}: the text can\'t be read.',
  brand_text_wordless: '“{text}” has no letter and no digit, so it can\'t be found in speech or text.',
  brand_too_many_names: 'A brand can have at most {max} names, handles and domains together.',
  brand_too_many_words: 'A brand can have at most {max} context words, and as many words to exclude.',
  busy_files: 'Other large files are being received. Try again in a moment.',
  busy_sign_ins: 'Many people are signing in right now. Try again in a few seconds.',
  caller_unknown: 'Your account could not be looked up. Try again in a moment.',
  canceled: 'The request was canceled.',
  channel_in_use:
    'The rule "{rule}" sends to this channel. Remove the channel from the rule, or delete the rule first.',
  channel_keeps_type: 'A channel keeps its type, here {type}. Add another channel for the other type.',
  channel_not_found: 'This channel doesn\'t exist. It may have been deleted.',
  channel_unsigned:
    'Messages to a channel of type {type} are not signed. To use another address, edit the channel.',
  clicks_too_long: 'That time is too long. Ask for days, or for a year of hours.',
  database_away:
    'The database can\'t be reached right now. Try again in a moment; Namedrop continues by itself.',
  days_reversed: 'The last day, {to}, is before the first one, {from}.',
  delivery_not_found: 'This delivery doesn\'t exist. It may have been deleted.',
  disk_full: 'The disk is full, so nothing was changed. Free some space; Namedrop then continues by itself.',
  document_not_found: 'This episode, post or page doesn\'t exist. It may have been deleted.',
  empty_name: 'The name is empty. Enter one.',
  empty_site: 'The site is empty. Enter a name for it.',
  field_is_secret: '{field} is a secret and can\'t be a setting.',
  field_missing: '{field} is missing.',
  field_not_boolean: '{field} must be true or false.',
  field_not_choice: '{field} must be one of {values}.',
  field_not_integer: '{field} must be a whole number.',
  field_not_number: '{field} must be a number.',
  field_not_text: '{field} must be text.',
  field_not_url: '{field} is not a web address.[ Write it as {example}.]',
  field_one_value: '{field} takes one value.',
  field_too_long: '{field} can have at most {max} characters.',
  file_too_large: 'The file is too large. Import it in parts.',
  ga4_property:
    'Enter the number of the property, such as 123456789, not the measurement id that begins with G-.',
  heard_as_everyday:
    '“{text}” is an everyday word and would be found everywhere. Confirm or dismiss such mentions one by ' +
    'one.',
  heard_as_exists: '{name} already has {as} under heard as.',
  heard_as_not_found: 'The brand doesn\'t have that under heard as; it may have been removed.',
  hidden_characters: 'The address contains an invisible character. Type it instead of pasting it.',
  hidden_part: 'Part of that address is hidden. Write the password or token itself where it says {hidden}.',
  import_not_found: 'This import doesn\'t exist. It may have been deleted.',
  import_unreadable: 'None of the lines could be read. Line {line}: {why}',
  internal: 'Something went wrong on the server. Its log has details under {request}.',
  invalid_request: 'Invalid request.',
  lead_in_future: 'The time is in the future.',
  lead_key_address: 'The key is what identifies the lead in your system, and never an address of a person.',
  lead_no_match:
    'Nothing was found in what this lead says yet. Say which mention or show is meant.',
  lead_no_mention:
    'There is no such mention. It may have been removed.',
  lead_no_person: 'No mention has a host, guest or author of that name.',
  lead_no_show:
    'No mention is in a show of that name.',
  lead_not_found: 'This lead doesn\'t exist. It may have been erased.',
  lead_source_not_found: 'This source of leads doesn\'t exist. It may have been deleted.',
  lead_too_old: 'The time is before the year 2000.',
  lead_value: 'The value is not a number.',
  leads_exist: 'This source of leads already exists, as {id}. Edit that one, or choose another name.',
  leads_from_file: 'These leads came from a file. Import the file again.',
  leads_no_files: 'Leads can\'t be imported from files of type {type}.',
  leads_not_polled: 'A source of type {type} is made by what is imported or sent.',
  leads_not_pushed: 'The leads of {name} don\'t come from a program.',
  leads_paused: 'The source of leads is paused. Resume it first.',
  leads_sent: 'These leads are sent to Namedrop. There is nothing to fetch.',
  link_elsewhere: 'Links work only on the machine that runs Namedrop. Sign in with a password.',
  link_for_both: 'A link is made for a mention or for a source, not for both.',
  link_invalid: 'This link is not valid, or no longer.',
  link_not_found: 'This link doesn\'t exist. It may have been deleted.',
  links_off: 'Short links are served on the public side, which is off. Set public.listen and public.url.',
  mastodon_search_token:
    'Mastodon\'s servers search only for people with an account: a search needs an access token.',
  mastodon_server:
    'That is not the address of a server. It should look like https://mastodon.example.',
  matomo_address:
    'Enter the address of Matomo alone, such as https://matomo.example, without index.php and without a ' +
    'token in it.',
  matomo_site: 'Enter the number of the site in Matomo, such as 1.',
  mention_not_found: 'This mention doesn\'t exist. It may have been removed.',
  no_account:
    'There is no account {id}.',
  no_account_type:
    'There is no type of account {type}.',
  no_brand_search: 'Sources of the type {type} can\'t search for a brand.',
  no_holidays: 'The public holidays of {country} are not known. Those of these countries are: {countries}.',
  no_lead_source: 'There is no source of leads {id}.',
  no_leads_type: 'There is no system {type} that leads come from.',
  no_site: 'There is no site {id}.',
  not_of_site: 'The feed {feed} does not count this site.',
  objection_not_found: 'This objection doesn\'t exist. It may have been ended.',
  only_hit: 'This is the mention\'s only hit. Dismiss the mention.',
  no_brand: 'There is no brand {id}.',
  no_channel: 'There is no channel {id}. Create the channel first, then the rule.',
  no_channel_type: 'There is no channel type {type}. There are: {types}.',
  no_live_events: 'Live events are not available right now.',
  no_search_here: 'This server has no search index. Search on another one.',
  no_secret: 'There is no secret “{name}”. There are: {names}.',
  no_setting: 'There is no setting "{name}". There are: {names}.',
  no_source: 'There is no source {id}.',
  no_source_type: 'There is no source type "{type}". There are: {types}.',
  no_such_address: 'There is nothing at this address.',
  no_visits_type: 'There is no analytics system {type}.',
  not_opml:
    'This is neither OPML nor a list of addresses. Export your podcasts from your player as OPML and send ' +
    'that file.',
  not_paused: 'Namedrop is not paused.',
  other_site:
    'The change was requested by a page of another web site and was refused. Open Namedrop itself to make ' +
    'it.',
  part_absent: 'The publisher offers no file for this, so there is nothing to fetch.',
  paused: 'Namedrop is paused until an admin confirms the database.',
  person_exists: 'Someone with that e-mail address already has an account.',
  person_not_found: 'This person has no account. It may have been removed.',
  dead_letter_not_found: 'This dead letter doesn\'t exist. It may have been retried or discarded.',
  form_origin: 'Write each site like https://shop.example, without a path.',
  form_secret:
    'Enter the secret: a token of at least 16 characters, or a signing secret that begins with whsec_.',
  hubspot_address: 'Enter the address of the API alone, without a token or a query.',
  hubspot_property:
    'Enter the internal name of the property, in lower-case letters, digits and _. HubSpot shows it in ' +
    'the details of the property.',
  hubspot_write_to: 'What is in this property would be lost. Make a text property for it.',
  posts_address: '{type} can\'t be read at this address. It should look like {example}.',
  site_has_leads: 'The leads of "{source}" are those of this site. Delete that source of leads first.',
  slug_form: 'A slug has 2 to 60 letters a to z, digits and single hyphens, such as late-shift-12.',
  slug_letters:
    'The slug has the letter {letter}, which is not one of a to z. Some such letters look like ' +
    'one and lead somewhere else.',
  slug_reserved: 'The slug {slug} looks like a part of the site. Choose another.',
  slug_taken: 'There is already a link {slug}, which reads like this one. Choose another slug.',
  target_form:
    'That is not a web address that a link can lead to. Paste it as your browser shows it, with https://.',
  target_login:
    'The address has a user name or password in it, and everybody who follows the link would ' +
    'see them. Leave them out.',
  target_own: 'The address is a short link of Namedrop itself. Enter where that one leads.',
  too_many_links: 'There are as many links as there may be. Delete some first.',
  typeform_secret: 'Enter a secret of at least 16 characters.',
  plausible_address:
    'Enter the address of the Plausible server alone, such as https://plausible.example, without a key or ' +
    'a query.',
  plausible_site: 'Enter the site\'s name in Plausible, such as shop.example, not its address.',
  plausible_zone: 'Enter the time zone that the site has in Plausible, such as Europe/Amsterdam.',
  quarantine_not_found: 'This is not quarantined. It may have been released.',
  public_off: 'Shared reports are read on the public side, which is off. Set public.listen and public.url.',
  recording_ends: 'The recording ends before the part you asked for.',
  recording_other:
    'The publisher\'s server returned something other than the recording. Open it at the publisher ' +
    'instead.',
  recording_refused:
    'The publisher\'s server didn\'t return the recording. Open it at the publisher instead.',
  recording_unaddressed:
    'The feed gives no usable address for the recording. Open it at the publisher instead.',
  reindexing: 'The search index is already being rebuilt.',
  repeated_parameter: 'The parameter {name} holds one value and was given several times. Give it once.',
  report_dismissed: 'This mention was dismissed or removed, so it has no report.',
  report_no_site: 'No visits are counted yet. Import them, or add a feed of visits; the report then follows.',
  report_no_visits: 'No visits to {site} are counted yet. The report follows when they are.',
  report_not_found: 'This report doesn\'t exist. Its mention may have been dismissed or removed.',
  report_not_material: 'Posts and passing mentions get no report by themselves. Ask for one, and it is made.',
  report_not_own: 'No site\'s visits depend on mentions of {brand}. Name it in a site, if one should.',
  report_pending: 'The report is being made. Try again in a moment.',
  report_unsure: 'Unsure mentions get no report.',
  rescan_not_found: 'This rescan doesn\'t exist. It may have been deleted.',
  rule_not_found: 'This rule doesn\'t exist. It may have been deleted.',
  scope_missing: 'You can view this but not change it. Ask someone with the Editor or Admin role.',
  searchconsole_names: 'Enter one name or a few, separated by commas.',
  searchconsole_property:
    'Enter the property as Search Console spells it: sc-domain:shop.example, or https://shop.example/ ' +
    'with its final slash.',
  searchconsole_zone: 'Choose America/Los_Angeles: Search Console\'s days are always in that time zone.',
  series_no_site: 'There is no site yet. Add one, or import visits.',
  series_too_long: 'That is more than {most} points. Ask for a shorter time, or for days or weeks.',
  sign_in: 'Sign in to do this.',
  share_expires: 'A link expires between now and a year from now.',
  share_not_found: 'This link doesn\'t exist. It may have expired or been revoked.',
  site_exists: 'There is already a site {name}. Edit that one, or choose another name.',
  site_in_use: 'The feed "{feed}" counts this site. Delete the feed first.',
  site_not_found: 'This site doesn\'t exist. It may have been deleted.',
  slack_incomplete: 'The webhook URL is incomplete. Copy all of https://hooks.slack.com/services/T…/B…/…',
  slack_not_https: 'The webhook URL must start with https://.',
  slack_not_url: 'The webhook URL must be a web address such as https://hooks.slack.com/services/…',
  slack_page:
    'That is a page in Slack. Enter the URL of an incoming webhook, https://hooks.slack.com/services/…',
  slack_token: 'That is a token. Enter the URL of an incoming webhook, https://hooks.slack.com/services/…',
  slack_workflow:
    'That URL starts a workflow. Enter the URL of an incoming webhook, https://hooks.slack.com/services/…',
  source_forgotten: 'It was removed too long ago to be restored. Add it again by its address.',
  source_imported: 'This source was imported from a file. Import the file again.',
  source_moved:
    'This source already exists, and its feed has moved to {host}. Add it with the user name and password ' +
    'in its address there.',
  source_not_found: 'This source doesn\'t exist. It may have been removed.',
  source_paused: 'The source is paused. Resume it first.',
  stale: 'Someone else changed this in the meantime. Reload the page and make your change again.',
  takes_no_address: '{type} takes no address.',
  takes_no_query: '{type} takes no search words.',
  takes_no_secret: '{type} takes no secret.',
  token_not_found: 'This token doesn\'t exist. It may have been revoked.',
  token_unknown: 'This token is not known here. It may be mistyped, expired or revoked.',
  too_costly: 'The search takes too long. Use fewer wildcards, or a shorter period.',
  too_large: 'The request is too large.',
  too_many_keys: 'Too many wrong keys. Wait {seconds} seconds and try again.',
  too_many_live: 'You have as many live connections open as one person may have. Close one and try again.',
  too_many_playing: 'You have as many recordings open as one person may have. Close one and try again.',
  too_many_shares: 'This report has as many links as it may have. Revoke one first.',
  too_many_tries: 'Too many attempts. Wait {seconds} seconds and try again.',
  too_many_values: 'The address lists too many values. Ask for fewer at once.',
  umami_address:
    'Enter the address of Umami alone, such as https://umami.example, without a key or a query in it.',
  umami_site: 'Enter the website\'s id in Umami, such as 86d4095c-a2a8-4fc8-9521-103e858e2b41.',
  umami_user: 'Enter a user name for a server of your own, and none for the cloud.',
  unknown_media_type: 'This type of file is not supported here.',
  tag_domains:
    'Enter host names such as shop.example, separated by commas, without https:// and without a path.',
  visits_exist: 'This feed already exists, as {id}. Edit that one, or delete it first.',
  visits_from_file: 'These visits came from a file. Import the file again.',
  visits_no_files: 'Visits can\'t be imported from files of type {type}.',
  visits_not_found: 'This feed doesn\'t exist. It may have been deleted.',
  visits_not_polled: '{type} can\'t be read automatically. Import a file instead.',
  visits_paused: 'The feed is paused. Resume it first.',
  visits_pushed: 'These visits are reported by the site\'s tag. There is nothing to fetch.',
  webhook_batch: 'Mentions per request must be from 1 to {max}, or empty.',
  webhook_secret:
    'The signing secret can\'t be read. Leave it empty: a new channel gets a new one, and an existing ' +
    'channel keeps its own.',
  wrong_method: 'This address accepts {accepted}, not {method}.',
  wrong_password: 'The e-mail address or the password is wrong.',
  x_cap:
    'The most to spend in a month is between 0 and 100,000 dollars.',
  x_query_long:
    'X takes searches of at most 512 characters, and of 1,024 in the archive.',
  youtube_address: 'This is not the address of a channel, a playlist or a video on YouTube.',
  twin_needs_podcast: 'Only a podcast can have a YouTube channel.',
  single_date: 'The date must look like 2026-11-23 or 2026-11-23T09:00:00Z.',
  single_long: 'The text is longer than 100,000 characters.',
  single_text: 'The text, author and date must be texts.',
  web_depth: 'The number of links to follow must be 0, 1, 2 or 3.',
  web_under: 'The beginning of the paths must begin with a slash, for example /blog/.',
  mailbox_senders: 'Name at least one address or domain whose messages are read.',
  mailbox_server: 'That is not the name of a server: it looks like imap.example.com.',
  mailbox_unencrypted:
    'Without encryption the password could be read on the way. That is possible for a ' +
    'server on this machine only.',
  source_takes_no_messages: 'No messages can be posted for a source of this type.',
};
