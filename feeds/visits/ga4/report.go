package ga4

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/google"
	"github.com/namedrop/namedrop/feeds/visits/pull"
)

const (
	pageSize = 100_000
	maxRows  = 1_000_000
)

type named struct {
	Name string `json:"name"`
}

// query is the body of a request.
type query struct {
	Ranges     []map[string]string `json:"dateRanges"`
	Dimensions []named             `json:"dimensions"`
	Metrics    []named             `json:"metrics"`
	Order      []map[string]any    `json:"orderBys"`
	Limit      string              `json:"limit"`
	Offset     string              `json:"offset"`
}

type values []struct {
	Value string `json:"value"`
}

// answer is the part of an answer that is read.
type answer struct {
	Kind       string  `json:"kind"`
	Dimensions []named `json:"dimensionHeaders"`
	Metrics    []named `json:"metricHeaders"`
	Rows       []struct {
		Dimensions values `json:"dimensionValues"`
		Metrics    values `json:"metricValues"`
	} `json:"rows"`
	Count    int `json:"rowCount"`
	Metadata struct {
		Zone        string            `json:"timeZone"`
		Thresholded bool              `json:"subjectToThresholding"`
		Others      bool              `json:"dataLossFromOtherRow"`
		Samplings   []json.RawMessage `json:"samplingMetadatas"`
	} `json:"metadata"`
}

// report reads all pages of the report of a window.
func (p *read) report(ctx context.Context) error {
	q := query{Ranges: []map[string]string{{"startDate": p.From.Format(pull.Day), "endDate": p.Last().Format(pull.Day)}}, Dimensions: []named{{"dateHour"}}, Limit: strconv.Itoa(pageSize)}
	if p.settings.channels() {
		q.Dimensions = append(q.Dimensions, named{"sessionDefaultChannelGroup"})
	}
	for _, d := range q.Dimensions { // pages must not overlap
		q.Order = append(q.Order, map[string]any{"dimension": map[string]string{"dimensionName": d.Name}})
	}
	for _, m := range metrics {
		q.Metrics = append(q.Metrics, named{m.theirs})
	}
	for offset := 0; ; {
		q.Offset = strconv.Itoa(offset)
		a, got, err := p.ask(ctx, q)
		if err != nil {
			return err
		}
		if err := p.page(a, got, q, offset == 0); err != nil {
			return err
		}
		offset += len(got.Rows)
		switch {
		case offset >= got.Count:
			return nil
		case len(got.Rows) == 0:
			return a.Unreadable(fmt.Errorf("%d rows were promised and %d came", got.Count, offset))
		case offset > maxRows:
			return &feeds.Fault{Kind: feeds.FaultTooLarge, Host: a.Host, Code: "visits_too_many_rows", Params: map[string]string{"limit": strconv.Itoa(maxRows)},
				Reason: fmt.Sprintf("%s sends more than %d rows at once", a.Host, maxRows), Help: "Split the feed by fewer things: channel, landing page or country."}
		}
	}
}

// page adds the rows of one page, after checking that they mean what was requested.
func (p *read) page(a pull.Answer, got answer, q query, first bool) error {
	if err := got.check(q); err != nil {
		return a.Unreadable(err)
	}
	zone, err := time.LoadLocation(got.Metadata.Zone)
	if err != nil || got.Metadata.Zone == "" {
		return a.Unreadable(errors.New("it has no time zone"))
	}
	if !p.SameClock(zone) {
		return a.OtherZone(got.Metadata.Zone)
	}
	if first {
		p.flags(got)
	}
	for _, r := range got.Rows {
		channel := ""
		if len(r.Dimensions) > 1 {
			channel = r.Dimensions[1].Value
		}
		numbers := make([]float64, len(metrics))
		for i, m := range r.Metrics {
			if numbers[i], err = strconv.ParseFloat(m.Value, 64); err != nil || !(numbers[i] >= 0 && numbers[i] < 1e15) {
				return a.Unreadable(fmt.Errorf("%.20q is no number of visits", m.Value))
			}
		}
		if r.Dimensions[0].Value == "(other)" {
			continue // it has no hour; [read.flags] warns
		}
		if err := p.add(a, r.Dimensions[0].Value, channel, numbers); err != nil {
			return err
		}
	}
	return nil
}

// check refuses an answer whose rows may mean something other than what was requested.
func (got answer) check(q query) error {
	if len(got.Dimensions) != len(q.Dimensions) || len(got.Metrics) != len(q.Metrics) {
		return fmt.Errorf("it has %d dimensions and %d metrics", len(got.Dimensions), len(got.Metrics))
	}
	for i, d := range q.Dimensions {
		if got.Dimensions[i].Name != d.Name {
			return fmt.Errorf("it has %.40q in the place of %s", got.Dimensions[i].Name, d.Name)
		}
	}
	for i, m := range q.Metrics {
		if got.Metrics[i].Name != m.Name {
			return fmt.Errorf("it has %.40q in the place of %s", got.Metrics[i].Name, m.Name)
		}
	}
	for i, r := range got.Rows {
		if len(r.Dimensions) != len(q.Dimensions) || len(r.Metrics) != len(q.Metrics) {
			return fmt.Errorf("row %d has %d labels and %d numbers", i, len(r.Dimensions), len(r.Metrics))
		}
	}
	return nil
}

// flags notes what Google says about the quality of its numbers.
func (p *read) flags(got answer) {
	from := p.From.Format(pull.Day)
	if got.Metadata.Thresholded {
		p.withheld = true
		p.warnings = append(p.warnings, feeds.Warn("ga4_numbers_withheld",
			"Google Analytics withholds small numbers of the days from {day}. Hours that are missing are unknown and not zero.", "day", from))
	}
	if got.Metadata.Others {
		p.withheld = true
		p.warnings = append(p.warnings, feeds.Warn("ga4_row_without_hour",
			"Google Analytics has put a part of the days from {day} into a row without an hour. That part is left out.", "day", from))
	}
	if len(got.Metadata.Samplings) > 0 {
		p.warnings = append(p.warnings, feeds.Warn("ga4_numbers_estimated",
			"Google Analytics has estimated the numbers of the days from {day} from a sample.", "day", from))
	}
}

// ask sends a query. A token that was refused is replaced once.
func (p *read) ask(ctx context.Context, q query) (pull.Answer, answer, error) {
	body, err := json.Marshal(q)
	if err != nil {
		return pull.Answer{}, answer{}, fmt.Errorf("writing the query: %w", err)
	}
	for again := false; ; again = true {
		token, err := p.auth.Token(ctx, p.feed.Secret, scope, again)
		if err != nil {
			return pull.Answer{}, answer{}, err
		}
		a, err := p.client.Do(ctx, http.MethodPost, strings.TrimRight(p.api, "/")+"/v1beta/properties/"+p.settings.Property+":runReport", body, map[string]string{"Authorization": "Bearer " + token, "Content-Type": "application/json"})
		if err != nil {
			return a, answer{}, err
		}
		if a.Status == http.StatusUnauthorized && !again {
			continue
		}
		if a.Status != http.StatusOK {
			return a, answer{}, refusal(a)
		}
		var got answer
		if err := json.Unmarshal(a.Body, &got); err != nil {
			return a, got, a.Unreadable(err)
		}
		return a, got, nil
	}
}

// refusal maps a bad answer to a fault. Quotas differ in how long they last, and only the text tells them apart.
func refusal(a pull.Answer) error {
	switch a.Status {
	case http.StatusForbidden:
		return google.Forbidden(a)
	case http.StatusTooManyRequests:
		text := strings.ToLower(google.FailureOf(a).Message)
		switch {
		case strings.Contains(text, "concurrent"):
			return a.Pause(nil, feeds.FaultThrottled, 30*time.Second)
		case strings.Contains(text, "server errors"):
			return a.Pause(nil, feeds.FaultQuota, time.Hour)
		case strings.Contains(text, "per day"):
			return a.Pause(nil, feeds.FaultQuota, 6*time.Hour)
		}
		return a.Pause(nil, feeds.FaultQuota, 30*time.Minute)
	}
	return a.Refused()
}
