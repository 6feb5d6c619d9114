package api

// routes registers all operations. Each resource has a file.
func (a *API) routes() {
	a.searchRoutes()
	a.documentRoutes()
	a.mentionRoutes()
	a.brandRoutes()
	a.sourceRoutes()
	a.ruleRoutes()
	a.channelRoutes()
	a.deliveryRoutes()
	a.rescanRoutes()
	a.importRoutes()
	a.visitsRoutes()
	a.visitsImportRoutes()
	a.siteRoutes()
	a.annotationRoutes()
	a.holidayRoutes()
	a.reportRoutes()
	a.shareRoutes()
	a.tokenRoutes()
	a.userRoutes()
	a.sessionRoutes()
	a.statusRoutes()
	a.pauseRoutes()
	a.quarantineRoutes()
	a.deadLetterRoutes()
}
