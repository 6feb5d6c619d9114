/**
 * Why a line of a list of sources was left out (feeds/opml).
 */
export const lines = {
  line_heading_only: 'is a heading with nothing under it',
  line_no_address: 'has no feed address',
  line_not_address: 'is not an address',
  line_not_web: 'has an address that is not a web address',
  line_other_list: 'points at another list, which is not fetched',
  line_page_only: 'names a page but no feed',
  line_unreadable: 'can\'t be read',
};
