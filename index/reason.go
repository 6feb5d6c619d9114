package index

// Reason is one piece of evidence for or against a [Hit]. Code says what was seen, and
// Params holds the words that belong to it, so that a reader of the API can phrase it in
// any language. [Reason.Text] is the English phrase.
//
// Codes are part of the API: a code keeps its meaning and its parameter. New codes may be
// added, so a reader that meets an unknown one should fall back to [Hit.Reason].
type Reason struct {
	Code    ReasonCode        `json:"code"`
	Params  map[string]string `json:"params,omitempty"`
	Against bool              `json:"against,omitempty"` // speaks against the hit
}

// ReasonCode names a kind of evidence. docs/detection.md lists all of them.
type ReasonCode string

// What was found. Exactly one of these is the first reason of a hit.
const (
	ReasonName           ReasonCode = "name"
	ReasonInitials       ReasonCode = "initials"
	ReasonShortName      ReasonCode = "short_name"
	ReasonPhrase         ReasonCode = "full_name"
	ReasonRareWord       ReasonCode = "name_rare_word"
	ReasonDictionaryWord ReasonCode = "name_dictionary_word"
	ReasonEverydayWord   ReasonCode = "name_everyday_word"
	ReasonSoundsLike     ReasonCode = "sounds_like"
	ReasonAlias          ReasonCode = "alias" // follows one of the others
)

// What speaks for a hit.
const (
	ReasonHeardAs               ReasonCode = "heard_as"
	ReasonHandle                ReasonCode = "handle"
	ReasonDomain                ReasonCode = "domain"
	ReasonWebEnding             ReasonCode = "web_ending"
	ReasonAsHandle              ReasonCode = "written_as_handle"
	ReasonExactSpelling         ReasonCode = "exact_spelling"
	ReasonCapital               ReasonCode = "capital"
	ReasonContext               ReasonCode = "context_word"
	ReasonNamePosition          ReasonCode = "name_position"
	ReasonTitle                 ReasonCode = "in_title"
	ReasonNotes                 ReasonCode = "in_notes"
	ReasonPeople                ReasonCode = "in_people"
	ReasonCertain               ReasonCode = "certain_elsewhere"
	ReasonConfirmations         ReasonCode = "confirmations"
	ReasonUnknownWord           ReasonCode = "unknown_word"
	ReasonRepeated              ReasonCode = "repeated"
	ReasonRelatedName           ReasonCode = "related_name"
	ReasonNamePositionBefore    ReasonCode = "name_position_before"
	ReasonSameLetters           ReasonCode = "same_letters"
	ReasonModelConfirmed        ReasonCode = "model_confirmed"
	ReasonModelConfirmedBecause ReasonCode = "model_confirmed_because"
)

// What speaks against a hit.
const (
	ReasonInAddress            ReasonCode = "in_address"
	ReasonEnding               ReasonCode = "ending"
	ReasonInflectedWord        ReasonCode = "inflected_word"
	ReasonCompound             ReasonCode = "compound"
	ReasonAnyCompound          ReasonCode = "any_compound"
	ReasonUnknownTail          ReasonCode = "compound_unknown_tail"
	ReasonPlural               ReasonCode = "plural"
	ReasonPluralOfWord         ReasonCode = "plural_of_word"
	ReasonPluralOfRareWord     ReasonCode = "plural_of_rare_word"
	ReasonPluralIsWord         ReasonCode = "plural_is_word"
	ReasonAccent               ReasonCode = "accent"
	ReasonLongerSpelling       ReasonCode = "longer_spelling"
	ReasonSpelledOut           ReasonCode = "spelled_out"
	ReasonStutter              ReasonCode = "stutter"
	ReasonSplitPlural          ReasonCode = "split_plural"
	ReasonSplitAddress         ReasonCode = "split_address"
	ReasonSplit                ReasonCode = "split"
	ReasonSplitWords           ReasonCode = "split_ordinary_words"
	ReasonPunctuation          ReasonCode = "punctuation_inside"
	ReasonTwoSentences         ReasonCode = "two_sentences"
	ReasonNoCapitals           ReasonCode = "text_without_capitals"
	ReasonAllCapitals          ReasonCode = "all_capitals"
	ReasonLowerCase            ReasonCode = "lower_case"
	ReasonNotAllCapitals       ReasonCode = "not_all_capitals"
	ReasonSentenceStart        ReasonCode = "sentence_start"
	ReasonVerb                 ReasonCode = "verb"
	ReasonAfterModal           ReasonCode = "after_modal"
	ReasonDate                 ReasonCode = "date"
	ReasonDeterminer           ReasonCode = "determiner_before"
	ReasonArticle              ReasonCode = "article_before"
	ReasonVerbPosition         ReasonCode = "verb_position"
	ReasonOfAfter              ReasonCode = "of_after"
	ReasonLongerName           ReasonCode = "longer_name"
	ReasonExcluded             ReasonCode = "excluded"
	ReasonNoContext            ReasonCode = "no_context_word"
	ReasonDismissals           ReasonCode = "dismissals"
	ReasonLowerElsewhere       ReasonCode = "lower_case_elsewhere"
	ReasonContainsName         ReasonCode = "contains_name"
	ReasonOneEverydayWord      ReasonCode = "everyday_word"
	ReasonEverydayWords        ReasonCode = "everyday_words"
	ReasonOneWord              ReasonCode = "ordinary_word"
	ReasonOrdinaryWords        ReasonCode = "ordinary_words"
	ReasonTime                 ReasonCode = "time_expression"
	ReasonSmallWord            ReasonCode = "small_word_at_end"
	ReasonNameIsWord           ReasonCode = "name_is_word"
	ReasonFewSounds            ReasonCode = "few_sounds"
	ReasonNoEvidence           ReasonCode = "no_evidence"
	ReasonLetters              ReasonCode = "spelled_differently"
	ReasonOddPosition          ReasonCode = "odd_position"
	ReasonOddPositionBefore    ReasonCode = "odd_position_before"
	ReasonRivalName            ReasonCode = "rival_name"
	ReasonOverlapsName         ReasonCode = "overlaps_name"
	ReasonPartOfName           ReasonCode = "part_of_name"
	ReasonRecognized           ReasonCode = "recognized_elsewhere"
	ReasonCertainOnce          ReasonCode = "certain_only_once"
	ReasonModelRejected        ReasonCode = "model_rejected"
	ReasonModelRejectedBecause ReasonCode = "model_rejected_because"
)
