import type * as en from './problems.en';

export const problems: typeof en.problems = {
  account_in_use:
    'De bron "{source}" gebruikt dit account. Geef haar een ander account, of verwijder haar eerst.',
  account_not_found:
    'Dit account bestaat niet. Misschien is het verwijderd.',
  account_not_taken:
    'Een bron van het type {type} gebruikt geen account.',
  account_unfit:
    'Het account {account} is voor andere bronnen dan deze.',
  address_is_email:
    '“{text}” is een e-mailadres. Plak het webadres van de show of pagina, of vul de naam van de show in.',
  address_is_name:
    '"{text}" is geen webadres. Plak het adres van de feed zoals je browser het toont, of zoek de show op ' +
    'naam.',
  alias_general:
    'Die woorden kunnen van alles betekenen, of het zijn er meer dan acht. Laat alleen de woorden ' +
    'staan waarmee deze show bedoeld is.',
  alias_of_one: 'Woorden bedoelen een show of een persoon. Noem een van beide.',
  all_live_taken: 'Alle live-verbindingen zijn in gebruik. Probeer het zo opnieuw.',
  all_playing_taken: 'Er worden al zoveel opnamen afgespeeld als de server aankan. Probeer het zo opnieuw.',
  annotation_not_found: 'Deze notitie bestaat niet. Misschien is die verwijderd.',
  bad_address: 'Dat is niet het webadres van een feed. Plak het zoals je browser het toont, met https://.',
  bad_brand_id: 'De id {id} kan niet in een adres staan. Gebruik kleine letters, cijfers en -.',
  bad_cursor: 'De lijst kan vanaf hier niet verder. Laad de pagina opnieuw.',
  bad_date: 'De datum {date} is onleesbaar. Schrijf hem als 2026-11-23.',
  bad_domain: '{domain} is geen domein. Schrijf het als acme.example.',
  bad_email: 'Dat is geen e-mailadres.',
  bad_etag: 'De pagina is verouderd. Laad haar opnieuw en doe je wijziging nog eens.',
  bad_mapping: 'De kolomindeling is onleesbaar.',
  bad_month: 'De maand {month} is onleesbaar. Schrijf die als 2026-11.',
  bad_settings: 'De instellingen zijn onleesbaar.',
  bad_time_zone: 'Deze tijdzone bestaat niet. Schrijf hem als Europe/Amsterdam.',
  bluesky_handle:
    'Dat is geen gebruikersnaam van Bluesky. Hij ziet eruit als larkmeter.bsky.social.',
  brand_by_name: 'Er is geen merk {id}: de id van {name} is {right}.',
  brand_exists: 'Er is al een merk met de id {id}. Bewerk dat merk of kies een andere id.',
  brand_not_found: 'Dit merk bestaat niet. Misschien is het verwijderd.',
  brand_one_letter:
    '“{text}” is één letter en zou overal gevonden worden. Vul een langere naam in, of een andere naam ' +
    'van het merk.',
  brand_own_rival: 'Een merk kan niet zijn eigen concurrent zijn.',
  brand_text_empty: '{name} mag niet leeg zijn.',
  brand_text_too_long: '“{text}” is langer dan {max} tekens.',
  brand_text_unreadable: '{name}: de tekst is onleesbaar.',
  brand_text_wordless: '“{text}” heeft geen letter of cijfer en is dus niet te vinden in spraak of tekst.',
  brand_too_many_names: 'Een merk mag hoogstens {max} namen, accountnamen en domeinen samen hebben.',
  brand_too_many_words:
    'Een merk mag hoogstens {max} contextwoorden hebben, en evenveel uitgesloten woorden.',
  busy_files: 'Er worden al andere grote bestanden ontvangen. Probeer het zo opnieuw.',
  busy_sign_ins: 'Er loggen nu veel mensen in. Probeer het over een paar seconden opnieuw.',
  caller_unknown: 'Je account kon niet worden opgezocht. Probeer het zo opnieuw.',
  canceled: 'Het verzoek is geannuleerd.',
  channel_in_use:
    'De regel "{rule}" stuurt naar dit kanaal. Haal het kanaal uit de regel of verwijder eerst de regel.',
  channel_keeps_type:
    'Een kanaal houdt zijn type, hier {type}. Voeg voor het andere type een nieuw kanaal toe.',
  channel_not_found: 'Dit kanaal bestaat niet. Misschien is het verwijderd.',
  channel_unsigned:
    'Berichten aan een kanaal van het type {type} worden niet ondertekend. Bewerk het kanaal om een ander ' +
    'adres te gebruiken.',
  clicks_too_long: 'Die periode is te lang. Vraag om dagen, of om een jaar aan uren.',
  database_away: 'De database is nu niet bereikbaar. Probeer het zo opnieuw; Namedrop gaat vanzelf verder.',
  days_reversed: 'De laatste dag, {to}, ligt vóór de eerste, {from}.',
  delivery_not_found: 'Deze bezorging bestaat niet. Misschien is die verwijderd.',
  disk_full:
    'De schijf is vol, dus er is niets gewijzigd. Maak ruimte vrij; Namedrop gaat daarna vanzelf verder.',
  document_not_found:
    'Deze aflevering, dit bericht of deze pagina bestaat niet. Misschien is die verwijderd.',
  empty_name: 'De naam is leeg. Vul er een in.',
  empty_site: 'De site is leeg. Vul er een naam voor in.',
  field_is_secret: '{field} is een sleutel en kan geen instelling zijn.',
  field_missing: '{field} ontbreekt.',
  field_not_boolean: '{field} moet true of false zijn.',
  field_not_choice: '{field} moet een van deze zijn: {values}.',
  field_not_integer: '{field} moet een geheel getal zijn.',
  field_not_number: '{field} moet een getal zijn.',
  field_not_text: '{field} moet tekst zijn.',
  field_not_url: '{field} is geen webadres.[ Schrijf het als {example}.]',
  field_one_value: '{field} mag maar één waarde hebben.',
  field_too_long: '{field} mag hoogstens {max} tekens hebben.',
  file_too_large: 'Het bestand is te groot. Importeer het in delen.',
  ga4_property:
    'Vul het nummer van de property in, zoals 123456789, niet de metings-id die met G- begint.',
  heard_as_everyday:
    '“{text}” is een alledaags woord en zou overal gevonden worden. Bevestig zulke vermeldingen of wijs ' +
    'ze af, een voor een.',
  heard_as_exists: 'Bij {name} staat {as} al onder "verstaan als".',
  heard_as_not_found: 'Dat staat bij dit merk niet onder "verstaan als". Misschien is het verwijderd.',
  hidden_characters: 'Het adres bevat een onzichtbaar teken. Typ het zelf in plaats van het te plakken.',
  hidden_part:
    'Een deel van dat adres is verborgen. Vul het echte wachtwoord of token in waar {hidden} staat.',
  import_not_found: 'Deze import bestaat niet. Misschien is die verwijderd.',
  import_unreadable: 'Geen van de regels is leesbaar. Regel {line}: {why}',
  internal: 'Er ging iets mis op de server. In het logboek staan details onder {request}.',
  invalid_request: 'Ongeldig verzoek.',
  lead_in_future: 'De tijd ligt in de toekomst.',
  lead_key_address: 'De sleutel is wat de lead in jouw systeem aanduidt, en nooit een adres van een persoon.',
  lead_no_match:
    'In wat deze lead zegt is nog niets gevonden. Kies welke vermelding of show bedoeld is.',
  lead_no_mention:
    'Die vermelding is er niet. Misschien is ze verwijderd.',
  lead_no_person: 'Geen vermelding heeft een presentator, gast of auteur met die naam.',
  lead_no_show:
    'Er is geen vermelding in een show met die naam.',
  lead_not_found: 'Deze lead bestaat niet. Misschien is die gewist.',
  lead_source_not_found: 'Deze bron van leads bestaat niet. Misschien is die verwijderd.',
  lead_too_old: 'De tijd ligt voor het jaar 2000.',
  lead_value: 'De waarde is geen getal.',
  leads_exist: 'Deze bron van leads bestaat al, als {id}. Bewerk die of kies een andere naam.',
  leads_from_file: 'Deze leads komen uit een bestand. Importeer het bestand opnieuw.',
  leads_no_files: 'Uit bestanden van het type {type} kunnen geen leads worden geïmporteerd.',
  leads_not_polled: 'Een bron van het type {type} ontstaat door wat je importeert of verstuurt.',
  leads_not_pushed: 'De leads van {name} komen niet van een programma.',
  leads_paused: 'De bron van leads is gepauzeerd. Hervat hem eerst.',
  leads_sent: 'Deze leads worden naar Namedrop gestuurd. Er is niets op te halen.',
  link_elsewhere: 'Een link werkt alleen op de computer waar Namedrop draait. Log in met een wachtwoord.',
  link_for_both: 'Een link is voor een vermelding of voor een bron, niet voor allebei.',
  link_invalid: 'Deze link is ongeldig of verlopen.',
  link_not_found: 'Deze link bestaat niet. Misschien is die verwijderd.',
  links_off: 'Korte links staan op de publieke kant, en die staat uit. Stel public.listen en public.url in.',
  mastodon_search_token:
    'Mastodon-servers zoeken alleen voor mensen met een account: voor een zoekopdracht is een ' +
    'toegangstoken nodig.',
  mastodon_server:
    'Dat is niet het adres van een server. Het ziet eruit als https://mastodon.example.',
  matomo_address:
    'Vul alleen het adres van Matomo in, zoals https://matomo.example, zonder index.php en zonder token ' +
    'erin.',
  matomo_site: 'Vul het nummer van de site in Matomo in, zoals 1.',
  mention_not_found: 'Deze vermelding bestaat niet. Misschien is die verwijderd.',
  no_account:
    'Er is geen account {id}.',
  no_account_type:
    'Er is geen type account {type}.',
  no_brand_search: 'Bronnen van het type {type} kunnen niet naar een merk zoeken.',
  no_holidays: 'De feestdagen van {country} zijn niet bekend. Die van deze landen wel: {countries}.',
  no_lead_source: 'Er is geen bron van leads {id}.',
  no_leads_type: 'Er is geen systeem {type} waar leads uit komen.',
  no_site: 'Er is geen site {id}.',
  not_of_site: 'De feed {feed} telt deze site niet.',
  objection_not_found: 'Dit bezwaar bestaat niet. Misschien is het ingetrokken.',
  only_hit: 'Dit is de enige treffer van de vermelding. Wijs de vermelding af.',
  no_brand: 'Er is geen merk {id}.',
  no_channel: 'Er is geen kanaal {id}. Maak eerst het kanaal en dan de regel.',
  no_channel_type: 'Er is geen type kanaal {type}. Wel: {types}.',
  no_live_events: 'Live-updates zijn nu niet beschikbaar.',
  no_search_here: 'Deze server heeft geen zoekindex. Zoek op een andere.',
  no_secret: 'Er is geen sleutel “{name}”. Wel: {names}.',
  no_setting: 'Er is geen instelling "{name}". Wel: {names}.',
  no_source: 'Er is geen bron {id}.',
  no_source_type: 'Er is geen type bron "{type}". Wel: {types}.',
  no_such_address: 'Op dit adres staat niets.',
  no_visits_type: 'Er is geen statistieksysteem {type}.',
  not_opml:
    'Dit is geen OPML en ook geen lijst met adressen. Exporteer je podcasts vanuit je speler als OPML en ' +
    'kies dat bestand.',
  not_paused: 'Namedrop is niet gepauzeerd.',
  other_site:
    'Een pagina van een andere website vroeg om deze wijziging. Die is geweigerd. Open Namedrop zelf om ' +
    'haar te maken.',
  part_absent: 'De uitgever biedt hiervoor geen bestand aan; er valt dus niets op te halen.',
  paused: 'Namedrop is gepauzeerd totdat een beheerder de database bevestigt.',
  person_exists: 'Er is al een account met dat e-mailadres.',
  person_not_found: 'Deze persoon heeft geen account. Misschien is het verwijderd.',
  form_origin: 'Schrijf elke site als https://shop.example, zonder pad.',
  form_secret:
    'Vul de sleutel in: een token van minstens 16 tekens, of een ondertekeningssleutel die met whsec_ ' +
    'begint.',
  hubspot_address: 'Vul alleen het adres van de API in, zonder token of zoekopdracht.',
  hubspot_property:
    'Vul de interne naam van de eigenschap in, met kleine letters, cijfers en _. HubSpot toont die in de ' +
    'details van de eigenschap.',
  hubspot_write_to: 'Wat in deze eigenschap staat zou verloren gaan. Maak er een teksteigenschap voor.',
  posts_address: '{type} is niet te lezen op dit adres. Het moet eruitzien als {example}.',
  site_has_leads: 'De leads van "{source}" zijn die van deze site. Verwijder eerst die bron van leads.',
  slug_form:
    'Een korte naam heeft 2 tot 60 letters a tot z, cijfers en losse streepjes, zoals late-shift-12.',
  slug_letters:
    'De korte naam heeft de letter {letter}, die niet a tot z is. Sommige van zulke letters ' +
    'lijken er wel op en leiden ergens anders heen.',
  slug_reserved: 'De korte naam {slug} lijkt een deel van de site. Kies een andere.',
  slug_taken: 'Er is al een link {slug}, die net zo leest. Kies een andere korte naam.',
  target_form:
    'Dat is geen webadres waar een link heen kan leiden. Plak het zoals je browser het toont, ' +
    'met https://.',
  target_login:
    'In het adres staat een gebruikersnaam of wachtwoord, en iedereen die de link volgt zou ' +
    'die zien. Laat ze weg.',
  target_own: 'Het adres is zelf een korte link van Namedrop. Vul in waar die heen leidt.',
  too_many_links: 'Er zijn zoveel links als er mogen zijn. Verwijder er eerst een paar.',
  typeform_secret: 'Vul een sleutel van minstens 16 tekens in.',
  plausible_address:
    'Vul alleen het adres van de Plausible-server in, zoals https://plausible.example, zonder sleutel of ' +
    'zoekopdracht.',
  plausible_site: 'Vul de naam van de site in Plausible in, zoals shop.example, niet het adres.',
  plausible_zone: 'Vul de tijdzone in die de site in Plausible heeft, zoals Europe/Amsterdam.',
  dead_letter_not_found:
    'Dit interne bericht bestaat niet. Misschien is het opnieuw geprobeerd of verwijderd.',
  quarantine_not_found: 'Dit staat niet in quarantaine. Misschien is het vrijgegeven.',
  public_off:
    'Gedeelde rapporten staan op de publieke kant, die uit is. Stel public.listen en public.url in.',
  recording_ends: 'De opname houdt eerder op dan het gevraagde deel.',
  recording_other:
    'De server van de uitgever stuurde iets anders dan de opname. Open de opname bij de uitgever.',
  recording_refused: 'De server van de uitgever gaf de opname niet. Open de opname bij de uitgever.',
  recording_unaddressed: 'De feed geeft geen bruikbaar adres voor de opname. Open de opname bij de uitgever.',
  reindexing: 'De zoekindex wordt al opnieuw opgebouwd.',
  repeated_parameter: '{name} mag maar één keer in het adres staan.',
  report_dismissed: 'Deze vermelding is afgewezen of verdwenen en heeft daarom geen rapport.',
  report_no_site:
    'Er worden nog geen bezoeken geteld. Importeer ze of voeg een feed met bezoeken toe; het rapport ' +
    'volgt dan.',
  report_no_visits: 'Er worden nog geen bezoeken aan {site} geteld. Het rapport volgt zodra dat gebeurt.',
  report_not_found: 'Dit rapport bestaat niet. Misschien is de vermelding afgewezen of verdwenen.',
  report_not_material:
    'Berichten en terloopse vermeldingen krijgen niet vanzelf een rapport. Vraag erom, dan komt het er.',
  report_not_own:
    'Van geen enkele site hangen de bezoeken af van vermeldingen van {brand}. Noem het merk bij een ' +
    'site als dat wel zo is.',
  report_pending: 'Het rapport wordt gemaakt. Probeer het zo opnieuw.',
  report_unsure: 'Onzekere vermeldingen krijgen geen rapport.',
  rescan_not_found: 'Deze zoekronde bestaat niet. Misschien is die verwijderd.',
  rule_not_found: 'Deze regel bestaat niet. Misschien is die verwijderd.',
  scope_missing: 'Je kunt dit bekijken, maar niet wijzigen. Vraag iemand met bewerk- of beheerrechten.',
  searchconsole_names: 'Vul een of enkele namen in, gescheiden door komma\'s.',
  searchconsole_property:
    'Vul de property in zoals Search Console hem schrijft: sc-domain:shop.example, of ' +
    'https://shop.example/ met de schuine streep aan het eind.',
  searchconsole_zone: 'Kies America/Los_Angeles: de dagen van Search Console zijn altijd in die tijdzone.',
  series_no_site: 'Er is nog geen site. Voeg er een toe, of importeer bezoeken.',
  series_too_long: 'Dat zijn meer dan {most} punten. Vraag om een kortere tijd, of om dagen of weken.',
  sign_in: 'Log in om dit te doen.',
  share_expires: 'Een link verloopt tussen nu en over een jaar.',
  share_not_found: 'Deze link bestaat niet. Hij is misschien verlopen of ingetrokken.',
  site_exists: 'Er is al een site {name}. Bewerk die, of kies een andere naam.',
  site_in_use: 'De feed "{feed}" telt deze site. Verwijder eerst de feed.',
  site_not_found: 'Deze site bestaat niet. Misschien is die verwijderd.',
  slack_incomplete:
    'De webhook-URL is onvolledig. Kopieer de hele URL, https://hooks.slack.com/services/T…/B…/…',
  slack_not_https: 'De webhook-URL moet met https:// beginnen.',
  slack_not_url: 'De webhook-URL moet een webadres zijn, zoals https://hooks.slack.com/services/…',
  slack_page:
    'Dat is een pagina in Slack. Vul de URL van een inkomende webhook in, ' +
    'https://hooks.slack.com/services/…',
  slack_token:
    'Dat is een token. Vul de URL van een inkomende webhook in, https://hooks.slack.com/services/…',
  slack_workflow:
    'Die URL start een workflow. Vul de URL van een inkomende webhook in, ' +
    'https://hooks.slack.com/services/…',
  source_forgotten:
    'De bron is te lang geleden verwijderd om hem terug te zetten. Voeg hem opnieuw toe met het adres.',
  source_imported: 'Deze bron komt uit een bestand. Importeer het bestand opnieuw.',
  source_moved:
    'Deze bron is er al en de feed is verhuisd naar {host}. Voeg de bron toe met de gebruikersnaam en het ' +
    'wachtwoord in het adres daar.',
  source_not_found: 'Deze bron bestaat niet. Misschien is die verwijderd.',
  source_paused: 'De bron is gepauzeerd. Hervat hem eerst.',
  stale: 'Iemand anders heeft dit intussen gewijzigd. Laad de pagina opnieuw en doe je wijziging nog eens.',
  takes_no_address: 'Bij {type} hoort geen adres.',
  takes_no_query: 'Bij {type} horen geen zoekwoorden.',
  takes_no_secret: 'Bij {type} hoort geen sleutel.',
  token_not_found: 'Dit token bestaat niet. Misschien is het ingetrokken.',
  token_unknown: 'Dit token is hier niet bekend. Misschien is het verkeerd getypt, verlopen of ingetrokken.',
  too_costly: 'Deze zoekopdracht duurt te lang. Gebruik minder jokertekens of een kortere periode.',
  too_large: 'Het verzoek is te groot.',
  too_many_keys: 'Te veel verkeerde sleutels. Wacht {seconds} seconden en probeer het opnieuw.',
  too_many_live: 'Je hebt het maximale aantal live-verbindingen open. Sluit er een en probeer het opnieuw.',
  too_many_playing: 'Je hebt het maximale aantal opnamen open. Sluit er een en probeer het opnieuw.',
  too_many_shares: 'Dit rapport heeft het hoogste aantal links. Trek er eerst een in.',
  too_many_tries: 'Te veel pogingen. Wacht {seconds} seconden en probeer het opnieuw.',
  too_many_values: 'Het adres bevat te veel waarden. Vraag er minder tegelijk op.',
  umami_address:
    'Vul alleen het adres van Umami in, zoals https://umami.example, zonder sleutel of zoekopdracht ' +
    'erin.',
  umami_site: 'Vul het id van de website in Umami in, zoals 86d4095c-a2a8-4fc8-9521-103e858e2b41.',
  umami_user: 'Vul voor een eigen server een gebruikersnaam in, en voor de cloud geen.',
  unknown_media_type: 'Dit type bestand wordt hier niet ondersteund.',
  tag_domains:
    'Vul hostnamen in, zoals shop.example, gescheiden door komma\'s, zonder https:// en zonder pad.',
  visits_exist: 'Deze feed bestaat al, als {id}. Bewerk die of verwijder hem eerst.',
  visits_from_file: 'Deze bezoeken komen uit een bestand. Importeer het bestand opnieuw.',
  visits_no_files: 'Uit bestanden van het type {type} kunnen geen bezoeken worden geïmporteerd.',
  visits_not_found: 'Deze feed bestaat niet. Misschien is die verwijderd.',
  visits_not_polled: '{type} kan niet automatisch worden gelezen. Importeer een bestand.',
  visits_paused: 'De feed is gepauzeerd. Hervat hem eerst.',
  visits_pushed: 'Deze bezoeken worden gemeld door de tag op de site. Er is niets op te halen.',
  webhook_batch: 'Vermeldingen per verzoek moet 1 tot en met {max} zijn, of leeg.',
  webhook_secret:
    'De ondertekeningssleutel is onleesbaar. Laat het veld leeg: een nieuw kanaal krijgt een nieuwe ' +
    'sleutel, en een bestaand kanaal houdt de zijne.',
  wrong_method: 'Dit adres accepteert {accepted}, niet {method}.',
  wrong_password: 'Het e-mailadres of het wachtwoord klopt niet.',
  x_cap:
    'De hoogste uitgave per maand ligt tussen 0 en 100.000 dollar.',
  x_query_long:
    'X neemt zoekopdrachten van hoogstens 512 tekens, en van 1.024 in het archief.',
  youtube_address: 'Dit is niet het adres van een kanaal, een afspeellijst of een video op YouTube.',
  twin_needs_podcast: 'Alleen een podcast kan een YouTube-kanaal hebben.',
  single_date: 'De datum moet eruitzien als 2026-11-23 of 2026-11-23T09:00:00Z.',
  single_long: 'De tekst is langer dan 100.000 tekens.',
  single_text: 'Tekst, auteur en datum moeten teksten zijn.',
  web_depth: 'Het aantal te volgen links is 0, 1, 2 of 3.',
  web_under: 'Het begin van de paden moet met een schuine streep beginnen, bijvoorbeeld /blog/.',
  mailbox_senders: 'Noem minstens één adres of domein waarvan de berichten gelezen worden.',
  mailbox_server: 'Dat is niet de naam van een server: die ziet eruit als imap.example.com.',
  mailbox_unencrypted:
    'Zonder versleuteling kan het wachtwoord onderweg gelezen worden. Dat kan alleen voor ' +
    'een server op deze machine.',
  source_takes_no_messages: 'Voor een bron van dit type kunnen geen berichten worden gepost.',
};
