/**
 * Why a message was not delivered, by the code of the failure (docs/adding-channel.md). Where the receiver
 * could not be reached, the code is that of a fault.
 */
export const failures = {
  address_unreadable: 'The address can\'t be used. Enter it again.',
  channel_deleted: 'The channel was deleted.',
  channel_invalid: 'The channel is incomplete. Open it, fill in what is missing and save it.',
  channel_off: 'The channel is off.',
  message_unrendered: 'The message could not be created. The server\'s log has details.',
  receiver_auth: 'The receiver doesn\'t accept our credentials ({status}).',
  receiver_busy: 'The receiver asks for a pause ({status}).',
  receiver_error: 'The receiver reports an error of its own ({status}).',
  receiver_gone: 'The receiver reports that it no longer exists ({status}).',
  receiver_redirects:
    'The receiver redirects ({status}), and redirects are not followed. Enter its final address.',
  receiver_refuses: 'The receiver refuses the message ({status}).',
  slack_action_prohibited: 'An admin of the Slack workspace has restricted what this webhook may post.',
  slack_channel_is_archived: 'The Slack channel is archived.',
  slack_channel_not_found: 'The Slack channel no longer exists.',
  slack_invalid_blocks: 'Slack rejected the message\'s blocks.',
  slack_invalid_blocks_format: 'Slack rejected the message\'s blocks.',
  slack_invalid_payload: 'Slack can\'t read the message.',
  slack_invalid_token: 'Slack no longer accepts the webhook. Create a new one and enter its URL.',
  slack_msg_blocks_too_long: 'The message is too long for Slack.',
  slack_no_active_hooks: 'The webhook was turned off in Slack.',
  slack_no_service: 'The webhook no longer exists. Create a new one in Slack and enter its URL.',
  slack_no_service_id: 'The webhook no longer exists. Create a new one in Slack and enter its URL.',
  slack_no_team: 'The Slack workspace no longer exists.',
  slack_no_text: 'Slack reports that the message is empty.',
  slack_not_ok: 'Slack didn\'t accept the message. Is the address that of an incoming webhook?',
  slack_posting_to_general_channel_denied:
    'An admin of the Slack workspace restricts who may post to this channel. Choose another one for the ' +
    'webhook.',
  slack_rollup_error: 'Slack reports an internal error.',
  slack_team_disabled: 'The Slack workspace was turned off.',
  slack_too_many_attachments: 'The message has more parts than Slack accepts.',
  slack_user_not_found: 'The person that the webhook writes to is not in the workspace.',
};
