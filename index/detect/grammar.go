package detect

// judgeNeighbours scores the words next to a hit: a longer foreign name, an article
// before what should be a proper name, a name joined out of ordinary words.
func (d *Detector) judgeNeighbours(c *candidate, e *entry, r *reading, near neighbours, kind nameKind, k *card) {
	if c.traits&joined != 0 {
		if kind == distinct {
			k.add(-1, "", "written apart")
		} else {
			k.add(-2, "", "written apart")
		}
	}
}
