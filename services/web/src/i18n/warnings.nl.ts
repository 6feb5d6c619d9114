import type * as en from './warnings.en';

export const warnings: typeof en.warnings = {
  bytes_invalid:
    'Sommige bytes zijn ongeldig in de codering van het bestand; ze zijn gelezen als windows-1252.',
  dates_in_future:
    'Datums in de toekomst: {n}. Tot die dag geldt het moment waarop ze voor het eerst gelezen zijn.',
  encoding_wrong: 'Het bestand heeft een andere codering dan het opgeeft; het is gelezen als windows-1252.',
  events_unreadable: 'Gebeurtenissen die onleesbaar waren en zijn overgeslagen: {n}.',
  feed_beginning_read: 'De feed is groter dan {limit_mb} MB; het begin is gelezen.',
  feed_characters_removed: 'De feed had tekens die in XML niet mogen; die zijn verwijderd.',
  feed_cut_short: 'De feed brak af; wat al binnen was, is gelezen.',
  feed_damaged: 'De feed is beschadigd; de items die volledig zijn, zijn gelezen.',
  feed_end_unread:
    'De feed is groter dan {limit_mb} MB en de nieuwste items staan achteraan. Die konden niet worden ' +
    'gelezen: vraag de uitgever om een kortere feed.',
  feed_ends_read: 'De feed is groter dan {limit_mb} MB; het begin en het einde zijn gelezen.',
  feed_lists_nothing: 'Er staan geen items in de feed.',
  feed_move_failed:
    'Volgens de feed is hij verhuisd naar {host}, maar dat adres is nog niet te gebruiken. De feed wordt ' +
    'nog op dit adres gelezen.[ {why}]',
  feed_moved_to_known:
    'De feed is verhuisd naar een adres dat een andere bron al leest; je kunt een van de twee ' +
    'verwijderen.',
  feed_pages_unread: 'De feed heeft nog meer pagina\'s, die niet konden worden gelezen.[ {why}]',
  feed_text_before: 'Er stond andere tekst voor de feed.',
  feed_too_many_elements: 'De feed heeft te veel elementen; het begin is gelezen.',
  feed_too_many_items: 'Er staan {listed} items in de feed; de nieuwste {n} zijn gelezen.',
  form_request_empty:
    'Een verzoek bevatte geen antwoord, e-mailadres of notitie. Controleer de namen van de velden.',
  gzip_cut_short: 'Het gecomprimeerde bestand brak af; wat ervoor kwam, is gelezen.',
  gzip_too_large: 'Het gecomprimeerde bestand bevat meer dan {limit_mb} MB; het begin is gelezen.',
  gzip_unannounced: 'Het bestand was met gzip gecomprimeerd zonder dat dat erbij stond.',
  hubspot_options_unreadable:
    'De opties van de eigenschap {property} zijn onleesbaar: gekozen antwoorden staan er met hun interne ' +
    'namen.',
  hubspot_write_forbidden: 
    'Welke vermelding contacten bedoelen wordt niet geschreven: het token mag contacten niet wijzigen. ' +
    'Geef de app de scope crm.objects.contacts.write.',
  hubspot_write_later: 
    'Welke vermelding contacten bedoelen kon nu niet geschreven worden. Bij de volgende keer lezen ' +
    'wordt het weer geprobeerd.',
  hubspot_write_refused: 
    'Welke vermelding contacten bedoelen wordt niet geschreven: HubSpot neemt de eigenschap ' +
    '{property} niet aan. Maak er een teksteigenschap van contacten van.',
  items_empty: 'Items zonder inhoud, die zijn weggelaten: {n}.',
  items_share_ids:
    'Id\'s die verschillende items delen: {n}. Deze items worden op adres en titel onderscheiden.',
  items_twice: 'Items die er dubbel in stonden: {n}.',
  items_undated: 'Items zonder datum: {n}. Daarvoor geldt het moment waarop ze voor het eerst gelezen zijn.',
  items_unreadable: 'Items die onleesbaar waren: {n}.',
  lead_rows_twice:
    'Rijen van een lead waarvan al een eerdere rij in het bestand staat: {n}; de laatste is regel {line}. ' +
    'Zulke leads zijn zoals in hun laatste rij.',
  lead_text_cut: 'Een antwoord of notitie is ingekort, omdat die te lang is.',
  lead_texts_cut: 'Leads waarvan het antwoord of de notitie is ingekort, omdat die te lang is: {n}.',
  move_goes_on: 'De feed daar noemt weer een ander adres.',
  move_lists_nothing: 'In de feed daar staan geen items.',
  posts_left_out:
    'Berichten die X niet heel stuurde en die zijn weggelaten: {n}.',
  posts_missing: 'Berichten na {at} ontbreken: de server had ze niet meer.',
  posts_skipped:
    'Er waren meer nieuwe berichten dan er terug te lezen zijn: die van {from} tot {to} ontbreken.',
  transcript_cut_short: 'Het transcript brak af; de volledige stukken zijn gelezen.',
  transcript_times_unreadable:
    'Sommige tijden in het transcript zijn onleesbaar; de woorden zijn zonder tijd bewaard.',
  transcript_too_long: 'Het transcript is te lang; het begin is gelezen.',
  typeform_unanswered: 'Een reactie zegt niet hoe iemand je kent. Geef de vraag op met haar referentie.',
  utf16_unannounced: 'Het bestand was UTF-16 of UTF-32 zonder dat dat erbij stond.',
  visits_days_imported:
    'Dagen vanaf {day} die in Plausible zijn geïmporteerd en geen uren hebben: {n}. Ze zijn als dagen ' +
    'bewaard.',
  visits_hour_once:
    'Het uur {hour} op {day} kwam in {zone} twee keer voor, omdat de zomertijd eindigde, maar sommige ' +
    'rijen ervan staan maar één keer in het bestand. Ze zijn bij het eerste van de twee uren geteld.',
  visits_none_yet: '{system} heeft nog geen cijfers voor deze dagen; ze worden opnieuw gelezen.',
  visits_hours_merged:
    '{system} telt de twee uren die op {day} allebei {hour} heetten als één, omdat de zomertijd ' +
    'eindigde. Ze zijn bij het eerste bewaard; het tweede is onbekend.',
  ga4_numbers_withheld:
    'Google Analytics houdt kleine aantallen van de dagen vanaf {day} achter. Uren die ontbreken, zijn ' +
    'onbekend en niet nul.',
  ga4_row_without_hour:
    'Google Analytics heeft een deel van de dagen vanaf {day} in een rij zonder uur gezet. Dat deel is ' +
    'weggelaten.',
  ga4_numbers_estimated:
    'Google Analytics heeft de cijfers van de dagen vanaf {day} geschat uit een steekproef.',
  matomo_channels_missing:
    'Matomo heeft niet van alle bezoeken vanaf {day} het kanaal geteld. De rest is zonder kanaal ' +
    'bewaard; blijft dat zo, dan archiveert Matomo geen segmenten.',
  matomo_days_unknown: 'Dagen vanaf {day} waarvoor Matomo geen cijfers heeft en die dus onbekend zijn: {n}.',
  matomo_hours_unfit: 'De uren van Matomo passen niet bij deze tijdzone; bezoeken zijn per dag bewaard.',
  log_fetches_many_pages:
    'Verzoeken waarvan de pagina\'s niet apart geteld zijn, omdat het er te veel zijn: {n}.',
  log_fetches_scattered:
    'Verzoeken die zich {names} noemen, maar van overal op internet komen: {n}. Ze tellen niet ' +
    'als gedeelde links.',
  log_fetches_unlisted:
    'Verzoeken die zich {names} noemen, maar van andere adressen komen dan die publiceren: {n}. ' +
    'Ze tellen niet als gedeelde links.',
  log_lines_unreadable:
    'Regels die onleesbaar waren en zijn weggelaten: {n} van {lines}. De eerste is regel {line}.',
  log_lines_undated: 'Regels uit de toekomst of zonder tijd, die zijn weggelaten: {n}.',
  log_other_hosts: 'Paginaweergaven van andere hosts, die zijn weggelaten: {n}.',
  log_no_agents:
    'Dit log bevat geen user agents: programma\'s tellen als bezoekers en het kanaal is onbekend.',
  log_no_hosts:
    'Dit log bevat geen hostnamen en er zijn geen hosts ingevuld: wie na een pauze verder leest, telt als ' +
    'een bezoeker die van een andere site komt.',
  log_private_addresses:
    'Paginaweergaven vanaf adressen van een intern netwerk: {n} van {views}. Is dat een proxy, laat de ' +
    'server dan het adres van de bezoeker loggen.',
  x_gap:
    'X weet niet meer tot waar er gelezen was. Berichten die nu niet in de lijst staan, ontbreken.',
  youtube_feed_missing:
    'De feed van dit kanaal op YouTube is nu niet te lezen; de video\'s zijn gevonden op zijn pagina, ' +
    'waarvan de datums bij benadering zijn.',
  addresses_failed: 'Adressen die niet te lezen waren: {n}.',
  web_full: 'Er zijn meer pagina\'s dan de {n} die een bron mag hebben.',
  web_has_feed: 'De pagina noemt een feed, die sneller is en datums heeft: {address}.',
  web_refused: 'Pagina\'s die niet gelezen mogen worden: {n}.',
  addresses_dropped:
    'Adressen die niet gelezen zijn, omdat er al te veel wachten of omdat het geen adressen' +
    ' zijn: {n}.',
  message_links_left: 'Weggelaten links van berichten met meer dan 100: {n}.',
  messages_unreadable: 'Berichten die niet gelezen konden worden: {n}.',
};
