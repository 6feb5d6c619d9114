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
  gzip_cut_short: 'Het gecomprimeerde bestand brak af; wat ervoor kwam, is gelezen.',
  gzip_too_large: 'Het gecomprimeerde bestand bevat meer dan {limit_mb} MB; het begin is gelezen.',
  gzip_unannounced: 'Het bestand was met gzip gecomprimeerd zonder dat dat erbij stond.',
  items_empty: 'Items zonder inhoud, die zijn weggelaten: {n}.',
  items_share_ids:
    'Id\'s die verschillende items delen: {n}. Deze items worden op adres en titel onderscheiden.',
  items_twice: 'Items die er dubbel in stonden: {n}.',
  items_undated: 'Items zonder datum: {n}. Daarvoor geldt het moment waarop ze voor het eerst gelezen zijn.',
  items_unreadable: 'Items die onleesbaar waren: {n}.',
  move_goes_on: 'De feed daar noemt weer een ander adres.',
  move_lists_nothing: 'In de feed daar staan geen items.',
  posts_missing: 'Berichten na {at} ontbreken: de server had ze niet meer.',
  transcript_cut_short: 'Het transcript brak af; de volledige stukken zijn gelezen.',
  transcript_times_unreadable:
    'Sommige tijden in het transcript zijn onleesbaar; de woorden zijn zonder tijd bewaard.',
  transcript_too_long: 'Het transcript is te lang; het begin is gelezen.',
  utf16_unannounced: 'Het bestand was UTF-16 of UTF-32 zonder dat dat erbij stond.',
  visits_days_imported:
    'Dagen vanaf {day} die in Plausible zijn geïmporteerd en geen uren hebben: {n}. Ze zijn als dagen ' +
    'bewaard.',
  visits_hour_once:
    'Het uur {hour} op {day} kwam in {zone} twee keer voor, omdat de zomertijd eindigde, maar sommige ' +
    'rijen ervan staan maar één keer in het bestand. Ze zijn bij het eerste van de twee uren geteld.',
  visits_none_yet: 'Plausible heeft nog geen cijfers voor deze dagen; ze worden opnieuw gelezen.',
};
