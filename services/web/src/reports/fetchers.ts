/** Names of chats, networks and assistants, which are the same in all languages. */
const names: Record<string, string> = {
  slack: 'Slack', teams: 'Teams', whatsapp: 'WhatsApp', telegram: 'Telegram', discord: 'Discord',
  linkedin: 'LinkedIn',
  facebook: 'Facebook / Messenger', imessage: 'iMessage', private_messenger: 'Signal', x: 'X',
  bluesky: 'Bluesky',
  mastodon: 'Mastodon', reddit: 'Reddit', mattermost: 'Mattermost', viber: 'Viber',
  chatgpt: 'ChatGPT', claude: 'Claude',
  perplexity: 'Perplexity', gemini: 'Gemini', mistral: 'Mistral', duckassist: 'DuckAssist',
};

/** fetcherName is what people call a chat, a network or an assistant. */
export function fetcherName(name: string): string {
  return names[name] ?? name;
}
