// Package page finds the transcript of an episode on the web page that the feed links to.
//
// Only what is certain to be a transcript of this very episode is taken. The page has to be about the
// episode: it names its title, and isn't the front page of a site. On it the transcript is what stands
// below a heading "Transcript" (English, Dutch, German, French or Spanish), in an element of that name, or
// in lines with times or speakers; or it is a file or page on the same host that is linked as the
// transcript. Then its words are counted: people speak some 60 to 250 words a minute, while show notes, lists
// of chapters and "ask us for the transcript" have far fewer. Of several that could be meant none is taken.
// Comments, navigation and forms are never read.
//
// A page costs one request, or two or three where the transcript is linked. Each of them follows the robots.txt of
// its host, and of every host that it is redirected to.
package page
