package impactcmd

import "github.com/namedrop/namedrop/services/correlator/impact"

func picture(q *question, i int, a impact.Answer) string { return "" }
