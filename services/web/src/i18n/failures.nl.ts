import type * as en from './failures.en';

export const failures: typeof en.failures = {
  address_unreadable: 'Het adres is onbruikbaar. Vul het opnieuw in.',
  channel_deleted: 'Het kanaal is verwijderd.',
  channel_invalid: 'Het kanaal is onvolledig. Open het, vul aan wat ontbreekt en sla het op.',
  channel_off: 'Het kanaal staat uit.',
  message_unrendered: 'Het bericht kon niet worden gemaakt. In het logboek van de server staan details.',
  receiver_auth: 'De ontvanger accepteert onze inloggegevens niet ({status}).',
  receiver_busy: 'De ontvanger vraagt om een pauze ({status}).',
  receiver_error: 'De ontvanger meldt een eigen fout ({status}).',
  receiver_gone: 'De ontvanger meldt dat hij niet meer bestaat ({status}).',
  receiver_redirects:
    'De ontvanger verwijst door ({status}) en dat volgen we niet. Vul het uiteindelijke adres in.',
  receiver_refuses: 'De ontvanger weigert het bericht ({status}).',
  slack_action_prohibited:
    'Een beheerder van de Slack-werkruimte heeft beperkt wat deze webhook mag plaatsen.',
  slack_channel_is_archived: 'Het Slack-kanaal is gearchiveerd.',
  slack_channel_not_found: 'Het Slack-kanaal bestaat niet meer.',
  slack_invalid_blocks: 'Slack weigerde de blokken van het bericht.',
  slack_invalid_blocks_format: 'Slack weigerde de blokken van het bericht.',
  slack_invalid_payload: 'Slack kan het bericht niet lezen.',
  slack_invalid_token: 'Slack accepteert de webhook niet meer. Maak een nieuwe en vul de URL in.',
  slack_msg_blocks_too_long: 'Het bericht is te lang voor Slack.',
  slack_no_active_hooks: 'De webhook is in Slack uitgezet.',
  slack_no_service: 'De webhook bestaat niet meer. Maak een nieuwe in Slack en vul de URL in.',
  slack_no_service_id: 'De webhook bestaat niet meer. Maak een nieuwe in Slack en vul de URL in.',
  slack_no_team: 'De Slack-werkruimte bestaat niet meer.',
  slack_no_text: 'Volgens Slack is het bericht leeg.',
  slack_not_ok: 'Slack accepteerde het bericht niet. Is het adres dat van een inkomende webhook?',
  slack_posting_to_general_channel_denied:
    'Een beheerder van de Slack-werkruimte beperkt wie in dit kanaal mag plaatsen. Kies een ander kanaal ' +
    'voor de webhook.',
  slack_rollup_error: 'Slack meldt een interne fout.',
  slack_team_disabled: 'De Slack-werkruimte is uitgezet.',
  slack_too_many_attachments: 'Het bericht heeft meer onderdelen dan Slack accepteert.',
  slack_user_not_found: 'De persoon aan wie de webhook schrijft, zit niet in de werkruimte.',
};
