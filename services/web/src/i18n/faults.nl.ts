import type * as en from './faults.en';

export const faults: typeof en.faults = {
  access_refused:
    '{host} weigert te antwoorden[ ({status})]. Vraag de uitgever om Namedrop toe te laten of gebruik een ' +
    'ander adres van dezelfde bron.',
  account_missing:
    '{name} heeft hiervoor een account nodig. Voeg er een toe onder Accounts en kies het voor deze bron.',
  address_not_web: 'Het adres begint niet met http:// of https://. Gebruik het adres dat je browser toont.',
  address_unreadable: 'Het adres is onleesbaar. Controleer of er verkeerde tekens in staan.',
  address_without_host:
    'In het adres ontbreekt de naam van de website. Het hoort eruit te zien als https://example.com/feed.',
  answer_headers_malformed:
    '{host} stuurt een header die niet aan de regels van HTTP voldoet. Browsers zien dat soms door de ' +
    'vingers. Meld de uitgever dat de headers van de server niet kloppen.[ {again}]',
  answer_not_http: '{host} antwoordt met iets anders dan HTTP. Controleer het adres, vooral de poort.',
  answer_too_large:
    '{host} stuurt een bestand dat groter is dan Namedrop aanneemt. Vraag de uitgever om een kortere feed ' +
    'of gebruik een ander adres ervan.',
  bluesky_password_refused:
    'Bluesky weigert de gebruikersnaam of het app-wachtwoord van het account {account}. Maak daar een ' +
    'nieuw app-wachtwoord en voer het in onder Accounts.',
  bluesky_refused:
    'De zoekfunctie van Bluesky weigert deze machine te antwoorden. Met fetch.proxy gaan de verzoeken ' +
    'via een ander adres.',
  browsers_only:
    '{host} laat wel browsers toe, maar geen programma\'s[ ({status})]. Vraag de uitgever om Namedrop toe ' +
    'te laten of gebruik een ander adres van dezelfde bron.',
  budget_day:
    'Het account {account} heeft de {limit} gebruikt die het per dag mag gebruiken. Sta meer toe, of ' +
    'wacht tot morgen.',
  budget_month:
    'Het account {account} heeft de {limit} gebruikt die het per maand mag gebruiken. Sta meer toe, of ' +
    'wacht tot de volgende maand.',
  certificate_invalid:
    'Het certificaat van {host} is ongeldig. De eigenaar moet het vernieuwen. Misschien werkt een ander ' +
    'adres.',
  chapters_unreadable:
    'Het bestand met hoofdstukken bij {host} is onleesbaar. Meld het de uitgever. Tot het hersteld is, ' +
    'wordt de aflevering zonder hoofdstukken doorzocht.',
  chapters_untitled:
    'De hoofdstukken in het bestand bij {host} hebben geen titels. Meld het de uitgever. Tot het hersteld ' +
    'is, wordt de aflevering zonder hoofdstukken doorzocht.',
  compression_corrupt:
    'Het antwoord van {host} is gecomprimeerd en kan niet worden uitgepakt. Meld het de uitgever als dit ' +
    'zo blijft.',
  connection_lost: '{host} verbrak de verbinding.[ {again}]',
  directory_busy:
    'De podcastgids van Apple kreeg te veel verzoeken. Probeer het over een minuut opnieuw of vul het ' +
    'adres van de feed of de website in.',
  directory_no_public_feed:
    'Apple kent geen openbare feed van deze show. Misschien is hij alleen in de app van Apple te horen.',
  directory_no_show:
    'Er is geen show met de naam “{name}” gevonden. Probeer minder woorden of vul het adres van de feed ' +
    'of de website in.',
  directory_unknown_link:
    'Bij deze link hoort geen show van Apple. Controleer de link of zoek de show op naam.',
  directory_unreachable:
    'De podcastgids van Apple is niet bereikbaar. Probeer het later opnieuw of vul het adres van de feed ' +
    'of de website in.',
  directory_unreadable:
    'De podcastgids van Apple stuurde een onleesbaar antwoord. Probeer het later opnieuw of vul het adres ' +
    'van de feed of de website in.',
  dns_failed:
    'De naam {host} kon niet worden opgezocht. Controleer de netwerkverbinding van de computer waar ' +
    'Namedrop draait als dit zo blijft.',
  encoding_unknown:
    '{host} comprimeert zijn antwoord op een manier die Namedrop niet kent. Vraag de uitgever om het ' +
    'ongecomprimeerd of als gzip te sturen.',
  feed_behind_challenge:
    '{host} controleert of er een mens zit voordat hij de feed stuurt. Vraag de uitgever om Namedrop toe ' +
    'te laten of gebruik een ander adres van dezelfde bron.',
  feed_behind_login:
    '{host} stuurde een pagina die om een wachtwoord vraagt. Voeg de bron opnieuw toe met de ' +
    'gebruikersnaam en het wachtwoord in het adres, als https://naam:wachtwoord@host/…, of met het ' +
    'privéadres van je abonnement.',
  feed_corrupt:
    'De feed van {host} is beschadigd en er is niets uit te lezen. Meld het de uitgever als dit zo blijft.',
  feed_empty:
    '{host} stuurde een leeg antwoord in plaats van een feed. Controleer het adres in een browser als dit ' +
    'zo blijft.',
  feed_is_other_json:
    '{host} stuurde JSON die geen feed is. Controleer het adres: misschien is het een API of een ' +
    'foutmelding.',
  feed_is_other_xml: '{host} stuurde XML die geen feed is[ (het begint met <{root}>)]. Controleer het adres.',
  feed_is_page:
    '{host} stuurde een webpagina in plaats van een feed. Misschien moet je er inloggen. Om de feed van ' +
    'een pagina te vinden, verwijder je deze bron en plak je het adres van de pagina bij Podcast of feed ' +
    'zoeken.',
  feed_is_something_else: '{host} stuurde iets dat geen feed is. Controleer het adres.',
  feed_too_large:
    '{host} stuurt meer dan {limit_mb} MB, en in de eerste {limit_mb} MB staat geen volledige feed. Vraag ' +
    'de uitgever om een kortere feed of gebruik een ander adres ervan.',
  feed_without_items:
    'De feed van {host} bevat geen items. Namedrop blijft kijken. Staan de afleveringen ergens anders, ' +
    'gebruik dan het adres waarop ze staan.',
  file_behind_password:
    '{host} vraagt een wachtwoord voor het bestand[ ({status})]. Het wachtwoord van de feed gaat alleen ' +
    'naar de host van de feed zelf. Meld het de uitgever. Tot die tijd wordt de aflevering doorzocht op ' +
    'titel en beschrijving.',
  file_misdirected:
    'De feed noemt een adres op {host} waar geen bestand staat. Meld het de uitgever. Tot die tijd wordt ' +
    'de aflevering doorzocht op titel en beschrijving.',
  file_missing:
    'De feed noemt een bestand dat {host} niet heeft[ ({status})]. Meld het de uitgever. Tot die tijd ' +
    'wordt de aflevering doorzocht op titel en beschrijving.',
  file_refused:
    '{host} geeft Namedrop het bestand niet[ ({status})]. Meld het de uitgever. Tot die tijd wordt de ' +
    'aflevering doorzocht op titel en beschrijving.',
  file_too_large:
    '{host} stuurt een bestand dat groter is dan Namedrop aankan. Meld het de uitgever. Tot die tijd ' +
    'wordt de aflevering doorzocht op titel en beschrijving.',
  find_no_feed:
    '{host} noemt geen feed, en op de gebruikelijke adressen staat er ook geen. Vul het adres van de feed ' +
    'zelf in.',
  find_no_host_no_directory:
    'Er is geen website met de naam {host}, en in de podcastgids van Apple kon niet naar een show met die ' +
    'naam worden gezocht. Controleer het adres of probeer de naam later opnieuw.',
  find_no_host_no_show:
    'Er is geen website en ook geen show met de naam {host} gevonden. Controleer de spelling of vul het ' +
    'adres van de feed of de website in.',
  find_nothing_given:
    'Er is niets om naar te zoeken. Vul een adres, een Apple-link of de naam van een show in.',
  gone:
    'Volgens {host} is dit definitief verwijderd[ ({status})]. Zoek het nieuwe adres. Is dat er niet, ' +
    'verwijder dan de bron.',
  host_invalid: '{host} is geen naam van een website of server. Controleer het adres.',
  host_unknown:
    'Er is geen website of server met de naam {host}. Controleer het adres op tikfouten; de naam kan ook ' +
    'verlopen zijn.',
  https_unsupported: '{host} ondersteunt geen https. Misschien werkt het adres met http://.',
  leads_answer_unreadable:
    '{host} antwoordt in een vorm die niet van HubSpot is. Controleer het adres. Heeft HubSpot zijn ' +
    'interface gewijzigd, dan moet Namedrop worden bijgewerkt.',
  leads_daily_limit: 'Het HubSpot-account heeft zijn verzoeken van vandaag verbruikt.[ {again}]',
  leads_form_unreadable: 'Een verzoek van het formulier is onleesbaar.',
  leads_no_api: '{host} heeft zo\'n interface niet. Controleer het adres.',
  leads_notice_unreadable: 'Een bericht van HubSpot is onleesbaar.',
  leads_origin_refused: 'Het formulier is verstuurd vanaf een pagina van een andere site.',
  leads_proof_refused: 'Een verzoek bewijst niet dat het van het formulier komt.',
  leads_redirect:
    '{host} verwijst door naar een ander adres[ ({status})], en daar wordt het token niet heen gestuurd. ' +
    'Controleer het adres.',
  leads_request_refused: 'HubSpot accepteert het verzoek niet. Controleer de namen van de eigenschappen.',
  leads_response_unreadable: 'Een antwoord van Typeform is onleesbaar.',
  leads_scope_missing:
    'Het toegangstoken mag geen contacten lezen. Geef de app de scopes crm.objects.contacts.read en ' +
    'crm.schemas.contacts.read.',
  leads_settings_unreadable: 'De instellingen van de bron van leads zijn onleesbaar. Voeg hem opnieuw toe.',
  leads_signature_refused:
    'Een bericht is niet door HubSpot ondertekend, of was voor een ander adres bedoeld.',
  leads_token_refused:
    'HubSpot accepteert het toegangstoken niet. Controleer of de app nog bestaat, of geef de bron een ' +
    'nieuw token.',
  leads_too_large: '{host} stuurt een antwoord dat groter is dan Namedrop aanneemt.',
  leads_typeform_unsigned:
    'Een antwoord is niet met de sleutel van dit formulier ondertekend. Vul dezelfde sleutel in bij de ' +
    'instellingen van de webhook in Typeform.',
  mastodon_closed:
    '{host} heeft zijn tijdlijnen van hashtags uitgezet. Volg de hashtag op een andere server.',
  mastodon_token:
    '{host} toont dit alleen aan mensen met een account. Voeg de bron opnieuw toe met een ' +
    'toegangstoken van een account daar, of volg de hashtag op een andere server.',
  mastodon_token_refused:
    '{host} weigert het toegangstoken. Misschien is het ingetrokken, of mist het read:search of ' +
    'read:statuses. Voeg de bron opnieuw toe met een nieuw token.',
  no_answer: '{host} antwoordde niet op tijd.[ {again}]',
  not_acceptable:
    '{host} biedt niet aan wat Namedrop leest: feeds, XML, JSON en HTML[ ({status})]. Het adres klopt. ' +
    'Vraag de uitgever om Namedrop toe te laten.',
  not_found:
    'Bij {host} staat niets op dit adres[ ({status})]. Controleer het adres; misschien is het verhuisd.',
  paced: '{host} heeft voorlopig genoeg verzoeken gehad.[ {again}]',
  page_for_members:
    'De pagina van de aflevering op {host} is voor wie is ingelogd. De aflevering wordt doorzocht ' +
    'op titel en beschrijving.',
  page_not_of_episode:
    'De link van de aflevering leidt naar een pagina van {host} die niet over deze aflevering gaat. ' +
    'De aflevering wordt doorzocht op titel en beschrijving.',
  page_without_transcript:
    'Op de pagina van de aflevering op {host} staat geen transcript. De aflevering wordt doorzocht ' +
    'op titel en beschrijving.',
  password_needed:
    '{host} vraagt om een gebruikersnaam en wachtwoord[ ({status})]. Voeg de bron opnieuw toe met beide ' +
    'in het adres, als https://naam:wachtwoord@host/…, of met het privéadres van je abonnement.',
  pause_asked: '{host} vraagt om een pauze[ ({status})].[ {again}]',
  pause_running: '{host} heeft om een pauze gevraagd die nog {wait} duurt.[ {again}]',
  podcast_index_key:
    'De Podcast Index weigerde de sleutel. Controleer podcast_index.key, podcast_index.secret en de ' +
    'klok van deze machine.',
  podcast_index_unreadable:
    'De Podcast Index stuurde een onleesbaar antwoord. Probeer het later opnieuw of vul het adres ' +
    'van de feed of de website in.',
  posts_unreadable:
    '{host} stuurde een antwoord dat niet van {name} is. Controleer het adres. Klopt dat, dan heeft de ' +
    'dienst zijn antwoorden veranderd: kijk of er een nieuwere versie van Namedrop is.',
  private_address:
    '{host} staat in een privénetwerk, waar Namedrop geen verbinding mee maakt. Is het de bedoeling, zet ' +
    'het bereik dan onder fetch.allow_private.',
  reddit_refused:
    'Reddit weigert deze machine, of de subreddit is privé. Open het adres in een browser om te ' +
    'zien wat het is. Reddit weigert veel netwerken van cloudproviders; met fetch.proxy gaan ' +
    'verzoeken via een ander adres.',
  reddit_wall:
    'Reddit stuurde een pagina voor mensen in plaats van de feed. Dat doet het bij veel ' +
    'netwerken van cloudproviders. Namedrop vraagt het na een uur opnieuw; met fetch.proxy gaan ' +
    'verzoeken via een ander adres.',
  redirect_loop:
    '{host} verwijst in een kring door. Open het adres in een browser en gebruik het adres waar je ' +
    'uitkomt, als dat er is.',
  redirect_not_web:
    '{host} verwijst door naar iets dat geen webadres is. Open het adres in een browser en gebruik het ' +
    'adres waar je uitkomt, als dat er is.',
  redirect_too_many:
    '{host} verwijst te vaak door. Open het adres in een browser en gebruik het adres waar je uitkomt, ' +
    'als dat er is.',
  redirect_unreadable:
    '{host} verwijst door naar een onleesbaar adres. Open het adres in een browser en gebruik het adres ' +
    'waar je uitkomt, als dat er is.',
  redirect_without_target:
    '{host} verwijst door zonder een adres te geven[ ({status})]. Open het adres in een browser en ' +
    'gebruik het adres waar je uitkomt.',
  request_refused: '{host} accepteert het verzoek niet[ ({status})]. Controleer het adres.',
  robots_disallow:
    'De robots.txt van {host} vraagt programma\'s om deze pagina niet te lezen. Vraag de uitgever om ' +
    'Namedrop toe te laten of gebruik een ander adres van dezelfde bron.',
  server_error: '{host} meldt een eigen fout[ ({status})].[ {again}]',
  speech_away:
    'De spraakherkenning is niet bereikbaar. Start haar, of verbeter speech.url. Afleveringen wachten ' +
    'tot dan.',
  speech_budget:
    'Het budget voor spraakherkenning van vandaag is op. Morgen gaat het verder. Het budget staat bij ' +
    'speech.minutes en speech.money in de configuratie.',
  speech_busy:
    'De spraakherkenning heeft nu geen tijd[ ({status})]. Afleveringen wachten tot ze die heeft.',
  speech_command_failed:
    'Het programma voor spraakherkenning is mislukt[: {why}]. Probeer speech.command in een terminal.',
  speech_command_nothing:
    'Het programma voor spraakherkenning schreef geen antwoord. Het moet een .json-, .vtt-, .srt- of ' +
    '.txt-bestand in zijn uitvoermap schrijven.',
  speech_cut_off: 'De spraakherkenning brak haar antwoord af.[ {again}]',
  speech_failed: 'De spraakherkenning meldt een fout[: {why}].[ {again}]',
  speech_key:
    'De spraakherkenning weigert de sleutel[ ({status})]. Verbeter speech.key in de configuratie.',
  speech_language:
    'De spraakherkenning antwoordde in een andere taal[ ({answered})] dan die van de aflevering[ ' +
    '({wanted})]. Gebruik een model dat de taal kent.',
  speech_needs_ffmpeg:
    'De opname[ is {size}, en dat] is meer dan de spraakherkenning in één keer aanneemt[ ({limit})]. ' +
    'Installeer ffmpeg op de machine van Namedrop; dan gaan opnames in stukken.',
  speech_not_audio:
    '{host} stuurde iets anders[ ({what})] dan een opname. Open de opname van de aflevering in een ' +
    'browser. Speelt ze daar wel, dan is het adres misschien alleen voor browsers.',
  speech_not_found:
    'De spraakherkenning kent dit adres of model niet[ ({status})]. Controleer speech.url, dat meestal ' +
    'op /v1 eindigt, en of het model van speech.model is geïnstalleerd.',
  speech_piece_large:
    'De spraakherkenning neemt bestanden van deze grootte niet aan. Maak speech.upload of speech.piece ' +
    'kleiner.',
  speech_recording_large:
    'De opname is groter dan de grens[ van {limit}]. De grens is speech.largest in de configuratie.',
  speech_refused:
    'De spraakherkenning weigert de opname[ ({status})][: {why}]. Controleer speech.model en ' +
    'speech.engine.',
  speech_silent:
    'Voor zover de spraakherkenning kan horen, praat niemand in de opname. De aflevering wordt doorzocht ' +
    'op titel en notities.',
  speech_slow:
    'De spraakherkenning antwoordde niet op tijd[ ({after})]. Een kleiner model of kortere stukken ' +
    '(speech.piece) helpen.',
  speech_unreadable:
    'Het antwoord van de spraakherkenning is niet te lezen. Controleer of speech.url het adres is van ' +
    'een herkenner die met OpenAI\'s API werkt.',
  speech_unreadable_audio:
    'De opname is niet te lezen[: {why}]. Open de opname van de aflevering in een browser om te zien of ' +
    'ze speelt.',
  speech_wav_only:
    'De spraakherkenning neemt alleen WAV-bestanden aan, en de opname heeft een ander formaat. ' +
    'Installeer ffmpeg op de machine van Namedrop, of start whisper.cpp met --convert en zet ' +
    'speech.engine op openai.',
  spotify_episode:
    'Dit is de link van één aflevering op Spotify. Vul de link of de naam van de show in.',
  spotify_no_feed:
    'Van {name} is geen openbare feed gevonden. Sommige shows zijn alleen op Spotify te horen. ' +
    'Misschien heeft de website van de show een feed.',
  spotify_unknown_link:
    'Spotify kent geen show met deze link. Controleer de link of zoek de show op naam.',
  spotify_unreachable:
    'Spotify kon niet naar de naam van de show worden gevraagd. Vul de naam in, of het adres van de ' +
    'feed of de website.',
  stream_closed: '{host} sloot de stream[ ({name})].[ {again}]',
  stream_forbidden:
    '{host} weigerde de stream te openen[ ({status})]. Stel bij endpoints.bluesky een andere ' +
    'Jetstream-server in.',
  stream_lost: '{host} was niet bereikbaar of verbrak de verbinding.[ {again}]',
  stream_not_jetstream:
    '{host} opende de stream niet[ ({status})]. Controleer endpoints.bluesky: dit is geen ' +
    'Jetstream-server of een versie die niet wordt ondersteund.',
  stream_refused: '{host} antwoordde met {status} in plaats van de stream te openen.[ {again}]',
  stream_silent: '{host} stuurde een minuut lang niets.[ {again}]',
  telegram_no_preview:
    '{host} toont geen berichten van dit kanaal. Misschien is het privé, een groep, of zonder ' +
    'voorbeeld op het web. Open het adres in een browser.',
  tls_failed: 'Er kon geen beveiligde verbinding met {host} worden gemaakt. Misschien werkt een ander adres.',
  took_too_long: '{host} deed er langer dan {limit} over.[ {again}]',
  transcript_absent: 'Bij de aflevering hoort geen transcript.',
  transcript_is_page:
    '{host} stuurde een webpagina in plaats van een transcript. Misschien moet je er inloggen. Tot er een ' +
    'transcript is, wordt de aflevering doorzocht op titel en beschrijving.',
  transcript_not_text:
    'Het transcript bij {host} is geen tekstbestand. Meld het de uitgever. Tot er een transcript is, ' +
    'wordt de aflevering doorzocht op titel en beschrijving.',
  transcript_without_words:
    'Het transcript bij {host} bevat geen woorden. Meld het de uitgever. Tot er een transcript is, wordt ' +
    'de aflevering doorzocht op titel en beschrijving.',
  unexpected_not_modified: '{host} antwoordde op een eerste verzoek met “not modified”.[ {again}]',
  unreachable: '{host} is niet bereikbaar.[ {again}]',
  visits_api_off:
    'De API van {name} staat uit voor het project van deze sleutel. Zet hem aan in het Google ' +
    'Cloud-project van het serviceaccount. Geef de feed daarna de sleutel opnieuw.',
  visits_google_refused:
    'Google accepteert de sleutel van het serviceaccount niet. Misschien is hij verwijderd of ' +
    'uitgeschakeld. Zo niet, controleer dan de klok van de server: die mag maar een paar minuten ' +
    'afwijken.',
  visits_key_refused:
    'Plausible accepteert de sleutel voor deze site niet. Controleer de naam van de site en of de sleutel ' +
    'voor de Stats-API is en nog bestaat, of geef de feed een nieuwe sleutel.',
  visits_key_unreadable:
    'De sleutel is niet het sleutelbestand van een serviceaccount van Google. Maak voor het ' +
    'serviceaccount een sleutel van het type JSON en geef de feed het hele bestand.',
  visits_login_refused:
    '{name} accepteert de sleutel voor deze site niet. Controleer het id van de site, en of de sleutel ' +
    'nog bestaat en de site mag zien, of geef de feed een nieuwe sleutel.',
  visits_no_access:
    'De sleutel mag deze site in {name} niet zien. Controleer het id van de site en geef het account ' +
    'van de sleutel toegang tot de site. Geef de feed daarna de sleutel opnieuw.',
  visits_no_api:
    '{host} heeft geen Stats-API van versie 2. Controleer het adres. Een eigen server kan te oud zijn.',
  visits_not_accepted:
    '{name} accepteert het verzoek niet. Controleer het id van de site en de andere velden. Een eigen ' +
    'server kan te oud zijn.',
  visits_not_found_there: '{name} heeft niets op dit adres. Controleer het adres en het id van de site.',
  visits_not_plausible:
    '{host} antwoordt in een vorm die niet van Plausible is. Controleer het adres. Is Plausible ' +
    'bijgewerkt, dan moet Namedrop misschien ook worden bijgewerkt.',
  visits_other_format:
    '{host} antwoordt in een vorm die niet van {name} is. Controleer het adres. Is {name} bijgewerkt, ' +
    'dan moet Namedrop misschien ook worden bijgewerkt.',
  visits_plan:
    'De Stats-API hoort niet bij het Plausible-abonnement van deze sleutel, of de site is geblokkeerd. ' +
    'Controleer het abonnement in Plausible en lees de feed daarna opnieuw.',
  visits_quota_used: 'Het quotum van {name} is op.[ {again}]',
  visits_redirect:
    '{host} verwijst door naar een ander adres[ ({status})], en daar wordt de sleutel niet heen gestuurd. ' +
    'Geef de feed het adres waarnaar wordt verwezen.',
  visits_request_refused:
    'Plausible accepteert het verzoek niet. Controleer de naam van de site. Een eigen server kan te oud ' +
    'zijn: versie 2 van de Stats-API is nodig.',
  visits_settings_unreadable: 'De instellingen van de feed zijn onleesbaar. Voeg de feed opnieuw toe.',
  visits_too_large:
    '{host} stuurt een antwoord dat groter is dan Namedrop aanneemt. Splits de feed op minder punten uit: ' +
    'kanaal, landingspagina of land.',
  visits_too_many_rows:
    '{host} stuurt meer dan {limit} rijen tegelijk. Splits de feed op minder punten uit: kanaal, ' +
    'landingspagina of land.',
  visits_zone_differs:
    'Plausible telt deze site in een andere tijdzone dan {zone}: op {day} is het verschil met UTC ' +
    '{offset}. Geef de feed de tijdzone die de site in Plausible heeft.',
  visits_zone_is: '{name} telt deze site in de tijdzone {zone}. Geef de feed die tijdzone.',
  visits_zone_unknown:
    'De tijdzone “{zone}” bestaat niet. Voeg de feed opnieuw toe met de tijdzone van de site, ' +
    'bijvoorbeeld Europe/Amsterdam.',
  x_credits:
    'Volgens X is het tegoed of abonnement van het account {account} op. Voeg tegoed toe in de ' +
    'ontwikkelaarsconsole van X en sla het account opnieuw op.',
  x_plan:
    'Het account {account} mag deze zoekfunctie van X niet gebruiken. Misschien hoort die niet bij het ' +
    'abonnement. Zonder het archief kunnen de laatste zeven dagen worden gelezen.',
  x_query_refused:
    'X begrijpt de zoekopdracht niet. Probeer haar eerst op X zelf.',
  x_token_refused:
    'X weigert het bearer-token van het account {account}. Voer een nieuw in onder Accounts.',
  youtube_age:
    'YouTube toont deze video alleen aan volwassenen die zijn ingelogd. Hij wordt doorzocht op titel en ' +
    'beschrijving.',
  youtube_bot_check:
    'YouTube vraagt om in te loggen om te bewijzen dat dit geen bot is: het blokkeert het adres van ' +
    'deze machine. Namedrop probeert het na enkele uren opnieuw en niet eerder, want elk verzoek ' +
    'verlengt een blokkade. Gaat dit door, gebruik dan een ander adres, bijvoorbeeld met fetch.proxy.',
  youtube_break:
    'YouTube blokkeerde het adres van deze machine. Namedrop vraagt daarom nog {wait} niets. Namedrop ' +
    'probeert het na enkele uren opnieuw en niet eerder, want elk verzoek verlengt een blokkade. Gaat ' +
    'dit door, gebruik dan een ander adres, bijvoorbeeld met fetch.proxy.',
  youtube_budget:
    'De {limit} verzoeken aan YouTube van vandaag zijn op. Morgen gaat het verder. De grens is ' +
    'youtube.per_day in de configuratie.',
  youtube_captions_empty:
    'YouTube stuurde lege ondertitels. Dat doet het als het een bewijs wil dat zijn eigen speler erom ' +
    'vraagt. Andere versies bij youtube.clients of een youtube.command kunnen helpen.',
  youtube_captions_silent:
    'In de ondertitels van de video staat nauwelijks een woord. Misschien komen er betere. Tot die tijd ' +
    'wordt de video doorzocht op titel en beschrijving.',
  youtube_captions_too_long:
    'De ondertitels duren veel langer dan de video: ze horen bij een andere. De video wordt doorzocht ' +
    'op titel en beschrijving.',
  youtube_captions_unreadable: 'De ondertitels van de video zijn onleesbaar.',
  youtube_challenge:
    'YouTube controleert of er een mens is voordat het het adres van deze machine antwoord geeft. ' +
    'Namedrop probeert het na enkele uren opnieuw en niet eerder, want elk verzoek verlengt een ' +
    'blokkade. Gaat dit door, gebruik dan een ander adres, bijvoorbeeld met fetch.proxy.',
  youtube_command_failed:
    'De opdracht voor ondertitels mislukte[: {why}]. Probeer youtube.command in een terminal.',
  youtube_command_nothing:
    'De opdracht voor ondertitels vond er geen. De video wordt doorzocht op titel en beschrijving.',
  youtube_command_output:
    'De opdracht voor ondertitels schreef een bestand dat niet te lezen is[: {why}]. Probeer ' +
    'youtube.command in een terminal.',
  youtube_consent:
    'YouTube stuurde zijn vraag over cookies in plaats van de pagina. Dat doet het bij bezoekers uit ' +
    'sommige landen. Gebruik het adres van het kanaal waar /channel/ in staat; daar is geen pagina voor ' +
    'nodig.',
  youtube_country:
    'De video is niet te zien in het land van het adres van deze machine. Hij wordt doorzocht op titel ' +
    'en beschrijving.',
  youtube_feed_unreadable: 'YouTube stuurde een pagina in plaats van de feed van het kanaal.[ {again}]',
  youtube_list_missing:
    'De feed van dit kanaal en de lijst op zijn pagina zijn nu geen van beide te lezen. Dat overkomt ' +
    'ook kanalen die gewoon bestaan, en gaat voorbij.',
  youtube_login:
    'YouTube toont deze video alleen aan mensen die zijn ingelogd. Hij wordt doorzocht op titel en ' +
    'beschrijving.',
  youtube_members:
    'De video is alleen voor leden van het kanaal. Hij wordt doorzocht op titel en beschrijving.',
  youtube_no_captions:
    'De video heeft geen ondertitels. YouTube kan ze nog maken. Tot die tijd wordt de video doorzocht ' +
    'op titel en beschrijving.',
  youtube_no_channel: 'YouTube kent dit kanaal of deze afspeellijst niet. Controleer het adres.',
  youtube_other_language:
    'De video heeft alleen ondertitels in andere talen dan de gesproken taal[: {languages}]. Een ' +
    'vertaling is niet wat er gezegd is; de video wordt daarom doorzocht op titel en beschrijving.',
  youtube_other_video:
    'YouTube antwoordde met een andere video dan gevraagd. Dat doet het bij adressen die het blokkeert. ' +
    'Namedrop probeert het na enkele uren opnieuw en niet eerder, want elk verzoek verlengt een ' +
    'blokkade. Gaat dit door, gebruik dan een ander adres, bijvoorbeeld met fetch.proxy.',
  youtube_paid: 'De video is voor wie ervoor betaalt. Hij wordt doorzocht op titel en beschrijving.',
  youtube_private: 'De video is privé. Hij wordt doorzocht op titel en beschrijving.',
  youtube_scheduled: 'De video is nog niet uitgezonden. Namedrop vraagt daarna om de ondertitels.',
  youtube_status:
    'YouTube weigert deze video met een status die Namedrop niet kent[: {status}]. Hij wordt doorzocht ' +
    'op titel en beschrijving.',
  youtube_token:
    'YouTube stuurt deze ondertitels alleen naar spelers die bewijzen wat ze zijn. Andere versies bij ' +
    'youtube.clients of een youtube.command kunnen helpen.',
  youtube_too_many:
    'YouTube zegt dat het adres van deze machine te veel verzoeken stuurt. Namedrop probeert het na ' +
    'enkele uren opnieuw en niet eerder, want elk verzoek verlengt een blokkade. Gaat dit door, gebruik ' +
    'dan een ander adres, bijvoorbeeld met fetch.proxy.',
  youtube_unavailable: 'De video is er niet: hij is verwijderd of het adres klopt niet.',
  youtube_unplayable:
    'YouTube speelt deze video niet af voor programma\'s. Hij wordt doorzocht op titel en beschrijving.',
  youtube_unreadable:
    'YouTube stuurde een antwoord dat niet te lezen is. Misschien is er iets veranderd bij YouTube.[ ' +
    '{again}]',
  youtube_wrong_captions: 'YouTube noemde de ondertitels van een andere video.',
  twin_without_captions:
    'De video van de aflevering heeft nog geen ondertitels. Zodra ze er zijn, worden ze gebruikt. Tot die ' +
    'tijd wordt de aflevering doorzocht op titel en beschrijving.',
  twin_none:
    'Op het kanaal van de show is geen video van deze aflevering gevonden. Ze wordt doorzocht op titel en ' +
    'beschrijving.',
  linkedin_wall:
    'LinkedIn toont dit bericht niet aan programma\'s. Plak de tekst van het bericht, met auteur en ' +
    'datum, naast het adres.',
  post_absent:
    '{host} toont op dit adres geen openbaar bericht. Misschien is het verwijderd of alleen voor ' +
    'volgers. De tekst kan worden geplakt.',
  web_barrier:
    '{host} toont programma\'s een drempel in plaats van de pagina. De site wil bewijs van een mens, of ' +
    'toestemming. Zoek in plaats daarvan een feed van de site.',
  web_is_feed: 'Dit adres van {host} is dat van een feed. Voeg het toe als podcast of feed.',
  web_login:
    '{host} toont deze pagina aan wie is ingelogd. Namedrop logt niet in op websites. Zoek in plaats ' +
    'daarvan een feed voor leden.',
  web_no_page: 'Op dit adres van {host} staat geen webpagina. Alleen pagina\'s met tekst zijn te lezen.',
  web_no_text:
    'De pagina op {host} heeft geen tekst. Misschien maakt een programma in de browser haar, en dat ' +
    'voert Namedrop niet uit. Zoek in plaats daarvan een feed van de site.',
  web_redirects:
    '{host} verwijst in een kring door. Open het adres in een browser en gebruik het adres waar het ' +
    'eindigt, als dat er is.',
  hub_denied:
    '{host} laat niet weten wanneer deze feed verandert. Namedrop leest de feed op de ' +
    'gewone tijden.',
  mailbox_away: 'De mailserver {host} antwoordt niet. Namedrop probeert het automatisch opnieuw.',
  mailbox_certificate:
    'Het certificaat van de mailserver {host} is er niet geldig voor. Controleer de naam ' +
    'van de server.',
  mailbox_login:
    '{host} weigert de gebruiker of het wachtwoord van deze mailbox. Voeg de bron opnieuw ' +
    'toe met het juiste wachtwoord. Sommige diensten hebben een app-wachtwoord nodig.',
  mailbox_no_folder:
    'De mailbox heeft die map niet. Controleer de naam: mappen in mappen schrijf je met het' +
    ' scheidingsteken van de server, zoals INBOX/Alerts.',
  mailbox_private: '{host} heeft een privéadres. Sta het toe met fetch.allow_private in de configuratie.',
  mailbox_slow:
    'De mailserver {host} doet te lang over een antwoord. Namedrop probeert het automatisch' +
    ' opnieuw.',
  mailbox_unreadable: 'De mailbox heeft geen server.',
  message_other_sender:
    'Het bericht is niet van een afzender van deze bron. Controleer de afzenders in de ' +
    'instellingen van de bron.',
  message_unreadable:
    'Dat is geen e-mail. Stuur het hele bericht met de headers, of een tekst als text/plain' +
    ' of text/html.',
  podping_away:
    'De Hive-node {host} antwoordt niet. Namedrop vraagt een andere node. Podcasts worden ' +
    'intussen op de gewone tijden gelezen.',
  podping_unreadable:
    '{host} stuurde een antwoord dat niet van een Hive-node is. Namedrop vraagt een andere ' +
    'node. Podcasts worden intussen op de gewone tijden gelezen.',
  webmention_no_link: 'De pagina linkt niet naar een van je domeinen.',
  webmention_own_page: 'De bron is een pagina van jezelf.',
};
