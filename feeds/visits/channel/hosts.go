package channel

import "strings"

func set(names string) map[string]bool {
	out := map[string]bool{}
	for _, n := range strings.Fields(names) {
		out[n] = true
	}
	return out
}

// Domains and, for assistants, what they put into utm_source.
var (
	assistants = set(`chatgpt.com chat.openai.com openai.com chatgpt perplexity.ai perplexity claude.ai gemini.google.com bard.google.com
		copilot.microsoft.com copilot.com chat.deepseek.com deepseek.com chat.mistral.ai meta.ai grok.com you.com phind.com poe.com duck.ai
		kimi.com notebooklm.google.com`)

	mails = set(`mail.google.com outlook.live.com outlook.office.com outlook.office365.com mail.yahoo.com mail.proton.me mail.zoho.com mail.aol.com
		com.google.android.gm app.fastmail.com webmail.ziggo.nl webmail.kpnmail.nl gmx.net mail.ru`)

	socials = set(`facebook.com fb.com fb.me messenger.com instagram.com threads.net threads.com t.co twitter.com x.com linkedin.com lnkd.in com.linkedin.android
		reddit.com old.reddit.com redd.it com.reddit.frontpage youtube.com youtu.be tiktok.com pinterest.com pin.it bsky.app mastodon.social tumblr.com
		vk.com xing.com weibo.com quora.com news.ycombinator.com lobste.rs slack.com com.slack discord.com teams.microsoft.com web.whatsapp.com whatsapp.com
		web.telegram.org t.me org.telegram.messenger medium.com substack.com snapchat.com twitch.tv lemmy.world`)

	engines = set(`bing.com duckduckgo.com ecosia.org qwant.com startpage.com search.brave.com kagi.com baidu.com yahoo.com search.yahoo.com naver.com
		seznam.cz swisscows.com mojeek.com ask.com com.google.android.googlequicksearchbox metager.org search.aol.com sogou.com so.com daum.net`)
)

// searches reports whether a host is that of a search engine. Google and Yandex have a domain for
// each country.
func searches(host string) bool {
	if matches(host, engines) {
		return true
	}
	for _, name := range []string{"google.", "yandex."} {
		rest, ok := strings.CutPrefix(strings.TrimPrefix(host, "www."), name)
		if ok && len(rest) <= 6 && strings.Count(rest, ".") <= 1 {
			return true
		}
	}
	return false
}
