package detect

import (
	"slices"
	"strings"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/words"
)

// CheckHeardAs returns a *[BrandError] for a mishearing that is a single everyday word, which
// would match in every text.
func CheckHeardAs(b index.Brand, surface string) error {
	heard := strings.ToLower(strings.Join(strings.Fields(surface), " "))
	if wordCount(heard) == 1 && level(string(key(nil, heard)), b.Language) == words.Common {
		return &BrandError{
			b.ID, "heard_as", "“" + heard + "” is an everyday word and would be found everywhere; dismiss or confirm it one by one",
			"heard_as_everyday", map[string]string{"text": heard},
		}
	}
	return nil
}

// AddHeardAs returns the brand with a confirmed mishearing added. The exact stage then finds it
// without other evidence. The given brand is not changed. The error is that of [CheckHeardAs]
// or [Check].
func AddHeardAs(b index.Brand, surface string) (index.Brand, error) {
	if err := CheckHeardAs(b, surface); err != nil {
		return b, err
	}
	heard := strings.ToLower(strings.Join(strings.Fields(surface), " "))
	if string(key(nil, heard)) == string(key(nil, b.Name)) || slices.Contains(b.HeardAs, heard) {
		return b, nil
	}
	b.HeardAs = append(slices.Clone(b.HeardAs), heard)
	if err := Check(b); err != nil {
		return b, err
	}
	return b, nil
}

// RemoveHeardAs returns the brand without a mishearing.
func RemoveHeardAs(b index.Brand, surface string) index.Brand {
	heard := strings.ToLower(strings.Join(strings.Fields(surface), " "))
	b.HeardAs = slices.DeleteFunc(slices.Clone(b.HeardAs), func(h string) bool { return strings.EqualFold(h, heard) })
	return b
}
