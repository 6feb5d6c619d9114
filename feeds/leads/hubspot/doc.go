// Package hubspot reads leads from HubSpot: its contacts, by the time of their last change, with the
// CRM search of the dated API, or of v3 where an account doesn't have that yet.
//
// The search shows changes late. A read ends some minutes before the present, and the next one begins some
// minutes earlier: contacts in between are read twice, which changes nothing, since a contact is one
// lead. The search has at most 10,000 results and may have more contacts of one moment than that, after an
// import for example. So a read never goes far into the results; it begins a new search at the time of the last
// contact, or at its id where all of a page have the same time.
//
// HubSpot's notices (webhooks) hold only ids. They wake the poll, or erase a lead.
//
// The token goes into a header, to the address of the source and nowhere else: redirects are not followed.
// Nothing here was tried with HubSpot itself: the API's documentation and the signatures that it publishes
// are what it is written and tested by.
package hubspot
