package api

import "net/http"

// A reason is one problem that the API reports: its name, the status of the answer, and the English
// sentence with its parameters in braces. The desk has its own sentence for each reason, with the
// same name and parameters, in each of its languages (services/web/src/i18n/problems.en.ts and
// problems.nl.ts). A test compares them.
type reason struct {
	name   string
	status int
	text   string
}

// reasons are all reasons.
var reasons []reason

func define(name string, status int, text string) reason {
	r := reason{name, status, text}
	reasons = append(reasons, r)
	return r
}

// Problems with any request.
var (
	noSuchAddress    = define("no_such_address", http.StatusNotFound, "There is nothing at this address; /openapi.json lists what there is.")
	wrongMethod      = define("wrong_method", http.StatusMethodNotAllowed, "This address accepts {accepted}, not {method}.")
	invalidRequest   = define("invalid_request", http.StatusUnprocessableEntity, "Invalid request.")
	tooLarge         = define("too_large", http.StatusRequestEntityTooLarge, "The request is too large.")
	unknownMediaType = define("unknown_media_type", http.StatusUnsupportedMediaType, "This media type is not supported here; most requests are application/json.")
	tooManyValues    = define("too_many_values", http.StatusUnprocessableEntity, "The address lists too many values. Ask for fewer at once.")
	repeated         = define("repeated_parameter", http.StatusUnprocessableEntity, "The parameter {name} holds one value and was given several times. Give it once.")
	badCursor        = define("bad_cursor", http.StatusUnprocessableEntity, "The cursor is not one we issued. Take it from the field next of the previous page, or leave it out to start again.")
	stale            = define("stale", http.StatusPreconditionFailed, "It was changed in the meantime. Load it again and repeat the change.")
	badETag          = define("bad_etag", http.StatusPreconditionFailed, "If-Match is not an ETag we issued. Load it again and repeat the change.")
	badDate          = define("bad_date", http.StatusUnprocessableEntity, "The date {date} can't be read. Write it as 2026-11-23.")
	badTimeZone      = define("bad_time_zone", http.StatusUnprocessableEntity, "There is no such time zone. Write it as Europe/Amsterdam.")
	emptyName        = define("empty_name", http.StatusUnprocessableEntity, "The name is empty. Enter one.")
	badSettings      = define("bad_settings", http.StatusUnprocessableEntity, "The settings can't be read as JSON.")
	hiddenPart       = define("hidden_part", http.StatusUnprocessableEntity, "Part of that address is hidden. Write the password or token itself where it says {hidden}.")
)

// Problems of the server.
var (
	internal        = define("internal", http.StatusInternalServerError, "Something went wrong on the server. Its log has details under {request}.")
	diskFull        = define("disk_full", http.StatusInsufficientStorage, "The disk is full, so nothing was changed. Free some space; Namedrop then continues by itself.")
	databaseAway    = define("database_away", http.StatusServiceUnavailable, "The database can't be reached right now. Try again in a moment; Namedrop continues by itself.")
	canceled        = define("canceled", statusClientClosed, "The request was canceled.")
	busyFiles       = define("busy_files", http.StatusServiceUnavailable, "Other large files are being received. Try again in a moment.")
	busySignIns     = define("busy_sign_ins", http.StatusServiceUnavailable, "Many people are signing in right now. Try again in a few seconds.")
	noSearchHere    = define("no_search_here", http.StatusServiceUnavailable, "This process has no search index; ask a search node.")
	tooCostly       = define("too_costly", http.StatusServiceUnavailable, "The search takes too long. Use fewer wildcards, or a shorter period.")
	noLiveEvents    = define("no_live_events", http.StatusServiceUnavailable, "Live events are not available right now.")
	tooManyLive     = define("too_many_live", http.StatusTooManyRequests, "You have as many live connections open as one person may have. Close one and try again.")
	allLiveTaken    = define("all_live_taken", http.StatusServiceUnavailable, "All live connections are in use. Try again in a moment.")
	tooManyPlaying  = define("too_many_playing", http.StatusTooManyRequests, "You have as many recordings open as one person may have. Close one and try again.")
	allPlayingTaken = define("all_playing_taken", http.StatusServiceUnavailable, "As many recordings are playing as the server can serve. Try again in a moment.")
	pausedNow       = define("paused", http.StatusConflict, "Namedrop is paused until an admin confirms the database: run namedrop resume, or press the button in the web interface.")
	notPaused       = define("not_paused", http.StatusConflict, "Namedrop is not paused.")
	reindexing      = define("reindexing", http.StatusConflict, "The search index is already being rebuilt; GET /api/v1/status shows how far it is.")
	recordingEnds   = define("recording_ends", http.StatusRequestedRangeNotSatisfiable, "The recording ends before the part you asked for.")

	recordingUnaddressed = define("recording_unaddressed", http.StatusBadGateway, "The feed gives no usable address for the recording. Open it at the publisher instead.")
	recordingRefused     = define("recording_refused", http.StatusBadGateway, "The publisher's server didn't return the recording. Open it at the publisher instead.")
	recordingOther       = define("recording_other", http.StatusBadGateway, "The publisher's server returned something other than the recording. Open it at the publisher instead.")
)

// Problems of permissions.
var (
	signInFirst      = define("sign_in", http.StatusUnauthorized, "Sign in, or send a token as Authorization: Bearer. On the machine that runs Namedrop, `namedrop open` opens the web interface, and `namedrop token setup` makes the first token.")
	tokenUnknown     = define("token_unknown", http.StatusUnauthorized, "This token is not known here. It may be mistyped, expired or revoked, or belong to another installation.")
	scopeMissing     = define("scope_missing", http.StatusForbidden, "This needs the scope {needed}; you have {held}.")
	otherSite        = define("other_site", http.StatusForbidden, "The change was requested by a page of another web site and was refused. Open Namedrop itself to make it.")
	callerUnknown    = define("caller_unknown", http.StatusServiceUnavailable, "Your account could not be looked up. Try again in a moment.")
	wrongPassword    = define("wrong_password", http.StatusUnauthorized, "The e-mail address or the password is wrong.")
	hiddenCharacters = define("hidden_characters", http.StatusUnprocessableEntity, "The address contains an invisible character. Type it instead of pasting it.")
	tooManyTries     = define("too_many_tries", http.StatusTooManyRequests, "Too many attempts. Wait {seconds} seconds and try again.")
	tooManyKeys      = define("too_many_keys", http.StatusTooManyRequests, "Too many wrong keys. Wait {seconds} seconds and try again.")
	linkElsewhere    = define("link_elsewhere", http.StatusForbidden, "The link works only where the address of the web interface is on the machine that runs Namedrop. Sign in with a password; `namedrop token setup` lets the first person in.")
	linkInvalid      = define("link_invalid", http.StatusUnauthorized, "This link is not valid, or no longer. `namedrop open` opens one that is.")
	badEmail         = define("bad_email", http.StatusUnprocessableEntity, "That is not an e-mail address.")
	personExists     = define("person_exists", http.StatusConflict, "Someone with that e-mail address already has an account.")
)

// Problems with settings of brands, sources, rules and channels.
var (
	noBrandSearch    = define("no_brand_search", http.StatusUnprocessableEntity, "Sources of the type {type} can't search for a brand.")
	brandExists      = define("brand_exists", http.StatusConflict, "There is already a brand with the id {id}. Edit that one, or choose another id.")
	brandOwnRival    = define("brand_own_rival", http.StatusUnprocessableEntity, "A brand can't compete with itself. Leave competes_with out for your own brands.")
	badBrandID       = define("bad_brand_id", http.StatusUnprocessableEntity, "The id {id} can't be part of an address. Use lower-case letters, digits and -.")
	noBrand          = define("no_brand", http.StatusUnprocessableEntity, "There is no brand {id}.")
	brandByName      = define("brand_by_name", http.StatusUnprocessableEntity, "There is no brand {id}: the id of {name} is {right}.")
	heardAsExists    = define("heard_as_exists", http.StatusConflict, "{name} already has {as} under heard as.")
	onlyHit          = define("only_hit", http.StatusConflict, "This is the mention's only hit. Dismiss the mention.")
	heardAsUnknown   = define("heard_as_not_found", http.StatusNotFound, "The brand doesn't have that under heard as; it may have been removed.")
	noSource         = define("no_source", http.StatusUnprocessableEntity, "There is no source {id}.")
	noSourceType     = define("no_source_type", http.StatusUnprocessableEntity, `There is no source type "{type}". There are: {types}.`)
	takesNoMessages  = define("source_takes_no_messages", http.StatusUnprocessableEntity, "No messages can be posted for a source of this type.")
	badAddress       = define("bad_address", http.StatusUnprocessableEntity, "That is not the web address of a feed. Paste it as your browser shows it, with https://.")
	addressIsEmail   = define("address_is_email", http.StatusUnprocessableEntity, `"{text}" is an e-mail address. Paste the web address of the show or page instead, or enter the name of the show.`)
	addressIsName    = define("address_is_name", http.StatusUnprocessableEntity, `"{text}" is not a web address. Paste the feed's address as your browser shows it, or look the show up by its name.`)
	sourceMoved      = define("source_moved", http.StatusUnprocessableEntity, "This source already exists, and its feed has moved to {host}. Add it with the user name and password in its address there.")
	sourceImported   = define("source_imported", http.StatusUnprocessableEntity, "This source was imported from a file. Import the file again.")
	twinNeedsPodcast = define("twin_needs_podcast", http.StatusUnprocessableEntity, "Only a podcast can have a YouTube channel.")
	sourcePaused     = define("source_paused", http.StatusUnprocessableEntity, "The source is paused. Resume it first.")
	sourceForgotten  = define("source_forgotten", http.StatusNotFound, "It was removed too long ago to be restored. Add it again by its address.")
	partAbsent       = define("part_absent", http.StatusNotFound, "Nothing names a file for this document's {part}, so there is nothing to fetch.")
	notOPML          = define("not_opml", http.StatusUnprocessableEntity, "This is neither OPML nor a list of addresses. Export your podcasts from your player as OPML and send that file.")
	noAccountType    = define("no_account_type", http.StatusUnprocessableEntity, "There is no type of account {type}. GET /api/v1/accounts/types lists them.")
	noAccount        = define("no_account", http.StatusUnprocessableEntity, "There is no account {id}.")
	accountNotTaken  = define("account_not_taken", http.StatusUnprocessableEntity, "A source of type {type} uses no account.")
	accountUnfit     = define("account_unfit", http.StatusUnprocessableEntity, "The account {account} is for other sources than this one.")
	accountInUse     = define("account_in_use", http.StatusConflict, `The source "{source}" uses this account. Give it another account, or remove it first.`)
	noChannel        = define("no_channel", http.StatusUnprocessableEntity, "There is no channel {id}. Create the channel first, then the rule.")
	noChannelType    = define("no_channel_type", http.StatusUnprocessableEntity, "There is no channel type {type}. There are: {types}.")
	channelKeepsType = define("channel_keeps_type", http.StatusUnprocessableEntity, "A channel keeps its type, here {type}. Add another channel for the other type.")
	channelUnsigned  = define("channel_unsigned", http.StatusUnprocessableEntity, "Messages to a channel of type {type} are not signed. To use another address, edit the channel.")
	channelInUse     = define("channel_in_use", http.StatusConflict, `The rule "{rule}" sends to this channel. Remove the channel from the rule, or delete the rule first.`)
	noVisitsType     = define("no_visits_type", http.StatusUnprocessableEntity, "There is no analytics system {type}. GET /api/v1/visits/types lists them.")
	visitsNotPolled  = define("visits_not_polled", http.StatusUnprocessableEntity, "{type} can't be read automatically. Import a file instead.")
	visitsNoFiles    = define("visits_no_files", http.StatusUnprocessableEntity, "Visits can't be imported from files of type {type}. GET /api/v1/visits/types lists the types that can.")
	visitsExist      = define("visits_exist", http.StatusConflict, "This feed already exists, as {id}. Edit that one, or delete it first.")
	visitsPushed     = define("visits_pushed", http.StatusUnprocessableEntity, "These visits are reported by the site's tag. There is nothing to fetch.")
	visitsFromFile   = define("visits_from_file", http.StatusUnprocessableEntity, "These visits came from a file. Import the file again.")
	visitsPaused     = define("visits_paused", http.StatusUnprocessableEntity, "The feed is paused. Resume it first.")
	noLeadsType      = define("no_leads_type", http.StatusUnprocessableEntity, "There is no system {type} that leads come from. GET /api/v1/leads/types lists them.")
	leadsNotPolled   = define("leads_not_polled", http.StatusUnprocessableEntity, "A source of type {type} is made by what is imported or sent. Import a file, or send leads.")
	leadsNoFiles     = define("leads_no_files", http.StatusUnprocessableEntity, "Leads can't be imported from files of type {type}. GET /api/v1/leads/types lists the types that can.")
	leadsExist       = define("leads_exist", http.StatusConflict, "This source of leads already exists, as {id}. Edit that one, or give this one another name.")
	leadsSent        = define("leads_sent", http.StatusUnprocessableEntity, "These leads are sent to Namedrop. There is nothing to fetch.")
	leadsFromFile    = define("leads_from_file", http.StatusUnprocessableEntity, "These leads came from a file. Import the file again.")
	leadsPaused      = define("leads_paused", http.StatusUnprocessableEntity, "The source of leads is paused. Resume it first.")
	leadNoMatch      = define("lead_no_match", http.StatusConflict, "Nothing was found in what this lead says yet. Say which mention or show is meant.")
	leadNoMention    = define("lead_no_mention", http.StatusUnprocessableEntity, "There is no such mention. It may have been removed.")
	leadNoShow       = define("lead_no_show", http.StatusUnprocessableEntity, "No mention is in a show of that name.")
	leadNoPerson     = define("lead_no_person", http.StatusUnprocessableEntity, "No mention has a host, guest or author of that name.")
	aliasOfOne       = define("alias_of_one", http.StatusUnprocessableEntity, "A wording means either a show or a person. Name one of them.")
	aliasGeneral     = define("alias_general", http.StatusUnprocessableEntity, "That wording could mean anything, or is longer than eight words. Leave only the words that mean this show.")
	leadsNotPushed   = define("leads_not_pushed", http.StatusUnprocessableEntity, "The leads of {name} don't come from a program. Name the site instead, and a source is made for them.")
	noLeadSource     = define("no_lead_source", http.StatusUnprocessableEntity, "There is no source of leads {id}.")
	emptySite        = define("empty_site", http.StatusUnprocessableEntity, "The site is empty. Enter a name for it.")
	siteExists       = define("site_exists", http.StatusConflict, "There is already a site {name}, as {id}. Edit that one, or choose another name.")
	siteInUse        = define("site_in_use", http.StatusConflict, `The feed "{feed}" counts this site. Delete the feed first.`)
	siteHasLeads     = define("site_has_leads", http.StatusConflict, `The leads of "{source}" are those of this site. Delete that source of leads first.`)
	noSite           = define("no_site", http.StatusUnprocessableEntity, "There is no site {id}.")
	notOfSite        = define("not_of_site", http.StatusUnprocessableEntity, "The feed {feed} does not count this site.")
	badDomain        = define("bad_domain", http.StatusUnprocessableEntity, "{domain} is not a domain. Write it as acme.example.")
	noHolidays       = define("no_holidays", http.StatusUnprocessableEntity, "The public holidays of {country} are not known. Those of these countries are: {countries}.")
	daysReversed     = define("days_reversed", http.StatusUnprocessableEntity, "The last day, {to}, is before the first one, {from}.")
	badMonth         = define("bad_month", http.StatusUnprocessableEntity, "The month {month} can't be read. Write it as 2026-11.")
	seriesNoSite     = define("series_no_site", http.StatusNotFound, "There is no site yet. Add one, or import visits.")
	seriesTooLong    = define("series_too_long", http.StatusUnprocessableEntity, "That is more than {most} points. Ask for a shorter time, or for days or weeks.")
	badMapping       = define("bad_mapping", http.StatusUnprocessableEntity, "The mapping is not JSON as the preview returns it.")
	fileTooLarge     = define("file_too_large", http.StatusRequestEntityTooLarge, "The file is too large. Import it in parts.")
	publicOff        = define("public_off", http.StatusConflict, "Shared reports are read on the public side, which is off. Set public.listen, and public.url to its address on the internet, in the configuration, and start Namedrop again.")
	shareExpires     = define("share_expires", http.StatusUnprocessableEntity, "A link expires between now and a year from now. Give either a number of days or a time.")
	tooManyShares    = define("too_many_shares", http.StatusConflict, "This report has as many links as it may have. Revoke one first.")
	linksOff         = define("links_off", http.StatusConflict, "Short links are served on the public side, which is off. Set public.listen, and public.url to its address on the internet, in the configuration, and restart.")
	slugForm         = define("slug_form", http.StatusUnprocessableEntity, "A slug has 2 to 60 letters a to z, digits and single hyphens, such as late-shift-12.")
	slugLetters      = define("slug_letters", http.StatusUnprocessableEntity, "The slug has the letter {letter}, which is not one of a to z. Some such letters look like one and lead somewhere else.")
	slugReserved     = define("slug_reserved", http.StatusUnprocessableEntity, "The slug {slug} looks like a part of the site. Choose another.")
	slugTaken        = define("slug_taken", http.StatusConflict, "There is already a link {slug}, which reads like this one. Choose another slug.")
	targetForm       = define("target_form", http.StatusUnprocessableEntity, "That is not a web address that a link can lead to. Paste it as your browser shows it, with https://.")
	targetLogin      = define("target_login", http.StatusUnprocessableEntity, "The address has a user name or password in it, and everybody who follows the link would see them. Leave them out.")
	targetOwn        = define("target_own", http.StatusUnprocessableEntity, "The address is a short link of Namedrop itself. Enter where that one leads.")
	linkForBoth      = define("link_for_both", http.StatusUnprocessableEntity, "A link is made for a mention or for a source, not for both.")
	tooManyLinks     = define("too_many_links", http.StatusConflict, "There are as many links as there may be. Delete some first.")
	clicksTooLong    = define("clicks_too_long", http.StatusUnprocessableEntity, "That time is too long. Ask for days, or for a year of hours.")
	importUnreadable = define("import_unreadable", http.StatusUnprocessableEntity, "None of the lines could be read. Line {line}: {why}")
)

// Why a mention has no report.
var (
	reportNoSite      = define("report_no_site", http.StatusNotFound, "No visits are counted yet. Import them, or add a feed of visits; the report then follows.")
	reportNoVisits    = define("report_no_visits", http.StatusNotFound, "No visits to {site} are counted yet. The report follows when they are.")
	reportNotOwn      = define("report_not_own", http.StatusNotFound, "No site's visits depend on mentions of {brand}. Name it in a site, if one should.")
	reportNotMaterial = define("report_not_material", http.StatusNotFound, "Posts and passing mentions get no report by themselves. Ask for one, and it is made.")
	reportUnsure      = define("report_unsure", http.StatusNotFound, "Unsure mentions get no report.")
	reportDismissed   = define("report_dismissed", http.StatusNotFound, "This mention was dismissed or removed, so it has no report.")
	reportPending     = define("report_pending", http.StatusNotFound, "The report is being made. Try again in a moment.")
)

// What is missing if the ledger doesn't have what an address names, by the prefix of the route.
var absent = map[string]reason{
	"/accounts/":      define("account_not_found", http.StatusNotFound, "This account doesn't exist. It may have been deleted."),
	"/annotations/":   define("annotation_not_found", http.StatusNotFound, "This annotation doesn't exist. It may have been deleted."),
	"/brands/":        define("brand_not_found", http.StatusNotFound, "This brand doesn't exist. It may have been deleted."),
	"/channels/":      define("channel_not_found", http.StatusNotFound, "This channel doesn't exist. It may have been deleted."),
	"/dead-letters/":  define("dead_letter_not_found", http.StatusNotFound, "This dead letter doesn't exist. It may have been retried or discarded."),
	"/deliveries/":    define("delivery_not_found", http.StatusNotFound, "This delivery doesn't exist. It may have been deleted."),
	"/documents/":     define("document_not_found", http.StatusNotFound, "This document doesn't exist. It may have been deleted."),
	"/imports/":       define("import_not_found", http.StatusNotFound, "This import doesn't exist. It may have been deleted."),
	"/leads/":         define("lead_not_found", http.StatusNotFound, "This lead doesn't exist. It may have been erased."),
	"/leads/sources/": define("lead_source_not_found", http.StatusNotFound, "This source of leads doesn't exist. It may have been deleted."),
	"/links/":         define("link_not_found", http.StatusNotFound, "This link doesn't exist. It may have been deleted."),
	"/mentions/":      define("mention_not_found", http.StatusNotFound, "This mention doesn't exist. It may have been removed."),
	"/objections/":    define("objection_not_found", http.StatusNotFound, "This objection doesn't exist. It may have been ended."),
	"/quarantine/":    define("quarantine_not_found", http.StatusNotFound, "This document is not quarantined. It may have been released."),
	"/reports/":       define("report_not_found", http.StatusNotFound, "This report doesn't exist. Its mention may have been dismissed or removed."),
	"/rescans/":       define("rescan_not_found", http.StatusNotFound, "This rescan doesn't exist. It may have been deleted."),
	"/rules/":         define("rule_not_found", http.StatusNotFound, "This rule doesn't exist. It may have been deleted."),
	"/shares/":        define("share_not_found", http.StatusNotFound, "This link doesn't exist. It may have expired or been revoked."),
	"/sites/":         define("site_not_found", http.StatusNotFound, "This site doesn't exist. It may have been deleted."),
	"/sources/":       define("source_not_found", http.StatusNotFound, "This source doesn't exist. It may have been removed."),
	"/tokens/":        define("token_not_found", http.StatusNotFound, "This token doesn't exist. It may have been revoked."),
	"/users/":         define("person_not_found", http.StatusNotFound, "This person has no account. It may have been removed."),
	"/visits/feeds/":  define("visits_not_found", http.StatusNotFound, "This feed doesn't exist. It may have been deleted."),
}
