package impact

// outages finds the runs of rows in which counting was interrupted.
func outages(s Series) []Span { return nil }
