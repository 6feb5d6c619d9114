package calibration

// Parts are the names of what can be measured by Measure, in order.
var Parts = []string{"pooled", "pooled-cover", "pooled-power", "pooled-overlap", "pooled-leads", "courses", "forecast", "spikes", "causes", "causes-wrong", "country"}

func parts() map[string][]measure {
	return map[string][]measure{
		"pooled":         pooledNull(),
		"pooled-cover":   pooledCover(),
		"pooled-power":   pooledPower(),
		"pooled-overlap": pooledOverlap(),
		"pooled-leads":   leadsNull(),
		"courses":        courseRows(),
		"forecast":       foreseen(),
		"spikes":         spikeRows(),
		"causes":         causeRows(),
		"causes-wrong":   wrongCauseRows(),
		"country":        countryRows(),
	}
}
