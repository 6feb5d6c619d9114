/**
 * Why a line of a list of sources (feeds/opml) or of documents (feeds/jsonl) was left out.
 */
export const lines = {
  line_date: 'published "{date}" is not a date; write 2026-11-23 or 2026-11-23T09:00:00Z',
  line_field_type: 'the field {field} has the wrong type: {type}',
  line_heading_only: 'is a heading with nothing under it',
  line_no_address: 'has no feed address',
  line_not_address: 'is not an address',
  line_not_json: 'this is not a JSON object',
  line_not_object: 'this is not a JSON object but JSON of the type {type}',
  line_not_web: 'has an address that is not a web address',
  line_other_list: 'points at another list, which is not fetched',
  line_page_only: 'names a page but no feed',
  line_too_long: 'the line is longer than {limit_mb} MiB',
  line_unidentified: 'it has neither id nor url: one of the two is needed',
  line_unreadable: 'can\'t be read',
  line_url: 'url "{url}" is not a web address; it should look like https://example.com/page',
};
