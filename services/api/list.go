package api

// List is one page of items. Next is the cursor of the next page, or empty on the last one.
type List[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next"`
}

// Paging is part of every list.
type Paging struct {
	Cursor string `query:"cursor" doc:"The field next of the previous page."`
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"500" doc:"Items a page."`
}

// Out wraps a body for huma.
type Out[T any] struct {
	Body T
}

// Tagged is a body with its revision as ETag, for If-Match in the next write.
type Tagged[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

func list[T any](items []T, next string) *Out[List[T]] {
	if items == nil {
		items = []T{}
	}
	return &Out[List[T]]{Body: List[T]{Items: items, Next: next}}
}
