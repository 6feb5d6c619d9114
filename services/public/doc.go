// Package public serves the routes of Namedrop that are open to the internet.
//
// It has its own listener and mux. A mistake in a route or guard of the desk can therefore expose
// nothing here, and a flood of connections here takes none from the desk. Routes need no
// credentials, and browsers send none: the desk's cookies belong to another origin.
//
// It serves /healthz, the script of the site's tag (/tag.js), what that reports (/collect), what forms
// and CRMs send (/in/leads/<source>), the script that suggests shows in a form (/form.js) and their names
// (/form/<source>), short links (/l/<slug>), and reports by the links that were made for them
// (/shared/<token>), with the files of their page. Other paths answer 404, other methods 405. Requests are limited in
// size and time, so slow clients are disconnected. Beyond the limit of connections, idle ones are
// closed first. Requests are counted by status and not logged, since anyone could fill the log.
package public
