/**
 * Why a source, a feed of visits or a receiver could not be reached or read, and what helps, by the code of
 * the fault (feeds/testdata/fault_codes.txt). {again} says that Namedrop tries again, where it does.
 */
export const faults = {
  access_refused:
    '{host} refuses to answer[ ({status})]. Ask the publisher to let Namedrop through, or use another ' +
    'address of the same source.',
  account_missing:
    '{name} needs an account for this. Add one under Accounts, and choose it for this source.',
  address_not_web:
    'The address doesn\'t begin with http:// or https://. Use the address that your browser shows.',
  address_unreadable: 'The address can\'t be read. Check it for stray characters.',
  address_without_host: 'The address has no host name. It should look like https://example.com/feed.',
  answer_headers_malformed:
    '{host} sends a header that breaks the rules of HTTP. Browsers may overlook that. Tell the publisher ' +
    'that the server\'s headers are wrong.[ {again}]',
  answer_not_http: '{host} answers with something that is not HTTP. Check the address, above all its port.',
  answer_too_large:
    '{host} sends a file that is larger than Namedrop\'s limit. Ask the publisher for a shorter feed, or ' +
    'use another address of it.',
  bluesky_password_refused:
    'Bluesky refuses the handle or the app password of the account {account}. Make a new app password ' +
    'there and enter it under Accounts.',
  bluesky_refused:
    'The search of Bluesky refuses to answer this machine. fetch.proxy sends the requests through ' +
    'another address.',
  browsers_only:
    '{host} lets browsers in, but not programs[ ({status})]. Ask the publisher to let Namedrop through, ' +
    'or use another address of the same source.',
  budget_day:
    'The account {account} has used the {limit} that it may use in a day. Allow it more, or wait for ' +
    'the next day.',
  budget_month:
    'The account {account} has used the {limit} that it may use in a month. Allow it more, or wait for ' +
    'the next month.',
  certificate_invalid:
    'The certificate of {host} is not valid. Its owner has to renew it. Another address may work.',
  chapters_unreadable:
    'The chapter file at {host} can\'t be read. Tell the publisher. Until it is repaired, the episode is ' +
    'searched without its chapters.',
  chapters_untitled:
    'The chapters in the file at {host} have no titles. Tell the publisher. Until it is repaired, the ' +
    'episode is searched without its chapters.',
  compression_corrupt:
    'The answer of {host} is compressed and can\'t be unpacked. If this continues, tell the publisher.',
  connection_lost: '{host} broke off the connection.[ {again}]',
  directory_busy:
    'Apple\'s podcast directory has had too many requests. Try again in a minute, or enter the address of ' +
    'the show\'s feed or site.',
  directory_no_public_feed:
    'Apple lists no public feed for this show. It may be available in Apple\'s app only.',
  directory_no_show:
    'No show called “{name}” was found. Try fewer words, or enter the address of the feed or the site.',
  directory_unknown_link:
    'Apple has no show at this link. Check the link, or search for the show by its name.',
  directory_unreachable:
    'Apple\'s podcast directory could not be reached. Try again later, or enter the address of the ' +
    'show\'s feed or site.',
  directory_unreadable:
    'Apple\'s podcast directory sent an answer that can\'t be read. Try again later, or enter the address ' +
    'of the show\'s feed or site.',
  dns_failed:
    'The name {host} could not be looked up. If this continues, check the network connection of the ' +
    'machine that runs Namedrop.',
  encoding_unknown:
    '{host} compresses its answer in a way that Namedrop doesn\'t support. Ask the publisher to send it ' +
    'uncompressed or as gzip.',
  feed_behind_challenge:
    '{host} tests whether a person is there before it sends the feed. Ask the publisher to let Namedrop ' +
    'through, or use another address of the same source.',
  feed_behind_login:
    '{host} sent a page that asks for a password. Add the source again with the user name and password in ' +
    'its address, as https://user:password@host/…, or with the private address that your subscription ' +
    'gave you.',
  feed_corrupt:
    'The feed of {host} is damaged and no item in it could be read. If this continues, tell the publisher.',
  feed_empty:
    '{host} sent an empty answer where a feed was expected. If this continues, check the address in a ' +
    'browser.',
  feed_is_other_json:
    '{host} sent JSON that is not a feed. Check the address: it may be an API, or an error message.',
  feed_is_other_xml: '{host} sent XML that is not a feed[ (its root is <{root}>)]. Check the address.',
  feed_is_page:
    '{host} sent a web page where a feed was expected. It may ask for a login. To find the feed of a ' +
    'page, remove this source and paste the page\'s address under Find a podcast or feed.',
  feed_is_something_else: '{host} sent something that is not a feed. Check the address.',
  feed_too_large:
    '{host} sends more than {limit_mb} MB, and the first {limit_mb} MB hold no complete feed. Ask the ' +
    'publisher for a shorter feed, or use another address of it.',
  feed_without_items:
    'The feed of {host} lists no items. Namedrop keeps checking. If the feed has episodes elsewhere, ' +
    'use the address that lists them.',
  file_behind_password:
    '{host} asks for a password for the file[ ({status})]. The password of the feed is sent to the feed\'s ' +
    'own host only. Tell the publisher. Until then, the episode is searched by its title and notes.',
  file_misdirected:
    'The feed names an address at {host} that leads to no file. Tell the publisher. Until then, the ' +
    'episode is searched by its title and notes.',
  file_missing:
    'The feed names a file that {host} doesn\'t have[ ({status})]. Tell the publisher. Until then, the ' +
    'episode is searched by its title and notes.',
  file_refused:
    '{host} doesn\'t give the file to Namedrop[ ({status})]. Tell the publisher. Until then, the episode ' +
    'is searched by its title and notes.',
  file_too_large:
    '{host} sends a file that is larger than Namedrop\'s limit. Tell the publisher. Until then, the ' +
    'episode is searched by its title and notes.',
  find_no_feed:
    '{host} declares no feed, and none is at the common addresses. Enter the address of the feed itself.',
  find_no_host_no_directory:
    'There is no host called {host}, and Apple\'s podcast directory could not be searched for a show of ' +
    'that name. Check the address, or try the name again later.',
  find_no_host_no_show:
    'There is no host called {host}, and no show of that name was found. Check the spelling, or enter the ' +
    'address of the show\'s feed or site.',
  find_nothing_given: 'There is nothing to look for. Enter an address, an Apple link or the name of a show.',
  gone:
    '{host} reports that this was removed permanently[ ({status})]. Look for its new address. If there is ' +
    'none, remove the source.',
  host_invalid: '{host} is not a host name. Check the address.',
  host_unknown:
    'There is no host called {host}. Check the address for a typing mistake; the name may also have ' +
    'expired.',
  https_unsupported: '{host} does not support https. The address may work with http:// instead.',
  leads_answer_unreadable:
    '{host} answers in a format that is not HubSpot\'s. Check the address. If HubSpot has changed its ' +
    'interface, Namedrop needs an upgrade.',
  leads_daily_limit: 'The HubSpot account has used up its requests of today.[ {again}]',
  leads_form_unreadable: 'A request of the form can\'t be read.',
  leads_no_api: '{host} has no such interface. Check the address.',
  leads_notice_unreadable: 'A notice of HubSpot can\'t be read.',
  leads_origin_refused: 'The form was sent from a page of another site.',
  leads_proof_refused: 'A request doesn\'t prove that it comes from the form.',
  leads_redirect:
    '{host} redirects to another address[ ({status})], to which the token is not sent. Check the ' +
    'address.',
  leads_request_refused: 'HubSpot doesn\'t accept the request. Check the names of the properties.',
  leads_response_unreadable: 'A response of Typeform can\'t be read.',
  leads_scope_missing:
    'The access token may not read contacts. Give the app the scopes crm.objects.contacts.read and ' +
    'crm.schemas.contacts.read.',
  leads_settings_unreadable: 'The settings of the source of leads can\'t be read. Add it again.',
  leads_signature_refused: 'A notice is not signed by HubSpot, or was meant for another address.',
  leads_token_refused:
    'HubSpot doesn\'t accept the access token. Check that the app still exists, or give the source a new ' +
    'token.',
  leads_too_large: '{host} sends an answer that is larger than Namedrop\'s limit.',
  leads_typeform_unsigned:
    'A response is not signed with the secret of this form. Enter the same secret in the settings of the ' +
    'webhook in Typeform.',
  mastodon_closed:
    '{host} has switched off its timelines of hashtags. Follow the hashtag on another server.',
  mastodon_token:
    '{host} shows this to people with an account only. Add an account there under Accounts, or ' +
    'follow the hashtag on another server.',
  mastodon_token_refused:
    '{host} refuses the access token. It may have been revoked, or lack read:search or ' +
    'read:statuses. Enter a new one under Accounts, or add the source again with one of its own.',
  no_answer: '{host} did not answer in time.[ {again}]',
  not_acceptable:
    '{host} does not offer what Namedrop accepts: feeds, XML, JSON and HTML[ ({status})]. The address is ' +
    'right. Ask the publisher to let Namedrop through.',
  not_found: '{host} has nothing at this address[ ({status})]. Check the address; it may have moved.',
  paced: '{host} has had enough requests for now.[ {again}]',
  page_for_members:
    'The page of the episode at {host} is for people who have signed in. The episode is searched by ' +
    'its title and notes.',
  page_not_of_episode:
    'The link of the episode leads to a page of {host} that isn\'t about this episode. The episode ' +
    'is searched by its title and notes.',
  page_without_transcript:
    'The page of the episode at {host} shows no transcript. The episode is searched by its title ' +
    'and notes.',
  password_needed:
    '{host} asks for a user name and password[ ({status})]. Add the source again with them in its ' +
    'address, as https://user:password@host/…, or with the private address that your subscription gave ' +
    'you.',
  pause_asked: '{host} asks for a pause[ ({status})].[ {again}]',
  pause_running: '{host} has asked for a pause that lasts another {wait}.[ {again}]',
  podcast_index_key:
    'The Podcast Index refused the key. Check podcast_index.key and podcast_index.secret, and this ' +
    'machine\'s clock.',
  podcast_index_unreadable:
    'The Podcast Index sent an answer that can\'t be read. Try again later, or enter the address of ' +
    'the show\'s feed or site.',
  posts_unreadable:
    '{host} sent an answer that is not one of {name}. Check the address. If it is right, the service has ' +
    'changed its answers: look for a newer version of Namedrop.',
  private_address:
    '{host} is in a private network, which Namedrop doesn\'t connect to. If that is intended, list its ' +
    'range under fetch.allow_private.',
  reddit_refused:
    'Reddit refuses this machine, or the subreddit is private. Open the address in a browser to ' +
    'see which. It refuses many networks of cloud providers; fetch.proxy sends requests through ' +
    'another address.',
  reddit_wall:
    'Reddit sent a page for people in place of the feed. It does that to many networks of cloud ' +
    'providers. Namedrop asks again after an hour; fetch.proxy sends its requests through ' +
    'another address.',
  redirect_loop:
    '{host} redirects in a loop. Open the address in a browser and use the one it ends at, if any.',
  redirect_not_web:
    '{host} redirects to something that is not a web address. Open the address in a browser and use the ' +
    'one it ends at, if any.',
  redirect_too_many:
    '{host} redirects too many times. Open the address in a browser and use the one it ends at, if any.',
  redirect_unreadable:
    '{host} redirects to an address that can\'t be read. Open the address in a browser and use the one it ' +
    'ends at, if any.',
  redirect_without_target:
    '{host} redirects without giving an address[ ({status})]. Open the address in a browser and use the ' +
    'one it ends at.',
  request_refused: '{host} does not accept the request[ ({status})]. Check the address.',
  robots_disallow:
    'The robots.txt of {host} asks programs not to read this page. Ask the publisher to let Namedrop ' +
    'through, or use another address of the same source.',
  server_error: '{host} reports an error of its own[ ({status})].[ {again}]',
  speech_away:
    'The speech engine can\'t be reached. Start it, or correct speech.url. Episodes wait until then.',
  speech_budget:
    'Today\'s budget for speech recognition is used up. Recognition goes on tomorrow. The budget is ' +
    'speech.minutes and speech.money in the configuration.',
  speech_busy: 'The speech engine has no time now[ ({status})]. Episodes wait until it has.',
  speech_command_failed:
    'The command for speech recognition failed[: {why}]. Try speech.command in a terminal.',
  speech_command_nothing:
    'The command for speech recognition wrote no answer. It has to write a .json, .vtt, .srt or .txt ' +
    'file into its output folder.',
  speech_cut_off: 'The speech engine broke off its answer.[ {again}]',
  speech_failed: 'The speech engine reports an error[: {why}].[ {again}]',
  speech_key:
    'The speech engine refuses the key[ ({status})]. Correct speech.key in the configuration.',
  speech_language:
    'The speech engine answered in another language[ ({answered})] than the episode is in[ ({wanted})]. ' +
    'Use a model that knows the language.',
  speech_needs_ffmpeg:
    'The recording[ is {size}, and that] is more than the engine takes at once[ ({limit})]. Install ' +
    'ffmpeg on Namedrop\'s machine, and recordings are sent in pieces.',
  speech_not_audio:
    '{host} sent something else[ ({what})] where a recording was expected. Open the episode\'s recording ' +
    'in a browser. If it plays there, the address may be meant for browsers only.',
  speech_not_found:
    'The speech engine doesn\'t know this address or model[ ({status})]. Check speech.url, which mostly ' +
    'ends in /v1, and that the model of speech.model is installed.',
  speech_piece_large:
    'The speech engine takes no files of this size. Make speech.upload or speech.piece smaller.',
  speech_recording_large:
    'The recording is larger than the limit[ of {limit}]. The limit is speech.largest in the ' +
    'configuration.',
  speech_refused:
    'The speech engine refuses the recording[ ({status})][: {why}]. Check speech.model and speech.engine.',
  speech_silent:
    'The recording has no speech that the recognition can make out. The episode is searched ' +
    'by its title and notes.',
  speech_slow:
    'The speech recognition didn\'t answer in time[ ({after})]. A smaller model or shorter pieces ' +
    '(speech.piece) help.',
  speech_unreadable:
    'The speech engine\'s answer can\'t be read. Check that speech.url is the address of an ' +
    'OpenAI-compatible engine.',
  speech_unreadable_audio:
    'The recording can\'t be read[: {why}]. Open the episode\'s recording in a browser to see whether it ' +
    'plays.',
  speech_wav_only:
    'The speech engine takes WAV files only, and the recording is in another format. Install ffmpeg on ' +
    'Namedrop\'s machine, or start whisper.cpp with --convert and set speech.engine to openai.',
  spotify_episode:
    'This is the link of one episode on Spotify. Enter the link of the show, or the show\'s name.',
  spotify_no_feed:
    'No public feed was found of {name}. Some shows are on Spotify only. The show\'s own site may ' +
    'have a feed.',
  spotify_unknown_link:
    'Spotify has no show at this link. Check the link, or search for the show by its name.',
  spotify_unreachable:
    'Spotify could not be asked for the show\'s name. Enter the show\'s name, or the address of its ' +
    'feed or site.',
  stream_closed: '{host} closed the stream[ ({name})].[ {again}]',
  stream_forbidden:
    '{host} refused to open the stream[ ({status})]. Set endpoints.bluesky to another Jetstream server.',
  stream_lost: '{host} could not be reached or closed the connection.[ {again}]',
  stream_not_jetstream:
    '{host} didn\'t open the stream[ ({status})]. Check endpoints.bluesky: this is not a Jetstream ' +
    'server, or its version is not supported.',
  stream_refused: '{host} answered {status} instead of opening the stream.[ {again}]',
  stream_silent: '{host} sent nothing for a minute.[ {again}]',
  telegram_no_preview:
    '{host} shows no posts of this channel. It may be private, a group, or without a preview on ' +
    'the web. Open its address in a browser.',
  tls_failed: 'No secure connection to {host} could be made. Another address may work.',
  took_too_long: '{host} took longer than {limit}.[ {again}]',
  transcript_absent: 'The episode offers no transcript.',
  transcript_is_page:
    '{host} sent a web page where a transcript was expected. It may ask for a login. Until there is a ' +
    'transcript, the episode is searched by its title and notes.',
  transcript_not_text:
    'The transcript at {host} is not a text file. Tell the publisher. Until there is a transcript, the ' +
    'episode is searched by its title and notes.',
  transcript_without_words:
    'The transcript at {host} contains no words. Tell the publisher. Until there is a transcript, the ' +
    'episode is searched by its title and notes.',
  unexpected_not_modified: '{host} answered “not modified” to a first request.[ {again}]',
  unreachable: '{host} could not be reached.[ {again}]',
  visits_api_off:
    'The API of {name} is switched off for the project of this key. Switch it on in the Google Cloud ' +
    'project of the service account. Then give the feed the key again.',
  visits_google_refused:
    'Google doesn\'t accept the key of the service account. It may have been deleted or disabled. If it ' +
    'wasn\'t, check the server\'s clock: it must not be wrong by more than some minutes.',
  visits_key_refused:
    'Plausible doesn\'t accept the key for this site. Check the site\'s name, and that the key is for the ' +
    'Stats API and still exists, or give the feed a new key.',
  visits_key_unreadable:
    'The key is not the key file of a Google service account. Create a key of the type JSON for the ' +
    'service account, and give the feed the whole file.',
  visits_login_refused:
    '{name} doesn\'t accept the key for this site. Check the site\'s id, and that the key still exists ' +
    'and may see the site, or give the feed a new key.',
  visits_no_access:
    'The key may not see this site in {name}. Check the site\'s id, and give the account of the key ' +
    'access to the site. Then give the feed the key again.',
  visits_no_api:
    '{host} has no Stats API of version 2. Check the address. A server of your own may be too old.',
  visits_not_accepted:
    '{name} doesn\'t accept the request. Check the site\'s id and the other fields. A server of your ' +
    'own may be too old.',
  visits_not_found_there: '{name} has nothing at this address. Check the address and the site\'s id.',
  visits_not_plausible:
    '{host} answers in a format that is not Plausible\'s. Check the address. If Plausible was upgraded, ' +
    'Namedrop may need an upgrade too.',
  visits_other_format:
    '{host} answers in a format that is not {name}\'s. Check the address. If {name} was upgraded, ' +
    'Namedrop may need an upgrade too.',
  visits_plan:
    'The Plausible plan of this key doesn\'t include the Stats API, or the site is locked. Check the plan ' +
    'in Plausible, then read the feed again.',
  visits_quota_used: 'The quota of {name} is used up.[ {again}]',
  visits_redirect:
    '{host} redirects to another address[ ({status})], to which the key is not sent. Give the feed the ' +
    'address that it redirects to.',
  visits_request_refused:
    'Plausible doesn\'t accept the request. Check the site\'s name. A server of your own may be too old: ' +
    'it needs version 2 of the Stats API.',
  visits_settings_unreadable: 'The feed\'s settings can\'t be read. Add the feed again.',
  visits_too_large:
    '{host} sends an answer that is larger than Namedrop\'s limit. Split the feed by fewer things: ' +
    'channel, landing page or country.',
  visits_too_many_rows:
    '{host} sends more than {limit} rows at once. Split the feed by fewer things: channel, landing page ' +
    'or country.',
  visits_zone_differs:
    'Plausible counts this site in another time zone than {zone}: on {day} its offset is {offset}. Give ' +
    'the feed the time zone that the site has in Plausible.',
  visits_zone_is: '{name} counts this site in the time zone {zone}. Give the feed that time zone.',
  visits_zone_unknown:
    'There is no time zone “{zone}”. Add the feed again, with the site\'s time zone, for example ' +
    'Europe/Amsterdam.',
  x_credits:
    'X says that the account {account} has used up its credits or its plan. Add credits in X\'s ' +
    'developer console, then save the account again.',
  x_plan:
    'X doesn\'t let the account {account} use this search. Its plan may lack it. Without the archive, ' +
    'the last seven days can be read.',
  x_query_refused:
    'X doesn\'t understand the search. Try it in X\'s own search first.',
  x_token_refused:
    'X refuses the bearer token of the account {account}. Enter a new one under Accounts.',
  youtube_age:
    'YouTube shows this video only to adults who are signed in. It is searched by its title and notes.',
  youtube_bot_check:
    'YouTube asks to sign in to confirm that this is not a bot: it blocks this machine\'s address. ' +
    'Namedrop tries again after some hours, and not before, since every request makes a block longer. ' +
    'If this continues, use another address, for example by fetch.proxy.',
  youtube_break:
    'YouTube blocked this machine\'s address, so Namedrop asks nothing for another {wait}. Namedrop ' +
    'tries again after some hours, and not before, since every request makes a block longer. If this ' +
    'continues, use another address, for example by fetch.proxy.',
  youtube_budget:
    'Today\'s {limit} requests to YouTube are used up. It goes on tomorrow. The limit is ' +
    'youtube.per_day in the configuration.',
  youtube_captions_empty:
    'YouTube sent empty captions. It does so when it wants a proof that its own player asks. Other ' +
    'versions of youtube.clients or a youtube.command may help.',
  youtube_captions_silent:
    'The captions of the video have hardly a word. Better ones may come. Until then the video is ' +
    'searched by its title and notes.',
  youtube_captions_too_long:
    'The captions last much longer than the video: they belong to another one. The video is searched by ' +
    'its title and notes.',
  youtube_captions_unreadable: 'The captions of the video can\'t be read.',
  youtube_challenge:
    'YouTube tests whether a person is there before it answers this machine\'s address. Namedrop tries ' +
    'again after some hours, and not before, since every request makes a block longer. If this ' +
    'continues, use another address, for example by fetch.proxy.',
  youtube_command_failed: 'The command for captions failed[: {why}]. Try youtube.command in a terminal.',
  youtube_command_nothing:
    'The command for captions found none. The video is searched by its title and notes.',
  youtube_command_output:
    'The command for captions wrote a file that can\'t be read[: {why}]. Try youtube.command in a ' +
    'terminal.',
  youtube_consent:
    'YouTube sent its question about cookies instead of the page. It asks this of visitors from some ' +
    'countries. Use the address of the channel that has /channel/ in it, which needs no page.',
  youtube_country:
    'The video can\'t be watched in the country of this machine\'s address. It is searched by its title ' +
    'and notes.',
  youtube_feed_unreadable: 'YouTube sent a page in place of the channel\'s feed.[ {again}]',
  youtube_list_missing:
    'Neither YouTube\'s feed of this channel nor the list on its page can be read at the moment. This ' +
    'happens to channels that are alive, and passes.',
  youtube_login:
    'YouTube shows this video only to people who are signed in. It is searched by its title and notes.',
  youtube_members: 'The video is for members of the channel only. It is searched by its title and notes.',
  youtube_no_captions:
    'The video has no captions. YouTube may still make them. Until then the video is searched by its ' +
    'title and notes.',
  youtube_no_channel: 'YouTube knows no such channel or playlist. Check its address.',
  youtube_other_language:
    'The video has captions only in other languages than its own[: {languages}]. A translation is not ' +
    'what was said, so the video is searched by its title and notes.',
  youtube_other_video:
    'YouTube answered with another video than the one that was asked for, which it does to addresses ' +
    'that it blocks. Namedrop tries again after some hours, and not before, since every request makes a ' +
    'block longer. If this continues, use another address, for example by fetch.proxy.',
  youtube_paid: 'The video is for people who pay for it. It is searched by its title and notes.',
  youtube_private: 'The video is private. It is searched by its title and notes.',
  youtube_scheduled: 'The video has not been broadcast yet. Namedrop asks for its captions afterwards.',
  youtube_status:
    'YouTube refuses this video with a status that Namedrop doesn\'t know[: {status}]. It is searched ' +
    'by its title and notes.',
  youtube_token:
    'YouTube sends these captions only to players that prove what they are. Other versions of ' +
    'youtube.clients or a youtube.command may help.',
  youtube_too_many:
    'YouTube says that this machine\'s address sends too many requests. Namedrop tries again after some ' +
    'hours, and not before, since every request makes a block longer. If this continues, use another ' +
    'address, for example by fetch.proxy.',
  youtube_unavailable: 'The video is not available: it was deleted, or its address is wrong.',
  youtube_unplayable: 'YouTube doesn\'t play this video to programs. It is searched by its title and notes.',
  youtube_unreadable: 'YouTube sent an answer that can\'t be read. Its interface may have changed.[ {again}]',
  youtube_wrong_captions: 'YouTube named the captions of another video.',
  twin_without_captions:
    'The episode\'s video has no captions yet. They are used once they are there. Until then the episode ' +
    'is searched by its title and notes.',
  twin_none:
    'No video of this episode was found on the show\'s channel. It is searched by its title and notes.',
  linkedin_wall:
    'LinkedIn doesn\'t show this post to programs. Paste the text of the post, with its author and ' +
    'date, beside its address.',
  post_absent:
    '{host} shows no public post at this address. It may have been deleted, or be for followers ' +
    'only. Its text can be pasted.',
  web_barrier:
    '{host} shows programs a barrier in place of the page. It wants proof of a person, or consent. ' +
    'Look for a feed of the site instead.',
  web_is_feed: 'This address of {host} is that of a feed. Add it as a podcast or feed.',
  web_login:
    '{host} shows this page to people who have signed in. Namedrop doesn\'t sign in to web sites. ' +
    'Look for a feed for members instead.',
  web_no_page: 'There is no web page at this address of {host}. Only pages with text can be read.',
  web_no_text:
    'The page at {host} has no text. It may be made by a program in the browser, which Namedrop ' +
    'doesn\'t run. Look for a feed of the site instead.',
  web_redirects:
    '{host} redirects in a circle. Open the address in a browser and use the one it ends at, if any.',
  hub_denied: '{host} doesn\'t tell when this feed changes. Namedrop reads the feed at its usual times.',
  mailbox_away: 'The mail server {host} doesn\'t answer. Namedrop tries again automatically.',
  mailbox_certificate:
    'The certificate of the mail server {host} is not valid for it. Check the name of the server.',
  mailbox_login:
    '{host} refuses the user or the password of this mailbox. Add the source again with the' +
    ' right password. Some services need a password for apps.',
  mailbox_no_folder:
    'The mailbox has no such folder. Check its name: folders in folders are written with ' +
    'the server\'s separator, as in INBOX/Alerts.',
  mailbox_private: '{host} is at a private address. Allow it with fetch.allow_private in the configuration.',
  mailbox_slow: 'The mail server {host} takes too long to answer. Namedrop tries again automatically.',
  mailbox_unreadable: 'The mailbox has no server.',
  message_other_sender:
    'The message is not from a sender of this source. Check the senders in the settings of ' +
    'the source.',
  message_unreadable:
    'That is not an e-mail. Send the whole message with its headers, or a text as ' +
    'text/plain or text/html.',
  podping_away:
    'The Hive node {host} doesn\'t answer. Namedrop asks another node. Podcasts are read at ' +
    'their usual times meanwhile.',
  podping_unreadable:
    '{host} sent an answer that is not that of a Hive node. Namedrop asks another node. ' +
    'Podcasts are read at their usual times meanwhile.',
  webmention_no_link: 'The page doesn\'t link to one of your domains.',
  webmention_own_page: 'The source is a page of ours.',
};
